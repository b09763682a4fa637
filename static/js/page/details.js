/** Behind the status line: how sure the place is, what waits and why, and the button that tries now. */

import { counts, placeLine, queueLine } from "../capture/status.js";
import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { clock } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { kept } from "../queue/database.js";
import { hear } from "../queue/news.js";
import { kick } from "../queue/pump.js";

export async function openDetails() {
  const open = new AbortController();
  const sheet = openSheet(_("Läge och sändning"), { onclosed: () => open.abort() });
  const lines = el("div", { role: "status" });
  const draw = async () => {
    const last = await kept("last_sent_at");
    const both = [placeLine(), queueLine(await counts())];
    fill(
      lines,
      ...both.flatMap((line) => [el("p", { class: `line ${line.tone}` }, icon(line.icon), el("strong", {}, line.words)), el("p", {}, line.more)]),
      last && el("p", { class: "muted" }, _("Skickades senast kl. {time}.", { time: clock(last) })),
    );
  };
  await draw();
  hear("status", draw, open.signal);
  hear("queue", draw, open.signal);
  sheet.body.append(
    lines,
    el(
      "div",
      { class: "sheet-foot" },
      el("button", { class: "button", type: "button", onclick: kick }, _("Skicka nu")),
      el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Klar")),
    ),
  );
}
