/** The public sentence: chosen among the templates of what the ticket is about, shown before it is sent. */

import { byId } from "../lib/dom.js";
import { language, _ } from "../lib/messages.js";
import { day } from "../lib/times.js";

/**
 * @typedef {{id: string, outcome: string, for: string[], text: string}} Template
 * @typedef {{template: string, values?: Record<string, string>} | {text: string, lang: string}} Sentence
 * @typedef {{sentences: Template[], seasons: Record<string, {name: string, when: string}>,
 *   season_of: Record<string, string>, kinds: Record<string, string>, icons: Record<string, string>, titles: Record<string, string>, owners: string[], basemap: string | null}} Words
 */

/** @type {Words} */
export const words = JSON.parse(/** @type {HTMLTemplateElement} */ (byId("words")).content.textContent ?? "{}");

/** What somebody must choose knowingly: they are never ready by themselves. */
const ON_PURPOSE = new Set(["done.nothing_found", "planned.rest", "planned.spare_part", "planned.season", "done.by_owner"]);

/** @param {Template} one @param {string} code */
function fit(one, code) {
  if (!one.for.length) return 1;
  if (one.for.includes(code)) return 3;
  return one.for.includes(code.replace(/\d+$/, "")) ? 2 : 0;
}

/**
 * The sentences to choose from, those for exactly this fault first.
 * @param {string} outcome "done" or "planned" @param {string} code of the subcategory, else of the category
 * @returns {Template[]}
 */
export function sentencesFor(outcome, code) {
  return words.sentences
    .filter((one) => one.outcome === outcome && fit(one, code) && !ON_PURPOSE.has(one.id))
    .sort((a, b) => fit(b, code) - fit(a, code));
}

/** @param {string} code @returns {Sentence} what is said where nobody changes it */
export const ready = (code) => ({ template: sentencesFor("done", code)[0]?.id ?? "done.general", values: {} });

/** @param {string} id @param {string} [when] a date, week, quarter or season @returns {Sentence} */
export const fromTemplate = (id, when) => ({ template: id, values: when ? { when } : {} });

/** @param {string} text @returns {Sentence} */
export const ownWords = (text) => ({ text: text.trim().replace(/\s+/g, " "), lang: language });

/** As a reader of this language sees it. @param {Sentence | null | undefined} sentence @returns {string} */
export function inWords(sentence) {
  if (!sentence) return "";
  if ("text" in sentence && sentence.text) return sentence.text;
  if (!("template" in sentence)) return "";
  const found = words.sentences.find((one) => one.id === sentence.template);
  return found ? found.text.replace("{when}", whenInWords(sentence.values?.when ?? "")) : "";
}

/** The promise as the end of a sentence: "vecka 41", "under våren 2027". @param {string} when @returns {string} */
export function whenInWords(when) {
  if (/^\d{4}-W\d{2}$/.test(when)) return _("vecka {week}", { week: Number(when.slice(-2)) });
  if (/^\d{4}-\d{2}-\d{2}$/.test(when)) return _("senast {day}", { day: day(`${when}T12:00`) });
  const quarter = /^(\d{4})-(\w+)$/.exec(when);
  if (quarter) return quarterInWords(Number(quarter[1]), quarter[2]);
  if (when === "running") return _("vid den löpande skötseln");
  return words.seasons[when]?.when ?? "";
}

/** @param {number} year @param {string} name */
function quarterInWords(year, name) {
  if (name === "spring") return _("under våren {year}", { year });
  if (name === "summer") return _("under sommaren {year}", { year });
  if (name === "autumn") return _("under hösten {year}", { year });
  return _("under vintern {years}", { years: `${year - 1}–${year}` });
}
