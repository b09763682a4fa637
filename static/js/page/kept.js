/** *Vad sparas i din telefon*, with numbers: what lies here, what waits and since when; save it as a file, clear it. */

import { el, fill } from "../lib/dom.js";
import { _, language, ngettext } from "../lib/messages.js";
import { clock, day } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { confirmed } from "../parts/sheet.js";
import { app } from "../queue/app.js";
import { hear } from "../queue/news.js";
import { APPS, clearEverything, keptBy, mapBytes } from "./stores.js";

/** @typedef {import("./stores.js").Kept} Kept */

/** What was saved as a file from this page: that may be cleared after a question. @type {Set<"mine" | "others">} */
const saved = new Set();
let isSaving = false;
// What came or changed since is in no file.
hear("queue", () => isSaving || saved.clear());

/** @param {HTMLElement} place */
export async function showKept(place) {
  const [all, map, isLasting] = await Promise.all([Promise.all(APPS.map(keptBy)), mapBytes(), navigator.storage?.persisted?.().catch(() => false)]);
  const here = all.find((one) => one.app === app) ?? all[0];
  const elsewhere = all.filter((one) => one !== here);
  const said = el("div", { class: "kept-said", role: "status" });
  const again = async () => {
    await showKept(place);
    lookAt(place, ".line");
  };
  fill(
    place,
    figures(all, map),
    el("p", {}, isLasting ? _("Webbläsaren har lovat att inte rensa det här själv.") : _("Webbläsaren kan rensa det här om du inte öppnar sidan på en vecka.")),
    ...waiting(here, said, again),
    ...elsewhere.filter((one) => one.mine + one.others).map(otherApp),
    said,
    el("button", { class: "button", type: "button", onclick: () => clear(place, said) }, icon("trash-2"), _("Rensa")),
  );
}

/** @param {Kept[]} all @param {number} map bytes */
function figures(all, map) {
  const sum = (/** @type {"read" | "pictures" | "bytes"} */ what) => all.reduce((total, one) => total + one[what], 0);
  const row = (/** @type {string} */ name, /** @type {string} */ value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));
  const read = sum("read");
  const pictures = sum("pictures");
  return el(
    "dl",
    { class: "kept" },
    row(_("Att läsa utan täckning"), ngettext("{count} punkt eller ärende", "{count} punkter och ärenden", read)),
    row(_("Bilder"), [ngettext("{count} bild", "{count} bilder", pictures), megabytes(sum("bytes"))].join(", ")),
    row(_("Kartan"), map ? megabytes(map) : _("Ingen karta")),
  );
}

