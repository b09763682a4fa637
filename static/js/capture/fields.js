/** What few need afterwards: a suggestion, how urgent it is, and for whom it was written. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { checkbox, textarea } from "../parts/field.js";
import { icon } from "../parts/icon.js";
import { say } from "../queue/outbox.js";
import { words } from "./words.js";

/** @typedef {(change: Record<string, any>, soon?: boolean) => void} Note */

/** @param {import("./points.js").Point} point @param {Note} note */
export function moreFields(point, note) {
  const urgent = el("div", { class: "urgent", role: "status" });
  showUrgent(urgent, point.severity);
  const isUsed = point.suggestion || point.severity || point.for_other;
  return el(
    "details",
    { class: "more-fields", open: Boolean(isUsed) },
    el("summary", {}, _("Förslag, hur bråttom, skriv åt någon")),
    el(
      "div",
      { class: "field" },
      el("label", { for: "after-suggestion" }, _("Ditt förslag"), " ", el("span", { class: "optional" }, _("(frivilligt)"))),
      textarea("after-suggestion", point.suggestion, 1000, (suggestion) => note({ suggestion })),
    ),
    point.category !== "POS" && severity(point, note, urgent),
    urgent,
    forOther(point, note),
  );
}

/** @param {import("./points.js").Point} point @param {Note} note @param {HTMLElement} urgent */
function severity(point, note, urgent) {
  const choose = (/** @type {string} */ code) => {
    note({ severity: code }, true);
    showUrgent(urgent, code);
  };
  const choices = [
    ["akut", _("Akut, farligt nu")],
    ["snart", _("Snart")],
    ["planeras", _("Kan planeras")],
  ];
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", {}, _("Hur bråttom är det?")),
    ...choices.map(([code, name]) =>
      el(
        "label",
        { class: "choice" },
        el("input", { type: "radio", name: "severity", value: code, checked: point.severity === code, onchange: () => choose(code) }),
        icon("check"),
        el("span", {}, name),
      ),
    ),
  );
}

/** What is dangerous now is for 112, not for a list. @param {HTMLElement} place @param {string | null} severity */
function showUrgent(place, severity) {
  if (severity !== "akut") return place.replaceChildren();
  const call = (/** @type {string} */ number) => el("a", { href: `tel:${number.replace(/[^+\d]/g, "")}` }, el("strong", {}, number));
  fill(
    place,
    el(
      "div",
      { class: "notice notice-amber" },
      icon("triangle-alert"),
      el(
        "div",
        {},
        el("p", {}, _("Är någon i fara? Ring"), " ", call("112"), "."),
        words.duty_phone && el("p", {}, _("Farligt men ingen skadad? Kommunens jour:"), " ", call(words.duty_phone), "."),
        el("p", {}, _("Punkten skickas direkt till den ansvariga.")),
      ),
    ),
  );
}

/** *Skriv åt någon*: with a printed card, that person follows the point without a phone.
 * @param {import("./points.js").Point} point @param {Note} note */
function forOther(point, note) {
  const card = el("input", { id: "after-card", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "40" });
  card.addEventListener("change", () => card.value.trim().length >= 4 && void say("card.attach", point.id, { card: card.value.trim() }));
  const field = el("div", { class: "field" }, el("label", { for: "after-card" }, _("Kortets kod"), " ", el("span", { class: "optional" }, _("(om hen har fått ett kort)"))), card);
  field.hidden = !point.for_other;
  const box = checkbox(_("Jag skriver åt någon annan"), point.for_other, "after-for-other", (for_other) => {
    field.hidden = !for_other;
    note({ for_other }, true);
  });
  return el("div", {}, box, field);
}
