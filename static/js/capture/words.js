/** Tiles, choices and questions in the reader's language: public data that comes with the shell. */

import { language } from "../lib/messages.js";

/**
 * @typedef {{code: string, name: string, is_sensitive: boolean, asset: string}} Choice
 * @typedef {{code: string, icon: string, name: string, short: string, choices: Choice[], questions: string[], asset: string}} Tile
 * @typedef {{tiles: Tile[], duty_phone: string, hold_s: number, answer_days: number, basemap: string | null}} Words
 */

/** @type {Words} */
export const words = await (await fetch(`/walk/words.json?lang=${language}`)).json();

/** @param {string} code @returns {Tile | undefined} */
export const tileOf = (code) => words.tiles.find((tile) => tile.code === code);

/** What a point is called: the fault in a few words, else its category. @param {string} category @param {string | null} [choice] */
export function nameOf(category, choice) {
  const tile = tileOf(category);
  return tile?.choices.find((one) => one.code === choice)?.name ?? tile?.short ?? category;
}
