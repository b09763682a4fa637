/** What people liked of the crew's work: small, below the list, there to be read once and put away. */

import { el, fill } from "../lib/dom.js";
import { _, language } from "../lib/messages.js";
import { shortDay } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { keep, kept } from "../queue/database.js";

/** @typedef {{id: string, at: number, title: Record<string, string>, place: string, text: string, lang: string}} Thanks */

/** @param {HTMLElement} place @param {Thanks[]} all newest first */
export async function showThanks(place, all) {
  const putAway = (await kept("thanks_until")) ?? 0;
  const fresh = all.filter((one) => one.at > putAway);
  if (!fresh.length) return;
  const close = async () => {
    await keep("thanks_until", fresh[0].at);
    fill(place);
  };
  fill(
    place,
    el(
      "section",
      { class: "thanks", "aria-labelledby": "thanks" },
      el("h2", { id: "thanks" }, icon("sun"), _("Tack för det här")),
      el("ul", { class: "thanks-list" }, ...fresh.map(one)),
      el("button", { class: "link-button", type: "button", onclick: close }, _("Stäng")),
    ),
  );
}

/** @param {Thanks} found */
const one = ({ title, place, text, lang, at }) =>
  el(
    "li",
    {},
    el("strong", {}, title[language]),
    el("span", { class: "muted" }, [place, shortDay(at)].filter(Boolean).join(" · ")),
    text && el("span", { class: "thanks-words", lang }, `”${text}”`),
  );
