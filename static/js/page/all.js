/** *Alla*: the walk's points by number; words only of those that were released. Leaders release and say where we are. */

import { announceStop, currentStop, nextStop, stops } from "../capture/stops.js";
import { tileOf, nameOf } from "../capture/words.js";
import { el, refill } from "../lib/dom.js";
import { _, language, ngettext } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { all } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { acts, say } from "../queue/outbox.js";

/** @typedef {import("../queue/types.js").Op} Op */

const LEADING = new Set(["leader", "secretary"]);
let drawn = "";

/** @param {HTMLElement} place */
export async function show(place) {
  const rows = (await all("reading")).filter((one) => one.is === "observation" && one.state !== "withdrawn");
  rows.sort((one, other) => other.number - one.number);
  const waiting = (await acts()).filter((op) => op.state === "waiting" || op.state === "sent");
  const isLeading = LEADING.has(identity().actor?.kind ?? "");
  const shown = rows.map((row) => withOwnActs(row, waiting));
  const now = JSON.stringify([shown, isLeading, currentStop(), nextStop()]);
  if (now === drawn && place.childElementCount) return;
  drawn = now;
  refill(
    place,
    isLeading && whereWeAre(),
    shown.length
      ? el("ul", { class: "rows" }, ...shown.map((row) => el("li", {}, rowOf(row, isLeading))))
      : el("p", { class: "empty" }, _("Här kommer hela vandringens punkter, allteftersom de noteras.")),
    !isLeading && shown.length ? el("p", { class: "muted" }, _("Ord och bilder visas när ledaren har släppt en punkt. Känsliga punkter visas aldrig.")) : null,
  );
}

/** What was tapped here and may not have come back from the server yet. @param {any} row @param {Op[]} ops */
function withOwnActs(row, ops) {
  const mine = ops.filter((op) => op.entity === row.id && (op.state === "waiting" || (op.rev ?? 0) > row.rev));
  const agree = mine.findLast((op) => op.body.kind === "observation.agree")?.body.payload.on;
  const found = { ...row, released: row.released || mine.some((op) => op.body.kind === "observation.release") };
  if (agree === undefined || agree === row.agreed) return found;
  return { ...found, agreed: agree, agree_count: row.agree_count + (agree ? 1 : -1) };
}

/** @param {any} row @param {boolean} isLeading */
function rowOf(row, isLeading) {
  const stop = stops().find((one) => one.id === row.stop);
  const name = row.full ? nameOf(row.category, row.subcategory) : nameOf(row.category);
  const label = `${row.short} · ${name}`;
  return el(
    "div",
    { class: "row", "data-row": row.id },
    icon(tileOf(row.category)?.icon ?? "map-pin"),
    el(
      "div",
      { class: "row-words" },
      el("h2", {}, label),
      el("p", { class: "muted" }, stop?.name ?? _("Utan stopp")),
      row.full && row.text && el("p", { lang: row.lang }, row.text),
    ),
    el("div", { class: "row-acts" }, isLeading && release(row, label), row.mine ? el("span", { class: "chip" }, icon("user"), _("Din")) : agree(row, label)),
  );
}

/** @param {any} row @param {string} label */
function agree(row, label) {
  const count = row.agree_count;
  return el(
    "button",
    { class: "button agree", type: "button", "data-act": "agree", "aria-pressed": String(row.agreed), onclick: () => say("observation.agree", row.id, { on: !row.agreed }) },
    icon(row.agreed ? "check" : "thumbs-up"),
    el("span", {}, _("Jag håller med"), el("span", { class: "unseen" }, ` ${label}`)),
    count > 0 && el("span", { class: "count" }, String(count), el("span", { class: "unseen" }, " ", ngettext("håller med", "håller med", count))),
  );
}

/** @param {any} row @param {string} label */
function release(row, label) {
  if (row.sensitive) return el("span", { class: "chip" }, icon("eye-off"), _("Känslig"));
  if (row.released) return el("span", { class: "chip chip-leaf" }, icon("eye"), _("Visas"));
  return el("button", { class: "button", type: "button", "data-act": "release", onclick: () => say("observation.release", row.id, {}) }, _("Släpp"), el("span", { class: "unseen" }, ` ${label}`));
}

/** *Här är vi*: one button that names its effect. */
function whereWeAre() {
  const next = nextStop();
  const stop = next ?? currentStop();
  if (!stop) return null;
  const number = stops().indexOf(stop) + 1;
  return el(
    "button",
    { class: "button button-main button-wide here", type: "button", onclick: () => announceStop(stop), lang: language },
    icon("map-pin"),
    el("span", {}, el("strong", {}, _("Här är vi: stopp {number}", { number })), el("span", {}, stop.name)),
  );
}
