/** Icons of the shell's sprite; words stand beside them, so screen readers pass them by. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {"" | "large"} [size] @returns {SVGSVGElement} */
export function icon(name, size = "") {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", size ? `icon icon-${size}` : "icon");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}
