/** The menu: another stop, another language, what the phone keeps, and the way out. */

import { chooseStop, currentStop, stops } from "../capture/stops.js";
import { el, fill } from "../lib/dom.js";
import { _, language } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { confirmed, openSheet } from "../parts/sheet.js";
import { identity, leave } from "../queue/identity.js";

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
  const place = el("div");
  sheet.body.append(
    el("p", {}, _("Dina punkter och bilder ligger här tills de är skickade. Vandringens punkter och svaren på dina ligger här, så att du kan läsa dem utan täckning.")),
    place,
    el("p", {}, el("a", { href: "/about/your-phone" }, _("Läs mer om vad som sparas"))),
    el("div", { class: "sheet-foot" }, el("span"), el("button", { class: "button button-main", type: "button", onclick: sheet.close }, _("Klar"))),
  );
  await (await import("./kept.js")).showKept(place);
}

/** @param {() => void} close */
async function goOut(close) {
  const hasUnsent = Boolean(await unsentNow());
  if (!(await (await import("./leaving.js")).mayLeave(_("Behåll på telefonen och lämna")))) return;
  // Whoever was asked already is not asked twice.
  if (!hasUnsent && !(await confirmed(_("Lämna vandringen?"), _("Dina punkter finns kvar hos oss, men telefonen visar inte svaren på dem längre."), _("Lämna")))) return;
  try {
    await fetch("/walk/leave", { headers: { "X-Fieldapp": "1" } });
  } catch {
    return close();
  }
  await leave();
  const { forgetMap, keptBy } = await import("./stores.js");
  // The map is the crew's too, where both are on one phone.
  if (!(await keptBy("crew")).read) await forgetMap();
  location.assign("/walk");
}

async function unsentNow() {
  const { acts, photos, attention } = await (await import("../queue/states.js")).summary();
  return acts + photos + attention;
}
