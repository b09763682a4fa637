/** A state as icon, word and colour: the same chip everywhere. */

import { el } from "../lib/dom.js";
import { icon } from "./icon.js";

/** @typedef {{tone: "lake" | "leaf" | "amber" | "rust" | "plum" | "sun" | "plain", icon: string, words: string}} State */

/** @param {State} state */
export const chip = ({ tone, icon: name, words }) => el("span", { class: `chip chip-${tone}` }, icon(name), el("span", {}, words));
