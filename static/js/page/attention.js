/** *Behöver åtgärd*: what was refused, above the own points, each with its reason and what can be done about it. */

import { el } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { clock, shortDay } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { confirmed } from "../parts/sheet.js";
import { toast } from "../capture/toast.js";
import { sendAgain, throwAway, tryPhotoAgain } from "../queue/again.js";
import { whatWasDone, whyStuck } from "./refusals.js";

/** @typedef {import("../queue/types.js").Op} Op */
/** @typedef {import("../capture/points.js").Point} Point */

/** The kinds whose fields the sheet *Ändra* shows. */
const EDITABLE = new Set(["observation.create", "observation.edit"]);
/** What only the phone itself can no longer give is not asked for again. */
const GONE = new Set(["unreadable-here", "not-a-photo", "damaged", "too-many-pixels", "too-large-to-read"]);

/** @param {Op[]} ops those that stand still @param {Point[]} points */
export function attentionList(ops, points) {
  return el(
    "section",
    { class: "attention", "aria-labelledby": "attention" },
    el("h2", { id: "attention" }, icon("circle-alert"), _("Behöver åtgärd")),
    el("p", {}, ngettext("Det här ligger kvar i telefonen tills du bestämmer. Resten skickas som vanligt.", "De här {count} ligger kvar i telefonen tills du bestämmer. Resten skickas som vanligt.", ops.length)),
    el("ul", { class: "plain-list" }, ...ops.map((op) => el("li", { class: "stuck", "data-row": op.id }, ...one(op, points.find((point) => point.id === op.entity))))),
    el("button", { class: "link-button", type: "button", "data-act": "save", onclick: save }, icon("download"), _("Spara som fil")),
  );
}

/** @param {Op} op @param {Point | undefined} point @returns {(Node | null)[]} */
function one(op, point) {
  const title = whatWasDone(op, point);
  const isRefused = op.state === "attention";
  const photo = op.photos.find((found) => found.state === "refused");
  const hidden = () => el("span", { class: "unseen" }, ` ${title}`);
  const drop = async () => {
    const words = isRefused ? _("Det som inte kom fram tas bort ur telefonen.") : _("Bilden tas bort ur telefonen. Punkten finns kvar hos oss.");
    if (await confirmed(_("Ta bort ur telefonen?"), words, _("Ta bort"))) await throwAway(op.id);
  };
  const isCard = op.body.kind === "card.attach";
  const edit = async () => (isCard ? (await import("./follow-card.js")).openCard(op.id) : (await import("../capture/after.js")).openAfter(op.entity, op.id));
  const button = (/** @type {string} */ act, /** @type {string} */ words, /** @type {() => void} */ run) =>
    el("button", { class: "button", type: "button", "data-act": act, onclick: run }, words, hidden());
  return [
    el("h3", {}, title),
    el("p", { class: "muted" }, _("{day} kl. {time}", { day: shortDay(op.at), time: clock(op.at) })),
    el("p", {}, whyStuck(op)),
    el(
      "div",
      { class: "buttons" },
      isRefused && (isCard || (EDITABLE.has(op.body.kind) && point)) && button("edit", _("Ändra"), edit),
      isRefused && button("again", _("Skicka igen"), () => void sendAgain(op.id)),
      !isRefused && photo && !GONE.has(photo.code ?? "") && button("again", _("Försök igen"), () => void tryPhotoAgain(op.id, photo.id)),
      button("drop", _("Ta bort"), drop),
    ),
  ];
}

/** All that waits, as one file for somebody who can help. */
async function save() {
  const { how, acts } = await (await import("../queue/exported.js")).exportQueue();
  if (how !== "cancelled" && acts) toast(_("Sparat som fil"), _("Allt ligger också kvar i telefonen."), [], "download");
}
