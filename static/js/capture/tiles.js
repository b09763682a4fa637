/** The tiles: one tap opens the camera, or saves at once; the draft is on disk before either. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { keep, kept } from "../queue/database.js";
import { begin, claim } from "./draft.js";
import { words } from "./words.js";

/** @typedef {import("./words.js").Tile} Tile */
/** @typedef {import("../queue/types.js").Draft} Draft */
/** @typedef {{taken: (draft: Draft, file: File | null) => Promise<void>, left: (draft: Draft) => void}} Doing
 *  `left`: the camera was closed without a picture. */

const AT_FIRST = 7;
let withPicture = true;

/** @param {Doing} doing */
export async function showTiles(doing) {
  withPicture = (await kept("picture")) !== "without";
  const tiles = byId("tiles");
  const more = byId("more");
  const render = () => fill(tiles, ...words.tiles.map((tile, index) => makeTile(tile, index, doing)));
  for (const choice of document.querySelectorAll("#switch input")) {
    const input = /** @type {HTMLInputElement} */ (choice);
    input.checked = (input.value === "with") === withPicture;
    input.addEventListener("change", async () => {
      await keep("picture", input.value);
      withPicture = input.value === "with";
      render();
    });
  }
  more.addEventListener("click", () => showAll(more.getAttribute("aria-expanded") !== "true"));
  showAll(false);
  render();
}

/** All tiles, or only as many as fit a small screen. @param {boolean} all */
export function showAll(all) {
  const more = byId("more");
  byId("tiles").classList.toggle("tiles-all", all);
  more.setAttribute("aria-expanded", String(all));
  fill(more, el("span", {}, all ? _("Färre") : _("Fler")), icon(all ? "chevron-down" : "chevron-up"));
  if (all) more.scrollIntoView({ block: "end" });
}

/** @param {Tile} tile @param {number} index @param {Doing} doing */
function makeTile(tile, index, doing) {
  const kind = tile.code === "POS" ? " tile-sun" : tile.code === "UPP" ? " tile-plum" : "";
  const look = `tile${kind}${index >= AT_FIRST ? " tile-more" : ""}`;
  const inside = [icon(tile.icon, "large"), el("span", {}, tile.short)];
  const made = withPicture
    ? el("label", { class: look }, ...inside, cameraInput(() => claim(tile.code), doing))
    : el("button", { class: look, type: "button", onclick: () => saveAtOnce(tile.code, doing) }, ...inside);
  made.addEventListener("pointerdown", () => void begin(tile.code).stored);
  return made;
}

/** @param {string} category @param {Doing} doing */
async function saveAtOnce(category, doing) {
  navigator.vibrate?.(20);
  const { draft, stored } = claim(category);
  await stored;
  await doing.taken(draft, null);
}

/**
 * A file input that opens the camera. A browser that says nothing when the camera is closed is asked
 * when its page comes back.
 * @param {() => {draft: Draft, stored: Promise<void>}} open @param {Doing} doing
 */
export function cameraInput(open, doing) {
  /** @type {Draft | null} */
  let waiting = null;
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", class: "camera" });
  const back = () => {
    setTimeout(() => {
      if (waiting && !input.files?.length) doing.left(waiting);
    }, 1_500);
  };
  input.addEventListener("click", () => {
    const { draft } = open();
    waiting = draft;
    navigator.vibrate?.(20);
    addEventListener("focus", back, { once: true });
  });
  input.addEventListener("cancel", () => waiting && doing.left(waiting));
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    const draft = waiting;
    waiting = null;
    removeEventListener("focus", back);
    if (draft && file) await doing.taken(draft, file);
    input.value = "";
  });
  return input;
}

