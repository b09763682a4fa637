/** One question that helps to look; a tap asks the next one. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { currentStop, stops } from "./stops.js";
import { words } from "./words.js";

let turn = 0;

/** The categories' questions, one of each before a second of any. */
const questions = () => {
  const rounds = Math.max(0, ...words.tiles.map((tile) => tile.questions.length));
  const tiles = words.tiles.filter((tile) => tile.code !== "POS");
  return Array.from({ length: rounds }, (_unused, round) => tiles.flatMap((tile) => tile.questions[round] ?? [])).flat();
};

export function showPrompt() {
  const button = byId("prompt");
  const all = questions();
  // Each stop begins with another question.
  const first = Math.max(0, stops().findIndex((stop) => stop.id === currentStop()?.id)) * 3;
  fill(
    button,
    el("span", {}, all[(first + turn) % all.length] ?? ""),
    icon("chevron-right"),
    el("span", { class: "unseen" }, _("Nästa fråga")),
  );
  button.onclick = () => {
    turn += 1;
    showPrompt();
  };
}
