/** *Mina*: own points with what became of them; what waits or stands still is at the top and says why. */

import { waitingDrafts } from "../capture/draft.js";
import { isOpen, isWaiting, ownPoints } from "../capture/points.js";
import { counts, queueLine } from "../capture/status.js";
import { stops } from "../capture/stops.js";
import { picture } from "../capture/thumbs.js";
import { nameOf, words } from "../capture/words.js";
import { el, fill, refill } from "../lib/dom.js";
import { _, language, ngettext } from "../lib/messages.js";
import { clock, day, shortDay } from "../lib/times.js";
import { chip } from "../parts/chip.js";
import { icon } from "../parts/icon.js";
import { confirmed } from "../parts/sheet.js";
import { identity } from "../queue/identity.js";
import { acts as allActs } from "../queue/outbox.js";
import { attentionList } from "./attention.js";
import { followingPart, standing } from "./following.js";
import { othersLine } from "./others.js";
import { stateOf } from "./state.js";
import { takeBackPoint } from "./undo.js";

/** @typedef {import("../capture/points.js").Point} Point */

const DAY_MS = 24 * 3600_000;
let drawn = "";

/** @param {HTMLElement} place */
export async function show(place) {
  const everybody = await allActs();
  const me = identity().actor?.id;
  const [points, drafts, following] = await Promise.all([ownPoints(), waitingDrafts(), standing()]);
  const stuck = everybody.filter((op) => op.actor === me && (op.state === "attention" || op.photos.some((photo) => photo.state === "refused")));
  const others = everybody.filter((op) => op.actor !== me && (op.state !== "sent" || op.photos.some((photo) => photo.state === "ready")));
  const order = (/** @type {Point} */ point) => (isWaiting(point) ? 1 : point.isGone ? 3 : 2);
  points.sort((one, other) => order(one) - order(other));
  const states = new Map(points.map((point) => [point.id, stateOf(point)]));
  const line = points.some(isWaiting) ? queueLine({ ...(await counts()), attention: 0 }) : null;
  // Nobody's finger should meet a list that was drawn anew for nothing: a new state changes its chip alone.
  const now = JSON.stringify([points.map(withoutProgress), stuck, others.length, drafts, following]);
  if (now === drawn && place.childElementCount) {
    said(place, line);
    return showStates(place, states);
  }
  drawn = now;
  refill(
    place,
    stuck.length > 0 && attentionList(stuck, points),
    others.length > 0 && othersLine(others),
    el("div", { class: "why", role: "status" }),
    ...drafts.map(draftCard),
    ...(points.length
      ? [el("p", { class: "summary" }, ...summary(points)), ...points.map((point, index) => card(point, states.get(point.id) ?? stateOf(point), index === 0))]
      : [el("p", { class: "empty" }, _("Dina punkter kommer hit, och svaren på dem.")), el("a", { class: "button button-main", href: "#logga" }, _("Logga en punkt"))]),
    followingPart(following),
  );
  said(place, line);
}

/** What has a category and a place and waits for its picture. @param {import("../queue/types.js").Draft} draft */
const draftCard = (draft) =>
  el(
    "article",
    { class: "point", "data-row": draft.id },
    el("div", { class: "point-head" }, el("h2", {}, nameOf(draft.category)), el("p", { class: "muted" }, _("kl. {time}", { time: clock(draft.at) })), chip({ tone: "amber", icon: "pencil", words: _("Utkast") })),
    el("div", { class: "point-acts" }, el("a", { class: "button", href: "#logga" }, _("Gör klart"))),
  );

/** Why something waits, once for all of it. @param {HTMLElement} place @param {import("../capture/status.js").Line | null} line */
function said(place, line) {
  const why = /** @type {HTMLElement} */ (place.querySelector(".why"));
  if (why.textContent !== (line?.words ?? "")) fill(why, line && el("p", { class: `line ${line.tone}` }, icon(line.icon), el("span", {}, line.words)));
}

/** @param {Point} point */
const withoutProgress = (point) => ({ ...point, ops: point.ops.map((op) => [op.id, op.state, op.body]), photos: point.photos.map(({ photo }) => [photo.id, photo.state === "lost"]) });

/** @param {HTMLElement} place @param {Map<string, import("../parts/chip.js").State>} states */
function showStates(place, states) {
  for (const [id, state] of states) {
    const old = place.querySelector(`.point[data-row="${CSS.escape(id)}"] .point-head .chip`);
    if (old?.textContent !== state.words) old?.replaceWith(chip(state));
  }
}

