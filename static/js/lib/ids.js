/** UUIDv7 that only grows on this page, also when the clock is set back: queues are read in this order. */

let last = 0;
let counter = 0;

/** Later ids are greater than this one, which was stored before. @param {string | undefined} id */
export function growFrom(id) {
  const ms = parseInt((id ?? "").replace("-", "").slice(0, 12), 16);
  if (!(ms >= last)) return;
  last = ms;
  counter = 0xfff;
}

/** @returns {string} */
export function newId() {
  const now = Date.now();
  if (now > last) {
    last = now;
    counter = crypto.getRandomValues(new Uint16Array(1))[0] & 0x7ff;
  } else if (++counter > 0xfff) {
    last += 1;
    counter = 0;
  }
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = (random[0] & 0x3f) | 0x80;
  const tail = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const head = last.toString(16).padStart(12, "0");
  const middle = `7${counter.toString(16).padStart(3, "0")}`;
  return `${head.slice(0, 8)}-${head.slice(8)}-${middle}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
