/** Before somebody leaves a walk or signs out: what is unsent is sent first, stays here, or is saved as a file. */

import { el, fill } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { hear } from "../queue/news.js";
import { summary } from "../queue/states.js";

/**
 * @param {string} keep the words of the button that leaves and keeps
 * @returns {Promise<boolean>} whether they leave; at once where nothing is unsent
 */
export async function mayLeave(keep) {
  const { acts, photos, attention, others } = await summary();
  if (!acts && !photos && !attention) return true;
  return new Promise((answer) => {
    let isLeaving = false;
    const open = new AbortController();
    const sheet = openSheet(_("Allt är inte skickat"), {
      mark: "cloud-off",
      tone: "amber",
      onclosed: () => {
        open.abort();
        answer(isLeaving);
      },
    });
    const go = () => {
      isLeaving = true;
      sheet.close();
    };
    const said = el("div", { class: "leaving-said", role: "status" });
    const say = (/** @type {string} */ mark, /** @type {string} */ tone, /** @type {string} */ words) => fill(said, el("p", { class: `line ${tone}` }, icon(mark), el("span", {}, words)));
    const send = async () => {
      say("cloud-upload", "", _("Skickar …"));
      const how = await (await import("../queue/leaving.js")).sendNow();
      if (open.signal.aborted) return;
      if (how !== "sent") return say("cloud-off", "amber", how === "paused" ? _("Vi vet inte vem du är just nu. Gå med i vandringen igen, eller logga in, så skickas det.") : _("Det gick inte att skicka nu. Det ligger kvar i telefonen."));
      if ((await summary()).attention) return say("circle-alert", "amber", _("Resten är skickat. Det som behöver åtgärd ligger kvar i telefonen."));
      go();
    };
    const save = async () => {
      const { how } = await (await import("../queue/exported.js")).exportQueue();
      if (how !== "cancelled" && !open.signal.aborted) say("circle-check", "leaf", _("Sparat som fil. Allt ligger också kvar i telefonen."));
    };
    const what = el("ul", {});
    const count = async () => {
      const left = await summary();
      fill(
        what,
        left.acts > 0 && el("li", {}, ngettext("{count} post är inte skickad", "{count} poster är inte skickade", left.acts)),
        left.photos > 0 && el("li", {}, ngettext("{count} bild är inte skickad", "{count} bilder är inte skickade", left.photos)),
        left.attention > 0 && el("li", {}, ngettext("{count} behöver åtgärd", "{count} behöver åtgärd", left.attention)),
      );
    };
    void count();
    hear("queue", count, open.signal);
    hear("status", count, open.signal);
    const waiting = others.reduce((sum, one) => sum + Math.max(one.acts, one.photos), 0);
    sheet.body.append(
      el("p", {}, _("Det här finns bara i telefonen. Inget tas bort, vad du än väljer.")),
      what,
      waiting > 0 ? el("p", { class: "muted" }, ngettext("{count} post från någon annan väntar här också. Den ligger kvar.", "{count} poster från någon annan väntar här också. De ligger kvar.", waiting)) : "",
      said,
      el(
        "div",
        { class: "leaving-acts" },
        el("button", { class: "button button-main button-wide", type: "button", onclick: send }, icon("cloud-upload"), _("Skicka nu")),
        el("button", { class: "button button-wide", type: "button", onclick: go }, icon("smartphone"), keep),
        el("button", { class: "button button-wide", type: "button", onclick: save }, icon("download"), _("Spara som fil")),
      ),
    );
  });
}
