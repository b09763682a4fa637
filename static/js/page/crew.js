/** Starts the crew's page: the list or one ticket, by the address, drawn again when something has changed. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { finishPhotos } from "../capture/photo.js";
import { identity, recall, seen } from "../queue/identity.js";
import { hear } from "../queue/news.js";
import { kick, standing, startPump } from "../queue/pump.js";
import { stateOf } from "../queue/states.js";
import { keepFetched, whatCame } from "../crew/fetched.js";
import { chosenOrder, list, recallOrder } from "../crew/list.js";
import { isFinished, isForToday } from "../crew/order.js";
import { followIfAllowed, place } from "../crew/place.js";
import { ask } from "../crew/sheets.js";
import { words } from "../crew/sentences.js";
import { showStatus } from "../crew/status.js";
import { acted, camera } from "../crew/ticketacts.js";
import { ticketPage, updateDistance } from "../crew/ticketpage.js";
import { tickets } from "../crew/tickets.js";
import { draftOf } from "../crew/acts.js";
import { get } from "../queue/database.js";
import { dayOf } from "../crew/when.js";
import { startWorker } from "./worker.js";

/** @typedef {import("../crew/tickets.js").Ticket} Ticket */

const main = byId("main");
const heading = byId("heading");
const UUID = /^\/crew\/([0-9a-f-]{36})\/?$/i;
let drawn = "";
let listAt = 0;
/** What is on the screen: a ticket, or the list. @type {string | null} */
let shown = null;
let timer = 0;
let hasTried = false;

/** Several changes close together are drawn once, and one drawing never overtakes another. */
function redraw() {
  clearTimeout(timer);
  timer = setTimeout(draw, 40);
}

/** @type {Promise<void>} */
let turn = Promise.resolve();
const draw = () => (turn = turn.then(drawNow, drawNow));

/** The ticket that the address names; none on the list. */
const wanted = () => UUID.exec(location.pathname)?.[1]?.toLowerCase() ?? null;

async function drawNow() {
  const all = await tickets();
  const id = wanted();
  const count = all.filter((one) => !isFinished(one)).length;
  await showStatus(count, id === null);
  if (camera.isOpen) return;
  const found = all.find((one) => one.id === id) ?? null;
  const now = JSON.stringify([id, id ? [found, await get("drafts", draftOf(id)), await whatCame()] : [all, chosenOrder(), place.here, place.knowledge, await whatCame()], standing.now, found?.own.map((op) => stateOf(op).state), seen.isStranger]);
  if (now === drawn) return;
  drawn = now;
  shown = id;
  byId("back").hidden = id === null;
  byId("menu-button").hidden = id !== null;
  if (id !== null) await drawTicket(found);
  else await drawList(all);
}

/** @param {Ticket[]} all */
async function drawList(all) {
  const today = all.filter((one) => isForToday(one, dayOf(new Date()))).length;
  const owner = all[0]?.owner || _("Mina ärenden");
  heading.textContent = today ? _("{owner} · i dag {count}", { owner, count: today }) : owner;
  document.title = owner;
  const { at } = await whatCame();
  const isEmpty = !all.length && (at === null || !identity().actor || seen.isStranger);
  await put(isEmpty ? [opening()] : [...(await list(all, redraw)).children]);
}

/** @param {Ticket | null} found */
async function drawTicket(found) {
  heading.textContent = found ? _("Ärende {number}", { number: found.number.replaceAll("-", "\u2011") }) : _("Ärende");
  document.title = found ? `${found.title} · ${heading.textContent}` : heading.textContent;
  if (found) return put([...(await ticketPage(found)).children]);
  return put([(await whatCame()).at === null ? opening() : el("p", { class: "crew-note" }, _("Ärendet finns inte i din lista. Det kan vara klart, eller någon annans."))]);
}

/** Why there is nothing to show yet. */
function opening() {
  if (seen.isStranger) return signedOut(_("Den här sidan är för dem som åtgärdar. Logga in som utförare för att se ärenden."));
  if (standing.now === "signed-out" || (hasTried && standing.now === "ok" && !identity().actor)) return signedOut();
  if (standing.now === "unreachable") {
    return el("p", { class: "crew-note" }, _("Ingen täckning. Listan hämtas så snart telefonen når nätet, och sedan finns den kvar hela dagen."));
  }
  return el("p", { class: "crew-note muted" }, _("Hämtar dina ärenden …"));
}

