/** SHA-256 as the contract writes it. */

/** @param {ArrayBuffer} bytes @returns {Promise<string>} hexadecimal */
export async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} hex @returns {string} the value of a Repr-Digest header */
export function reprDigest(hex) {
  const bytes = (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16)));
  return `sha-256=:${btoa(bytes.join(""))}:`;
}