/** @param {number} bytes */
function megabytes(bytes) {
  const mb = Math.max(bytes && 0.1, bytes / 1_000_000);
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: mb < 10 ? 1 : 0 }).format(mb)}\u00a0MB`;
}

/** What waits of this app: mine, and of others. @param {Kept} here @param {HTMLElement} said @param {() => Promise<void>} again */
function waiting(here, said, again) {
  if (!here.mine && !here.others) return [el("p", { class: "line leaf" }, icon("circle-check"), el("span", {}, _("Allt är skickat. Inget väntar.")))];
  const found = [];
  const since = _("Det äldsta är från {day} kl. {time}.", { day: day(here.since), time: clock(here.since) });
  if (here.mine) {
    found.push(
      el("p", { class: "line amber" }, icon("clock"), el("span", {}, ngettext("{count} post är inte skickad.", "{count} poster är inte skickade.", here.mine), " ", since)),
      el("div", { class: "buttons" }, act("cloud-upload", _("Skicka nu"), () => sendNow(said, again), true), act("download", _("Spara som fil"), () => save("mine", [undefined], said))),
    );
  }
  if (here.others) {
    found.push(
      el("p", { class: "line amber" }, icon("users"), el("span", {}, ngettext("{count} post från någon annan väntar här.", "{count} poster från någon annan väntar här.", here.others), " ", _("Den visas inte för dig. Den skickas när samma person är tillbaka."), here.mine ? "" : ` ${since}`)),
      el("div", { class: "buttons" }, act("download", _("Spara de andras som fil"), () => save("others", here.actors, said))),
    );
  }
  return found;
}

/** @param {Kept} one of the app that this page is not in */
function otherApp(one) {
  const count = one.mine + one.others;
  const words = one.app === "crew" ? ngettext("{count} post i ärendena är inte skickad.", "{count} poster i ärendena är inte skickade.", count) : ngettext("{count} post från vandringen är inte skickad.", "{count} poster från vandringen är inte skickade.", count);
  return el("p", { class: "line amber" }, icon("clock"), el("span", {}, words, " ", el("a", { href: `/about/your-phone?app=${one.app}` }, _("Visa"))));
}

/** @param {string} mark @param {string} words @param {() => void} run @param {boolean} [isMain] */
const act = (mark, words, run, isMain = false) => el("button", { class: isMain ? "button button-main" : "button", type: "button", onclick: run }, icon(mark), words);

/** @param {HTMLElement} said @param {() => Promise<void>} again */
async function sendNow(said, again) {
  fill(said, el("p", {}, _("Skickar …")));
  const result = await (await import("../queue/leaving.js")).sendNow();
  if (result === "sent") return again();
  fill(said, el("p", { class: "line amber" }, icon("cloud-off"), el("span", {}, result === "paused" ? _("Vi vet inte vem du är just nu. Gå med i vandringen igen, eller logga in, så skickas det.") : _("Det gick inte att skicka nu. Det ligger kvar i telefonen och skickas när det finns täckning."))));
}

/** @param {"mine" | "others"} whose @param {(string | undefined)[]} actors @param {HTMLElement} said */
async function save(whose, actors, said) {
  const { exportQueue } = await import("../queue/exported.js");
  isSaving = true;
  try {
    for (const actor of actors) if ((await exportQueue(actor)).how === "cancelled") return;
  } finally {
    isSaving = false;
  }
  saved.add(whose);
  fill(said, el("p", { class: "line leaf" }, icon("circle-check"), el("span", {}, _("Sparat som fil. Ge filen till ledaren eller kommunen, så läser de in den. Allt ligger också kvar i telefonen."))));
}

/** @param {HTMLElement} place @param {HTMLElement} said */
async function clear(place, said) {
  // Another tab may have saved something since this was drawn.
  const all = await Promise.all(APPS.map(keptBy));
  const sum = (/** @type {(one: Kept) => number} */ of) => all.reduce((total, one) => total + of(one), 0);
  const count = sum((one) => one.mine + one.others);
  const only = sum((one) => (one.app === app && saved.has("mine") ? 0 : one.mine) + (one.app === app && saved.has("others") ? 0 : one.others));
  if (only) {
    const words = ngettext("{count} post är inte skickad och skulle försvinna. Skicka den först, eller spara den som en fil. Inget har rensats.", "{count} poster är inte skickade och skulle försvinna. Skicka dem först, eller spara dem som en fil. Inget har rensats.", only);
    return fill(said, el("p", { class: "line amber" }, icon("triangle-alert"), el("span", {}, words)));
  }
  const lost = count ? ngettext("{count} post som inte är skickad finns sedan bara i filen som du sparade.", "{count} poster som inte är skickade finns sedan bara i filen som du sparade.", count) : _("Det du har skickat finns kvar hos oss.");
  const begun = sum((one) => one.drafts);
  const drafts = ngettext("{count} påbörjad punkt är inte sparad och försvinner.", "{count} påbörjade punkter är inte sparade och försvinner.", begun);
  const words = begun ? `${drafts} ${lost}` : lost;
  if (!(await confirmed(_("Rensa telefonen?"), words, _("Rensa")))) return;
  await clearEverything();
  saved.clear();
  await showKept(place);
  fill(/** @type {HTMLElement} */ (place.querySelector(".kept-said")), el("p", { class: "line leaf" }, icon("circle-check"), el("span", {}, _("Telefonen är rensad. Sidorna öppnas som förut."))));
  lookAt(place, ".kept-said .line");
}

/** The button that was pressed is gone: the focus goes to what came of it. @param {HTMLElement} place @param {string} what */
function lookAt(place, what) {
  const found = /** @type {HTMLElement | null} */ (place.querySelector(what));
  found?.setAttribute("tabindex", "-1");
  found?.focus();
}
