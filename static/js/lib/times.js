/** Days, clock times and distances as people read them, in the document's language. */

import { language } from "./messages.js";

const LOCALE = { sv: "sv-SE", fi: "fi-FI", en: "en-GB" }[language];

/** @param {string | number} moment @returns {string} 6 oktober */
export const day = (moment) => new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long" }).format(new Date(moment));

/** @param {string | number} moment @returns {string} 6 okt */
export const shortDay = (moment) =>
  new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" }).format(new Date(moment)).replace(/(\p{L})\.$/u, "$1");

/** @param {string | number} moment @returns {string} 18.44 */
export function clock(moment) {
  const found = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
  return language === "sv" ? found.replace(":", ".") : found;
}

/** @param {number} metres @returns {string} 240 m, 1,2 km */
export function distance(metres) {
  const far = metres >= 1000;
  const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: far ? 1 : 0 }).format(far ? metres / 1000 : metres);
  return `${number}\u00a0${far ? "km" : "m"}`;
}
