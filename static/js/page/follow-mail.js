/** *Få svaren med mejl*: the address goes straight to the server, never into the queue, whose file others may hold. */

import { el, fill } from "../lib/dom.js";
import { _, language } from "../lib/messages.js";
import { openSheet } from "../parts/sheet.js";
import { write } from "../queue/database.js";
import { tell } from "../queue/news.js";
import { ask } from "../queue/transport.js";

/** @typedef {{state: "none" | "asked" | "confirmed", email: string | null}} Followed */

export async function openMail() {
  const sheet = openSheet(_("Mejl om dina punkter"), { mark: "mail" });
  const place = el("div", {}, el("p", { role: "status" }, _("Hämtar …")));
  sheet.body.append(place);
  const show = (/** @type {Followed | null} */ found) => {
    fill(place, ...(found ? parts(found, show, sheet.close) : withoutCoverage(sheet.close)));
    if (found) void remember(found.state);
  };
  show(await answered("GET"));
}

/** The next word of the server says the same. @param {string} state */
async function remember(state) {
  await write(["kv"], async ({ kv }) => kv.put({ ...(await kv.get("walk")), follow: state }, "walk"));
  tell("reading");
}

/** @param {"GET" | "POST"} method @param {string | null} [email] @returns {Promise<any>} null without coverage */
async function answered(method, email) {
  const body = method === "POST" ? JSON.stringify({ email, lang: language }) : undefined;
  try {
    const { status, data } = await ask("/sync/follow", { method, body, headers: body ? { "Content-Type": "application/json" } : {} });
    return status === 200 || status === 422 ? data : null;
  } catch {
    return null;
  }
}

/** @param {() => void} close @returns {Node[]} */
const withoutCoverage = (close) => [
  el("p", { role: "status" }, _("Vi når inte servern just nu. Försök igen om en stund, där det finns täckning. Adressen sparas inte i telefonen.")),
  foot(el("span"), el("button", { class: "button button-main", type: "button", onclick: close }, _("Klar"))),
];

/** @param {...Node} children */
const foot = (...children) => el("div", { class: "sheet-foot" }, ...children);

/** @param {Followed} found @param {(found: Followed | null) => void} show @param {() => void} close @returns {Node[]} */
function parts({ state, email }, show, close) {
  if (state === "none") return [form(show, close)];
  const stop = async () => show(await answered("POST", null));
  const words = state === "asked" ? _("Vi har skrivit till {email}. Öppna mejlet och tryck på knappen, så vet vi att adressen är din. Kommer inget mejl: ta bort adressen och skriv den igen.", { email: email ?? "" }) : _("Vi skriver till {email} när en punkt har fått svar och när den är klar, högst en gång om dagen.", { email: email ?? "" });
  return [
    el("p", { role: "status" }, words),
    foot(el("button", { class: "button", type: "button", onclick: stop }, _("Ta bort adressen")), el("button", { class: "button button-main", type: "button", onclick: close }, _("Klar"))),
  ];
}

/** @param {(found: Followed | null) => void} show @param {() => void} close */
function form(show, close) {
  const field = el("input", { id: "follow-email", type: "email", autocomplete: "email", autocapitalize: "none", spellcheck: "false", maxlength: "254", enterkeyhint: "send", "aria-describedby": "follow-fault" });
  const fault = el("p", { id: "follow-fault", class: "fault", role: "alert" });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const found = await answered("POST", field.value.trim());
    if (found?.code) return void fill(fault, _("Adressen går inte att skriva till. Se efter att den är rätt, till exempel namn@exempel.se."));
    show(found);
  };
  return el(
    "form",
    { class: "follow-form", novalidate: true, onsubmit: send },
    el("p", {}, _("Vi skriver när en punkt har fått svar och när den är klar, högst en gång om dagen. Varje mejl har en länk som stoppar dem.")),
    el("div", { class: "field" }, el("label", { for: "follow-email" }, _("Din e-postadress")), field, fault),
    el("p", { class: "muted" }, _("Ingen i kommunen ser adressen. Den ligger inte ihop med punkterna och tas bort ett halvår efter uppföljningen.")),
    foot(el("button", { class: "button", type: "button", onclick: close }, _("Avbryt")), el("button", { class: "button button-main" }, _("Skicka en fråga dit"))),
  );
}
