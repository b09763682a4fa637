/** The menu: another stop, another language, what the phone keeps, and the way out. */

import { chooseStop, currentStop, stops } from "../capture/stops.js";
import { el, fill } from "../lib/dom.js";
import { _, language, ngettext } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { confirmed, openSheet } from "../parts/sheet.js";
import { counts } from "../capture/status.js";
import { all, forgetAll } from "../queue/database.js";
import { identity, leave } from "../queue/identity.js";
import { acts } from "../queue/outbox.js";

const NAMES = { sv: "Svenska", fi: "Suomi", en: "English" };

export function openMenu() {
  const sheet = openSheet(_("Meny"));
  fill(
    sheet.body,
    stopList(sheet.close),
    el("h3", {}, _("Språk")),
    el("ul", { class: "plain-list languages-list" }, ...Object.entries(NAMES).map(([code, name]) => el("li", {}, el("a", { class: "button", href: `/walk?lang=${code}`, lang: code, "aria-current": code === language ? "true" : null, onclick: () => keepLanguage(code) }, name)))),
    el(
      "ul",
      { class: "plain-list menu-list" },
      el("li", {}, el("button", { class: "menu-item", type: "button", onclick: openKept }, icon("smartphone"), _("Vad sparas i din telefon"))),
      identity().walk && el("li", {}, el("button", { class: "menu-item", type: "button", onclick: () => goOut(sheet.close) }, icon("log-out"), _("Lämna vandringen"))),
    ),
  );
}

/** @param {() => void} close */
function stopList(close) {
  const here = currentStop();
  if (!here) return null;
  const go = async (/** @type {import("../queue/types.js").Stop} */ stop) => {
    await chooseStop(stop);
    close();
  };
  return el(
    "div",
    {},
    el("h3", {}, _("Byt stopp")),
    el(
      "ol",
      { class: "plain-list menu-list" },
      ...stops().map((stop, index) => el("li", {}, el("button", { class: "menu-item", type: "button", "aria-current": stop.id === here.id ? "true" : null, onclick: () => go(stop) }, el("span", { class: "stop-number" }, String(index + 1)), stop.name, stop.id === here.id && icon("check")))),
    ),
  );
}

/** The server's pages follow; without coverage the address alone is enough. @param {string} code */
function keepLanguage(code) {
  if (navigator.onLine) void fetch(`/walk?lang=${code}&keep=1`, { keepalive: true }).catch(() => {});
}

async function openKept() {
  const sheet = openSheet(_("Vad sparas i din telefon"), { mark: "smartphone" });
  const [ops, reading, waiting, isLasting] = await Promise.all([acts(), all("reading"), counts(), navigator.storage?.persisted?.()]);
  const photos = ops.flatMap((op) => op.photos).filter((photo) => photo.state === "ready" || photo.state === "raw").length;
  fill(
    sheet.body,
    el("p", {}, _("Dina punkter och bilder ligger här tills de är skickade. Vandringens punkter och svaren på dina ligger här, så att du kan läsa dem utan täckning.")),
    el(
      "ul",
      {},
      el("li", {}, ngettext("{count} punkt väntar på att skickas", "{count} punkter väntar på att skickas", waiting.waiting)),
      el("li", {}, ngettext("{count} bild som inte är skickad", "{count} bilder som inte är skickade", photos)),
      el("li", {}, ngettext("{count} punkt att läsa", "{count} punkter att läsa", reading.length)),
    ),
    el("p", {}, isLasting ? _("Webbläsaren har lovat att inte rensa det här själv.") : _("Webbläsaren kan rensa det här om du inte öppnar sidan på en vecka.")),
    el("p", {}, el("a", { href: "/about/your-phone" }, _("Läs mer om vad som sparas"))),
    el("div", { class: "sheet-foot" }, el("button", { class: "button", type: "button", onclick: clearAll }, _("Rensa")), el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Klar"))),
  );
}

async function clearAll() {
  const { waiting } = await counts();
  const lost = waiting ? ngettext("{count} punkt som inte är skickad försvinner.", "{count} punkter som inte är skickade försvinner.", waiting) : _("Det du har skickat finns kvar hos oss.");
  if (!(await confirmed(_("Rensa telefonen?"), lost, _("Rensa")))) return;
  await forgetAll();
  location.reload();
}

/** @param {() => void} close */
async function goOut(close) {
  const { waiting } = await counts();
  if (waiting) {
    const sheet = openSheet(_("Allt är inte skickat"), { mark: "cloud-off", tone: "amber" });
    fill(sheet.body, el("p", {}, ngettext("{count} punkt ligger kvar i telefonen. Lämna vandringen när den är skickad.", "{count} punkter ligger kvar i telefonen. Lämna vandringen när de är skickade.", waiting)), el("div", { class: "sheet-foot" }, el("span"), el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Stanna kvar"))));
    return;
  }
  if (!(await confirmed(_("Lämna vandringen?"), _("Dina punkter finns kvar hos oss, men telefonen visar inte svaren på dem längre."), _("Lämna")))) return;
  try {
    await fetch("/walk/leave", { headers: { "X-Fieldapp": "1" } });
  } catch {
    return close();
  }
  await leave();
  location.assign("/walk");
}