/** @param {string} [why] */
function signedOut(why = _("Be arbetsledaren visa en QR-kod för telefonen, eller logga in. Sedan finns ärendena här, även utan täckning.")) {
  const next = encodeURIComponent(location.pathname);
  return el(
    "div",
    { class: "crew-note" },
    el("p", {}, why),
    el("a", { class: "button button-main button-wide crew-button", href: `/sign-in?next=${next}` }, _("Logga in")),
  );
}

/** Put elements in place without moving whoever reads: the same link or button keeps the focus. @param {Node[]} nodes */
async function put(nodes) {
  const held = document.activeElement;
  const same = held && main.contains(held) ? selectorOf(held) : null;
  const at = scrollY;
  fill(main, ...nodes);
  scrollTo(0, at);
  if (same) /** @type {HTMLElement | null} */ (main.querySelector(same))?.focus({ preventScroll: true });
}

/** @param {Element} held */
function selectorOf(held) {
  for (const name of ["href", "data-order", "data-act", "data-part"]) {
    const value = held.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return held.tagName === "INPUT" ? 'input[type="file"]' : null;
}

/** @param {string} path @param {boolean} isBack */
async function show(path, isBack) {
  if (shown === null) listAt = scrollY;
  if (path !== location.pathname) history.pushState(null, "", path);
  await draw();
  scrollTo(0, isBack ? listAt : 0);
  (/** @type {HTMLElement | null} */ (main.querySelector("h2[tabindex]")) ?? heading).focus({ preventScroll: true });
}

/** Links between the list and its tickets need no server. */
function followLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.origin !== location.origin || !/^\/crew(\/|$)/.test(link.pathname)) return;
    event.preventDefault();
    void show(link.pathname, link.pathname === "/crew");
  });
  addEventListener("popstate", () => void show(location.pathname, wanted() === null));
}

/** The worker opens the page in the language that was chosen last, the server keeps it. @param {string} language */
async function choose(language) {
  const address = `/crew?lang=${language}&keep=1`;
  try {
    await (await caches.open("fieldapp-kept")).put("/language", new Response(language));
    await fetch(address, { credentials: "same-origin" });
  } catch {
    // Without coverage the phone remembers it alone.
  }
  location.assign(address);
}

/** The menu: what is needed seldom. */
function openMenu() {
  void ask("menu", (sheet) => {
    const dialog = /** @type {HTMLDialogElement} */ (sheet.root);
    sheet.part("fetch").onclick = () => (dialog.close(""), kick());
    sheet.part("sign-out").onclick = async () => (dialog.close(""), (await import("../crew/leaving.js")).signOut());
    sheet.part("print").onclick = () => (dialog.close(""), print());
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (dialog.querySelectorAll("[data-language]"))) {
      button.onclick = () => void choose(button.dataset.language ?? "sv");
    }
  });
}

async function start() {
  history.scrollRestoration = "manual";
  hear("health", async () => (await import("./troubles.js")).showHealth());
  await recall();
  await recallOrder();
  keepFetched(redraw);
  for (const subject of /** @type {const} */ (["queue", "status", "reading", "identity"])) hear(subject, redraw);
  hear("status", () => void (hasTried ||= !standing.isSending));
  acted.addEventListener("stored", () => void show("/crew", true));
  acted.addEventListener("cancelled", redraw);
  byId("menu-button").addEventListener("click", openMenu);
  followLinks();
  await draw();
  startPump();
  void startWorker();
  void finishPhotos();
  void followIfAllowed(moved);
  if (words.basemap) void (await import("../crew/ticketmap.js")).keepMap(words.basemap);
}

/** The list is ordered anew; a ticket's page only says the new distance. */
function moved() {
  const id = wanted();
  if (id === null) redraw();
  else void tickets().then((all) => all.filter((one) => one.id === id).forEach((one) => updateDistance(main, one)));
}

void start();
