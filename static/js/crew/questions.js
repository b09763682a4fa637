/** What an act still has to say, asked in a sheet; loaded with the first act that asks. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { fromTemplate, inWords, ownWords, sentencesFor, whenInWords, words } from "./sentences.js";
import { ask } from "./sheets.js";
import { dayOf, quartersAhead, weekAhead } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("./sentences.js").Sentence} Sentence */
/** @typedef {import("./acts.js").Move} Move */

/** So many sentences are offered at once; the rest is own words. */
const MOST_SENTENCES = 5;
const WEEKS = [1, 2, 4, 8];

/** @param {string} name @param {string} value @param {import("../lib/dom.js").Child} label @param {boolean} isChosen @param {() => void} chosen */
const choice = (name, value, label, isChosen, chosen) =>
  el("label", { class: "choice" }, el("input", { type: "radio", name, value, checked: isChosen, onchange: chosen }), el("span", {}, label));

/** @param {Ticket} ticket @param {Sentence} now @returns {Promise<Sentence | null>} */
export async function askAnswer(ticket, now) {
  let id = "template" in now ? now.template : "";
  const offered = sentencesFor("done", ticket.subcategory ?? ticket.category).slice(0, MOST_SENTENCES);
  const { answer, text } = await ask("answer", (sheet) => {
    fill(sheet.part("choices"), ...offered.map((one) => choice("answer", one.id, one.text, one.id === id, () => (id = one.id))));
    if ("text" in now) /** @type {HTMLTextAreaElement} */ (sheet.part("words")).value = now.text;
  });
  if (!answer) return null;
  if (text) return ownWords(text);
  return id ? fromTemplate(id) : null;
}

/** @returns {Promise<Move | null>} */
export async function askWhose() {
  const { answer, text, file, sheet } = await ask("not-ours", (sheet) => {
    const select = /** @type {HTMLSelectElement} */ (sheet.part("whose"));
    select.length = 1;
    select.append(...words.owners.map((name) => el("option", {}, name)));
    select.value = "";
  });
  if (!answer) return null;
  const whose = /** @type {HTMLSelectElement} */ (sheet.part("whose")).value;
  return { to: "bounced", reason: [whose, text].filter(Boolean).join(": "), file };
}

/**
 * A time to promise, with the sentence that follows from it. @param {string} name @param {string} template
 * @param {{when: string, label: string}[]} times
 */
async function askWhen(name, template, times) {
  let when = times[0].when;
  const { answer, text, own, file } = await ask(name, (sheet) => {
    const tell = () => {
      sheet.part("sentence").textContent = inWords(fromTemplate(template, when));
    };
    fill(
      sheet.part("choices"),
      ...times.map((one) => choice(name, one.when, one.label, one.when === when, () => ((when = one.when), tell()))),
    );
    tell();
  });
  const sentence = own ? ownWords(own) : fromTemplate(template, when);
  return answer ? { to: "planned", plannedFor: when, sentence, reason: text, file } : null;
}

/** @returns {Promise<Move | null>} */
export function askPart() {
  const today = dayOf(new Date());
  const times = WEEKS.map((ahead) => weekAhead(today, ahead)).map((when) => ({ when, label: upper(whenInWords(when)) }));
  return askWhen("part", "planned.spare_part", times);
}

/** @param {Ticket} ticket @returns {Promise<Move | null>} */
export function askSeason(ticket) {
  const own = words.season_of[ticket.subcategory ?? ""];
  const seasons = (own ? [own] : []).map((code) => ({ when: code, label: upper(`${words.seasons[code].name}, ${whenInWords(code)}`) }));
  const quarters = quartersAhead(dayOf(new Date()), 4).map((when) => ({ when, label: upper(whenInWords(when)) }));
  return askWhen("season", "planned.season", [...seasons, ...quarters]);
}

/** @param {string} text */
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The coordinator has to look: closing it needs no photo of nothing. @returns {Promise<Move | null>} */
export async function askNothing() {
  const ready = fromTemplate("done.nothing_found");
  const { answer, text, own, file } = await ask("nothing", (sheet) => {
    sheet.part("sentence").textContent = inWords(ready);
  });
  const reason = [_("Hittar inget fel"), text].filter(Boolean).join(": ");
  const sentence = own ? ownWords(own) : ready;
  return answer ? { to: "done", sentence, reason, noPhotoReason: file ? "" : reason.slice(0, 300), file } : null;
}

/** @param {Sentence} sentence @returns {Promise<Move | null>} */
export async function askNoPhoto(sentence) {
  const { answer, text } = await askWords("no-photo", ["dark", "people", "camera"]);
  const ready = { dark: _("Det var för mörkt"), people: _("Det var folk i bild"), camera: _("Kameran fungerade inte") };
  const reason = ready[/** @type {"dark"} */ (answer)] ?? text;
  return answer ? { to: "done", sentence, noPhotoReason: reason.slice(0, 300) } : null;
}

/** @returns {Promise<{text: string, file: File | null} | null>} */
export async function askNote() {
  const { answer, text, file } = await askWords("note", []);
  return answer ? { text, file } : null;
}

/** A sheet whose last button needs words. @param {string} name @param {string[]} without answers that need none */
function askWords(name, without) {
  return ask(name, (sheet) => {
    const [form, error, field] = [sheet.root.querySelector("form"), sheet.part("error"), sheet.part("words")];
    error.hidden = true;
    if (!form) return;
    form.onsubmit = (event) => {
      const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value ?? "";
      if (without.includes(pressed) || /** @type {HTMLTextAreaElement} */ (field).value.trim()) return;
      event.preventDefault();
      error.hidden = false;
      field.focus();
    };
  });
}
