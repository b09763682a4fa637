/** A shared phone: that somebody else's work waits here, to be given away as a file and never read or sent as mine. */

import { el } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { icon } from "../parts/icon.js";

/** @param {import("../queue/types.js").Op[]} ops of other persons */
export function othersLine(ops) {
  const actors = [...new Set(ops.map((op) => op.actor))];
  const save = async () => {
    const { exportQueue } = await import("../queue/exported.js");
    for (const actor of actors) if ((await exportQueue(actor)).how === "cancelled") return;
  };
  return el(
    "section",
    { class: "notice notice-amber others", "data-row": "others" },
    icon("users"),
    el(
      "div",
      {},
      el("h2", {}, ngettext("{count} post från någon annan väntar här", "{count} poster från någon annan väntar här", ops.length)),
      el("p", {}, ngettext("Den skickas när samma person är tillbaka på telefonen. Du kan spara den som en fil och ge den till ledaren.", "De skickas när samma person är tillbaka på telefonen. Du kan spara dem som en fil och ge den till ledaren.", ops.length)),
      el("button", { class: "button", type: "button", "data-act": "save-others", onclick: save }, icon("download"), _("Spara som fil")),
    ),
  );
}
