/** Drafts whose camera was closed or killed: they stay until somebody says what becomes of them. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { clock } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { drop, waitingDrafts } from "./draft.js";
import { cameraInput } from "./tiles.js";
import { nameOf } from "./words.js";

/** @param {import("./tiles.js").Doing} doing */
export async function showDrafts(doing) {
  const drafts = await waitingDrafts();
  fill(byId("drafts"), ...drafts.map((draft) => card(draft, doing)));
}

/** @param {import("../queue/types.js").Draft} draft @param {import("./tiles.js").Doing} doing */
function card(draft, doing) {
  const remove = async () => {
    await drop(draft.id);
    await showDrafts(doing);
  };
  // Two quick taps are one point.
  const saveBare = (/** @type {any} */ { currentTarget }) => {
    currentTarget.disabled = true;
    void doing.taken(draft, null);
  };
  const opened = () => ({ draft, stored: Promise.resolve() });
  return el(
    "div",
    { class: "draft", role: "group", "aria-label": _("Punkt utan bild") },
    el("p", {}, icon("camera-off"), el("span", {}, el("strong", {}, _("Utkast · {name}", { name: nameOf(draft.category) })), " ", saidOf(draft))),
    el(
      "div",
      { class: "draft-acts" },
      el("button", { class: "button button-main", type: "button", onclick: saveBare }, _("Spara utan bild")),
      el("label", { class: "button" }, _("Ta bilden"), cameraInput(opened, doing)),
      el("button", { class: "button", type: "button", onclick: remove }, _("Ta bort")),
    ),
  );
}

/** @param {import("../queue/types.js").Draft} draft */
function saidOf({ at, position }) {
  const time = clock(at);
  if (!position) return _("kl. {time}, utan läge: ingen bild togs.", { time });
  return _("kl. {time}, ±{metres} m: ingen bild togs.", { time, metres: Math.max(1, Math.round(position.accuracy_m)) });
}
