/** Small pictures of own points, kept on the phone as bytes: they show without coverage. */

import { el } from "../lib/dom.js";
import { get, write } from "../queue/database.js";
import { bytesOf } from "../queue/outbox.js";

/** Made once a page: an address per photo. @type {Map<string, string>} */
const addresses = new Map();

/** @param {string} photo @param {boolean} [fetchIt] from the server, where it is not here @returns {Promise<string | null>} */
export async function thumb(photo, fetchIt = false) {
  const known = addresses.get(photo);
  if (known) return known;
  const bytes = (await get("thumbs", photo))?.bytes ?? (fetchIt ? await fetched(photo) : await bytesOf(photo));
  if (!bytes) return null;
  const address = URL.createObjectURL(new Blob([bytes]));
  addresses.set(photo, address);
  return address;
}

/** @param {string} photo @returns {Promise<ArrayBuffer | null>} */
async function fetched(photo) {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch(`/photos/${photo}/small`);
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("image/")) return null;
    const bytes = await answer.arrayBuffer();
    await write(["thumbs"], ({ thumbs }) => thumbs.put({ id: photo, bytes }));
    return bytes;
  } catch {
    return null;
  }
}

/** A picture that appears when it is there. @param {string} photo @param {string} alt @param {boolean} fetchIt */
export function picture(photo, alt, fetchIt) {
  const image = el("img", { alt, class: "thumb", width: "96", height: "96" });
  image.hidden = true;
  void thumb(photo, fetchIt).then((address) => {
    if (!address) return;
    image.src = address;
    image.hidden = false;
  });
  return image;
}
