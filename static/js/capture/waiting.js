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
  const opened = () => ({ draft, stored: Promise.resolve() });
  return el(
    "div",
    { class: "draft", role: "group", "aria-label": _("Punkt utan bild") },
    el("p", {}, icon("camera-off"), el("span", {}, el("strong", {}, nameOf(draft.category)), " ", _("kl. {time}: ingen bild togs.", { time: clock(draft.at) }))),
    el(
      "div",
      { class: "draft-acts" },
      el("button", { class: "button button-main", type: "button", onclick: () => doing.taken(draft, null) }, _("Spara utan bild")),
      el("label", { class: "button" }, _("Ta bilden"), cameraInput(opened, doing)),
      el("button", { class: "button", type: "button", onclick: remove }, _("Ta bort")),
    ),
  );
}
