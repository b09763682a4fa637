/** The number on a lamp post, a cabinet or a lift: asked for only where there is one to read. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { tileOf } from "./words.js";

/** As the server takes it. */
const LONGEST = 40;

/** What bears a number here. @param {string} category @param {string | null} choice */
function bearer(category, choice) {
  const tile = tileOf(category);
  return (choice ? tile?.choices.find((one) => one.code === choice)?.asset : tile?.asset) ?? "";
}

/**
 * A place that shows the field, or nothing; a number that was written stays to be seen.
 * @param {import("./points.js").Point} point @param {import("./fields.js").Note} note
 */
export function assetPlace(point, note) {
  const place = el("div", {});
  let written = point.asset ?? "";
  const draw = (/** @type {string | null} */ choice) => {
    const kind = bearer(point.category, choice);
    if (!kind && !written) return place.replaceChildren();
    const names = { lamp: _("Numret på stolpen"), cabinet: _("Numret på skåpet"), lift: _("Numret på hissen") };
    const input = el("input", { id: "after-asset", type: "text", maxlength: String(LONGEST), autocomplete: "off", autocapitalize: "characters", spellcheck: "false", value: written });
    input.addEventListener("input", () => note({ asset: (written = input.value.trim()) }));
    fill(
      place,
      el(
        "div",
        { class: "field" },
        el("label", { for: "after-asset" }, names[/** @type {"lamp"} */ (kind)] ?? _("Märkning"), " ", el("span", { class: "optional" }, _("(om du ser det)"))),
        input,
      ),
    );
  };
  draw(point.subcategory);
  return { place, draw };
}
