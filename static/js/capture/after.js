/** Afterwards, and only for who wants to: what exactly, words, how urgent, who may read it, where. */

import { byId, el, fill } from "../lib/dom.js";
import { newId } from "../lib/ids.js";
import { _ } from "../lib/messages.js";
import { checkbox, textarea } from "../parts/field.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { SETTLES_MS } from "../queue/hold.js";
import { hear } from "../queue/news.js";
import { add, amend, makeAct } from "../queue/outbox.js";
import { assetPlace } from "./asset.js";
import { moreFields } from "./fields.js";
import { finishPhotos } from "./photo.js";
import { ownPoint } from "./points.js";
import { picture } from "./thumbs.js";
import { hideToast } from "./toast.js";
import { nameOf, tileOf, words } from "./words.js";

/** @typedef {import("./points.js").Point} Point */

/** Words that are being written leave the phone this much after the last letter, or when the sheet closes. */
const WRITING_MS = 15_000;

/** @param {string} entity @param {string} [refused] the act that the server did not take: what is changed here goes with it */
export async function openAfter(entity, refused) {
  const point = await ownPoint(entity);
  if (!point) return;
  hideToast();
  /** @type {Record<string, any>} what has been changed and not stored yet */
  let changes = {};
  let timer = 0;
  let isWanted = false;
  const store = async (/** @type {boolean} */ isLast) => {
    clearTimeout(timer);
    const found = changes;
    if (refused) return void (isLast && (isWanted || Object.keys(found).length) && (await (await import("../queue/again.js")).sendAgain(refused, found)));
    changes = {};
    if (Object.keys(found).length || isLast) await amend(entity, found, isLast ? point.at + SETTLES_MS : Date.now() + WRITING_MS);
  };
  const note = (/** @type {Record<string, any>} */ change, soon = false) => {
    Object.assign(changes, change);
    clearTimeout(timer);
    timer = setTimeout(() => void store(false), soon ? 0 : 500);
  };
  let ticking = 0;
  let drawn = "none";
  const open = new AbortController();
  const name = nameOf(point.category);
  const sheet = openSheet(refused ? _("Ändra · {name}", { name }) : _("Sparad · {name}", { name }), {
    mark: refused ? "pencil" : "circle-check",
    tone: refused ? "amber" : "leaf",
    onclosed: () => {
      clearInterval(ticking);
      open.abort();
      void store(true);
    },
  });
  const done = () => {
    isWanted = true;
    sheet.close();
  };
  const leave = () => {
    changes = {};
    sheet.close();
  };
  const asset = assetPlace(point, note);
  const top = el("div", { class: "after-top" });
  const hold = el("div", { class: "after-hold" });
  const draw = async () => {
    const now = await ownPoint(entity);
    if (!now || !sheet.dialog.isConnected) return;
    drawHold(hold, now);
    const key = now.photos.map(({ photo }) => photo.id + photo.state).join();
    if (key === drawn) return;
    drawn = key;
    fill(top, ...topOf(now, sheet.close));
  };
  sheet.body.append(
    top,
    hold,
    choices(point, note, asset.draw),
    asset.place,
    el(
      "div",
      { class: "field" },
      el("label", { for: "after-text" }, _("Berätta mer"), " ", el("span", { class: "optional" }, _("(frivilligt)"))),
      textarea("after-text", point.text, 2000, (text) => note({ text })),
    ),
    moreFields(point, note),
    checkbox(_("Känsligt, visa inte för andra"), point.sensitive, "after-sensitive", (sensitive) => note({ sensitive }, true)),
    el(
      "div",
      { class: "sheet-foot" },
      refused
        ? el("button", { class: "button", type: "button", onclick: leave }, _("Avbryt"))
        : el("button", { class: "button", type: "button", onclick: () => remove(entity, sheet.close) }, _("Ta bort")),
      el("button", { class: "button button-main", type: "button", onclick: done }, refused ? _("Skicka igen") : _("Klar")),
    ),
  );
  await draw();
  ticking = setInterval(draw, 1_000);
  hear("queue", draw, open.signal);
}

/** @param {string} entity @param {() => void} close */
async function remove(entity, close) {
  close();
  await (await import("../page/undo.js")).takeBackPoint(entity);
}

/** @param {Point} point @param {() => void} close @returns {Node[]} */
function topOf(point, close) {
  const shown = point.photos.at(-1);
  const name = nameOf(point.category, point.subcategory);
  const move = el("button", { class: "button", type: "button", onclick: async () => (await import("./place.js")).openPlace(point.id) }, icon("map-pin"), _("Flytta platsen"));
  if (!shown) {
    return [
      el("label", { class: "button" }, icon("camera"), _("Lägg till bild"), addPhoto(point, close)),
      move,
    ];
  }
  const { photo, op } = shown;
  const paint = async () => {
    close();
    await (await import("./paint.js")).openPaint(op.id, photo.id, () => openAfter(point.id));
  };
  const canPaint = photo.state === "ready" || photo.state === "raw";
  return [
    picture(photo.id, _("Din bild: {name}", { name }), false),
    el(
      "div",
      { class: "after-acts" },
      canPaint && el("button", { class: "button", type: "button", onclick: paint }, icon("brush"), _("Måla över")),
      move,
    ),
  ];
}

/** A picture taken afterwards is an act of its own. @param {Point} point @param {() => void} close */
function addPhoto(point, close) {
  const input = el("input", { type: "file", accept: "image/*", class: "camera" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    try {
      const photo = { id: newId(), bytes: await file.arrayBuffer(), type: file.type || "image/jpeg", leavesAt: Date.now() + words.hold_s * 1000 };
      await add(makeAct("photo.add", point.id, {}, { photos: [photo] }), [photo]);
      void finishPhotos();
    } catch (error) {
      // What is said stands on the page, behind the sheet.
      close();
      (await import("../page/troubles.js")).sayWhyNot(error, true);
    }
  });
  return input;
}

/** @param {HTMLElement} place @param {Point} point */
function drawHold(place, point) {
  const held = point.photos.find(({ photo }) => photo.state === "ready" || photo.state === "raw")?.photo;
  const seconds = held ? Math.ceil((held.leaves_at - Date.now()) / 1000) : 0;
  place.hidden = !held;
  if (!held) return;
  const text = seconds > 0 ? _("Bilden skickas om {seconds} s. Måla över ansikten och bilnummer först.", { seconds }) : _("Bilden skickas när det finns täckning.");
  if (place.textContent !== text) fill(place, icon("clock"), el("p", {}, text));
}

/** @param {Point} point @param {(change: Record<string, any>, soon?: boolean) => void} note @param {(choice: string) => void} chosen */
function choices(point, note, chosen) {
  const found = tileOf(point.category)?.choices ?? [];
  const choose = (/** @type {import("./words.js").Choice} */ choice) => {
    note({ subcategory: choice.code, ...(choice.is_sensitive && { sensitive: true }) }, true);
    chosen(choice.code);
    if (choice.is_sensitive) /** @type {HTMLInputElement} */ (byId("after-sensitive")).checked = true;
  };
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", {}, point.category === "POS" ? _("Vad är bra?") : _("Vad gäller det?")),
    ...found.slice(0, 5).map((choice) =>
      el(
        "label",
        { class: "choice" },
        el("input", { type: "radio", name: "subcategory", value: choice.code, checked: point.subcategory === choice.code, onchange: () => choose(choice) }),
        icon("check"),
        el("span", {}, choice.name),
      ),
    ),
  );
}
