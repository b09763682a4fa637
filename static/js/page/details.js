/** Behind the status line: how sure the place is, what waits and why, how far a picture has come, and *Skicka nu*. */

import { counts, placeLine, queueLine } from "../capture/status.js";
import { nameOf } from "../capture/words.js";
import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { clock } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { kept } from "../queue/database.js";
import { hear } from "../queue/news.js";
import { acts } from "../queue/outbox.js";
import { kick, standing } from "../queue/pump.js";
import { whyOf } from "./whys.js";

export async function openDetails() {
  const open = new AbortController();
  const sheet = openSheet(_("Läge och sändning"), { onclosed: () => open.abort() });
  const lines = el("div", { role: "status" });
  const moving = el("div", { class: "moving" });
  let drawn = "";
  const draw = async () => {
    const last = await kept("last_sent_at");
    const both = [placeLine(), queueLine(await counts())];
    fill(moving, await progress());
    // What has not changed is not said again.
    const now = JSON.stringify([both, last]);
    if (now === drawn) return;
    drawn = now;
    fill(
      lines,
      ...both.flatMap((line) => [el("p", { class: `line ${line.tone}` }, icon(line.icon), el("strong", {}, line.words)), el("p", {}, whyOf(line.why))]),
      last && el("p", { class: "muted" }, _("Skickades senast kl. {time}.", { time: clock(last) })),
    );
  };
  await draw();
  hear("status", draw, open.signal);
  hear("queue", draw, open.signal);
  sheet.body.append(
    lines,
    moving,
    el(
      "div",
      { class: "sheet-foot" },
      el("button", { class: "button", type: "button", onclick: kick }, _("Skicka nu")),
      el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Klar")),
    ),
  );
}

/** The picture that leaves now, with a bar and in words. */
async function progress() {
  const op = (await acts()).find((one) => one.photos.some((photo) => photo.id === standing.photo));
  const photo = op?.photos.find((one) => one.id === standing.photo);
  const bytes = op?.body.photos.find((one) => one.id === standing.photo)?.bytes;
  if (!op || !photo || !bytes) return null;
  const percent = Math.floor((100 * photo.offset) / bytes);
  const name = op.body.payload.category ? nameOf(op.body.payload.category, op.body.payload.subcategory) : _("Bild");
  return el("p", {}, el("label", { for: "moving" }, _("{name}: {percent} % av bilden har kommit fram", { name, percent })), el("progress", { id: "moving", max: "100", value: String(percent) }));
}