/** "3 av 4 har svar. En väntar, dag 12 av 30." @param {Point[]} points @returns {(string | Node)[]} */
function summary(points) {
  const told = points.filter((point) => point.row && !point.isGone);
  const answered = told.filter((point) => point.row.answered);
  const open = told.filter((point) => !point.row.answered && point.row.answer_due_on);
  if (!answered.length && !open.length) return [_("Svaren kommer hit, inom {days} dagar efter vandringen.", { days: words.answer_days })];
  const first = el("strong", {}, _("{done} av {count} har svar.", { done: answered.length, count: told.length }));
  const rest = told.length - answered.length;
  if (!rest) return [first];
  const due = Math.min(...open.map((point) => Date.parse(point.row.answer_due_on)));
  const gone = Math.max(0, words.answer_days - Math.ceil((due - Date.now()) / DAY_MS));
  const waits = ngettext("En väntar", "{count} väntar", rest);
  return [first, " ", open.length && gone <= words.answer_days ? _("{waits}, dag {day} av {days}.", { waits, day: gone, days: words.answer_days }) : `${waits}.`];
}

/** @param {Point} point @param {import("../parts/chip.js").State} state @param {boolean} isFirst */
function card(point, state, isFirst) {
  const { row } = point;
  const name = nameOf(point.category, point.subcategory);
  const place = row?.place || stops().find((stop) => stop.id === point.stop)?.name || _("Utan stopp");
  const number = row ? (isFirst ? row.label : row.short) : null;
  const pair = row?.before && row?.after;
  const shown = point.photos.at(-1)?.photo.id ?? row?.before?.id ?? row?.photos?.find((/** @type {any} */ one) => one.state === "stored")?.id;
  const alt = _("Din bild: {name}", { name });
  return el(
    "article",
    { class: `point${pair ? " point-pair" : ""}`, "data-row": point.id },
    pair
      ? el("div", { class: "pair" }, tagged(row.before.id, alt, _("Före · {day}", { day: shortDay(row.observed_at) })), tagged(row.after.id, row.after.alt || _("Efter åtgärden"), row.answered_at ? _("Efter · {day}", { day: shortDay(row.answered_at) }) : _("Efter")))
      : shown && picture(shown, alt, isStored(row, shown)),
    el(
      "div",
      { class: "point-head" },
      el("h2", {}, name),
      el("p", { class: "muted" }, number && el("span", { class: "number" }, number), number && " · ", place),
      chip(state),
    ),
    point.text && !row?.answer && el("p", { class: "own-words", lang: row?.lang }, point.text),
    answer(row),
    point.photos.some(({ photo }) => photo.state === "lost") && el("p", { class: "line amber" }, icon("image-off"), el("span", {}, _("Bilden fick inte plats i telefonen. Orden är sparade."))),
    acts(point),
  );
}

/** Whether the server can give a photo: it has come, and it could be read. @param {any} row @param {string} photo */
const isStored = (row, photo) =>
  row?.before?.id === photo || Boolean(row?.photos?.some((/** @type {any} */ one) => one.id === photo && one.state === "stored"));

/** @param {string} photo @param {string} alt @param {string} words */
const tagged = (photo, alt, words) => el("div", {}, picture(photo, alt, true), el("span", { class: "tag" }, words));

/** The answer as a quotation, with who said it and when. @param {any} row */
function answer(row) {
  if (!row?.answer) return null;
  const { words: inWords, lang } = row.answer;
  const tone = row.figure === "planned" ? "quote-lake" : row.state === "dialogue" ? "quote-plum" : row.answered ? "" : "quote-amber";
  const who = [row.answered_by, row.answered_at && day(row.answered_at)].filter(Boolean).join(", ");
  return el("blockquote", { class: `quote ${tone}` }, el("p", { lang: lang ?? language }, `”${inWords[language]}”`), who && el("footer", { class: "muted" }, who));
}

/** @param {Point} point */
function acts(point) {
  if (point.isGone) return null;
  if (point.isWithdrawing) return el("p", { class: "muted" }, _("Du har bett att få ta bort punkten."));
  if (!isOpen(point)) return null;
  const named = () => el("span", { class: "unseen" }, ` ${nameOf(point.category, point.subcategory)}`);
  const back = async () => {
    const isSure = isWaiting(point) || (await confirmed(_("Ta tillbaka punkten?"), _("Den visas inte för någon mer."), _("Ta tillbaka")));
    if (isSure) await takeBackPoint(point.id);
  };
  const edit = async () => (await import("../capture/after.js")).openAfter(point.id);
  return el(
    "div",
    { class: "point-acts" },
    el("button", { class: "link-button", type: "button", "data-act": "edit", onclick: edit }, _("Ändra"), named()),
    el("button", { class: "link-button", type: "button", "data-act": "back", onclick: back }, isWaiting(point) ? _("Ångra") : _("Ta tillbaka"), named()),
  );
}
