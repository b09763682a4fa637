/** The phone's words: Swedish is the message itself, the document's language chooses the catalogue. */

/** @type {"sv" | "fi" | "en"} */
export const language = /** @type {any} */ (document.documentElement.lang || "sv");

/** The capture app reads its own part alone: it is what a phone waits for on a dark street.
 * @returns {Promise<Record<string, string | string[]>>} */
async function load() {
  if (language === "sv") return {};
  if (!/^\/walk(\/|$)/.test(location.pathname)) return (await import(`../../vendor/messages/${language}.js`)).default;
  return (await fetch(new URL(`../../vendor/messages/${language}-walk.json`, import.meta.url))).json();
}

const catalogue = await load();

/** @param {string} text @param {Record<string, string | number>} values */
const put = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/**
 * The message in the reader's language, with `{name}` replaced from `values`.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export function _(message, values = {}) {
  const found = catalogue[message];
  return put(typeof found === "string" && found ? found : message, values);
}

/**
 * One or many, by `count`, which is also a value.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, count, values = {}) {
  const found = catalogue[one];
  const forms = Array.isArray(found) && found.every(Boolean) ? found : [one, many];
  return put(forms[count === 1 ? 0 : 1] ?? many, { count, ...values });
}
