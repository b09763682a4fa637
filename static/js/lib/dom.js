/** Elements made from data: text is always text, never markup. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with attributes, listeners (`onclick` and the like) and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] null, undefined and false are left out, true is set empty
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  fill(made, ...children);
  return made;
}

/**
 * Put children in place of what an element held.
 * @param {Element} holder
 * @param {...Child} children
 */
export function fill(holder, ...children) {
  holder.replaceChildren(
    ...children.flatMap((child) =>
      child === null || child === undefined || child === false ? [] : [child instanceof Node ? child : String(child)],
    ),
  );
}

/**
 * Draw a list anew without moving whoever reads: the same act (`data-act`) of the same row (`data-row`) keeps
 * the focus, or the row's heading when the act is gone.
 * @param {HTMLElement} holder
 * @param {...Child} children
 */
export function refill(holder, ...children) {
  const held = document.activeElement;
  const act = held instanceof HTMLElement && holder.contains(held) ? held.dataset.act : undefined;
  const row = act && held?.closest("[data-row]")?.getAttribute("data-row");
  fill(holder, ...children);
  if (!row) return;
  const again = holder.querySelector(`[data-row="${CSS.escape(row)}"]`);
  const found = again?.querySelector(`[data-act="${act}"]`) ?? again?.querySelector("h2");
  if (!(found instanceof HTMLElement)) return;
  if (found.localName === "h2") found.tabIndex = -1;
  found.focus({ preventScroll: true });
}

/**
 * The element that the shell promises under this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}
