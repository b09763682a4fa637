/** *Måla över*: a solid brush over faces and number plates, before the photo leaves the phone. */

import { sha256 } from "../lib/hash.js";
import { el, fill } from "../lib/dom.js";
import { newId } from "../lib/ids.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { get, write } from "../queue/database.js";
import { bytesOf } from "../queue/outbox.js";
import { holdPhoto, replacePhoto } from "../queue/pictures.js";
import { asCanvas, drawSmall, finishPhotos, toJpeg } from "./photo.js";

const WHILE_PAINTING_MS = 10 * 60_000;
const AFTERWARDS_MS = 5_000;
const COLOUR = "#6e7d95";
/** The brush as a part of the photo's long edge. */
const BRUSH = 0.05;

/** @typedef {{x: number, y: number}[]} Stroke points of the canvas */

/** @param {string} opId @param {string} photo @param {() => void} after */
export async function openPaint(opId, photo, after) {
  await finishPhotos();
  const id = await currentPhoto(opId, photo);
  const bytes = id && (await bytesOf(id));
  const clean = bytes ? await asCanvas(bytes, "image/jpeg").catch(() => null) : null;
  if (!id || !clean) {
    openSheet(_("Måla över"), { onclosed: after }).body.append(el("p", {}, _("Bilden går inte att visa här. Ta bort punkten om någon kan kännas igen.")));
    return;
  }
  await holdPhoto(opId, id, Date.now() + WHILE_PAINTING_MS);
  const easel = makeEasel(clean);
  const sheet = openSheet(_("Måla över"), {
    mark: "brush",
    onclosed: async () => {
      if (easel.strokes.length) await store(opId, id, easel.canvas);
      else await holdPhoto(opId, id, Date.now() + AFTERWARDS_MS);
      after();
    },
  });
  fill(
    sheet.body,
    el("p", { id: "paint-how" }, _("Dra fingret över ansikten och bilnummer. Med tangentbord: piltangenter flyttar, mellanslag målar.")),
    easel.holder,
    el(
      "div",
      { class: "sheet-foot" },
      el("button", { class: "button", type: "button", onclick: easel.undo }, icon("undo-2"), _("Ångra")),
      el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Klar")),
    ),
  );
}

/** The photo may have been made smaller meanwhile, under another id. @param {string} opId @param {string} photo */
async function currentPhoto(opId, photo) {
  /** @type {import("../queue/types.js").Op | undefined} */
  const op = await get("ops", opId);
  const live = op?.photos.filter((one) => one.state === "ready") ?? [];
  return (live.find((one) => one.id === photo) ?? live[0])?.id ?? null;
}

/** @param {string} opId @param {string} old @param {HTMLCanvasElement} canvas */
async function store(opId, old, canvas) {
  const bytes = await toJpeg(canvas, 0.85);
  const small = await toJpeg(drawSmall(canvas, 256), 0.7);
  if (!bytes) return;
  const photo = { id: newId(), bytes, type: "image/jpeg", sha256: await sha256(bytes), leavesAt: Date.now() + AFTERWARDS_MS };
  // A full phone does without the small picture: what was painted over must go all the same.
  if (small) await write(["thumbs"], ({ thumbs }) => thumbs.put({ id: photo.id, bytes: small })).catch(() => {});
  await replacePhoto(opId, old, photo);
}

/** A canvas that is painted on by finger, mouse or keys. @param {HTMLCanvasElement} clean */
function makeEasel(clean) {
  const canvas = el("canvas", { class: "easel", tabindex: "0", role: "application", "aria-label": _("Bilden att måla på"), "aria-describedby": "paint-how" });
  canvas.width = clean.width;
  canvas.height = clean.height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const width = Math.max(clean.width, clean.height) * BRUSH;
  const cursor = el("span", { class: "easel-cursor", "aria-hidden": "true", hidden: true });
  const said = el("p", { class: "unseen", role: "status" });
  /** @type {Stroke[]} */
  const strokes = [];
  const here = { x: clean.width / 2, y: clean.height / 2 };
  let isDown = false;

  const draw = () => {
    context.drawImage(clean, 0, 0);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = width;
    context.strokeStyle = COLOUR;
    for (const stroke of strokes) {
      context.beginPath();
      context.moveTo(stroke[0].x, stroke[0].y);
      // A dot needs a line of some length.
      for (const { x, y } of stroke) context.lineTo(x + 0.1, y);
      context.stroke();
    }
  };
  const at = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * canvas.width, y: ((event.clientY - box.top) / box.height) * canvas.height };
  };
  const add = (/** @type {{x: number, y: number}} */ point, isNew = false) => {
    if (isNew) strokes.push([point]);
    strokes.at(-1)?.push(point);
    draw();
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    add(at(event), true);
  });
  canvas.addEventListener("pointermove", (event) => isDown && add(at(event)));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (isDown = false));
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      here.x = Math.max(0, Math.min(canvas.width, here.x + way[0] * width * 0.5));
      here.y = Math.max(0, Math.min(canvas.height, here.y + way[1] * width * 0.5));
    } else if (event.key === " ") {
      add({ ...here }, true);
      fill(said, _("Målat"));
    } else return;
    event.preventDefault();
    cursor.hidden = false;
    cursor.style.left = `${(here.x / canvas.width) * 100}%`;
    cursor.style.top = `${(here.y / canvas.height) * 100}%`;
  });
  draw();
  const undo = () => {
    strokes.pop();
    draw();
  };
  return { canvas, strokes, undo, holder: el("div", { class: "easel-holder" }, canvas, cursor, said) };
}
