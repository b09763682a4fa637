/** The capture app: what the phone knows is on the screen at once, the server's word comes when it comes. */

import { dropUnclicked, save } from "../capture/draft.js";
import { finishPhotos } from "../capture/photo.js";
import { ownPoints } from "../capture/points.js";
import { positions, watchPosition } from "../capture/position.js";
import { showPrompt } from "../capture/prompts.js";
import { startSettling } from "../capture/settle.js";
import { counts, OLD_MS, placeLine, queueLine } from "../capture/status.js";
import { currentStop, hearAnnounced, recallStop, stops } from "../capture/stops.js";
import { showAll, showTiles } from "../capture/tiles.js";
import { toast } from "../capture/toast.js";
import { showDrafts } from "../capture/waiting.js";
import { nameOf, words } from "../capture/words.js";
import { byId, el, fill } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { all, get } from "../queue/database.js";
import { hello, identity, recall } from "../queue/identity.js";
import { hear } from "../queue/news.js";
import { startPump } from "../queue/pump.js";
import { checkBrowser, checkWalk, notice } from "./hazards.js";
import { startWorker } from "./worker.js";

/** @typedef {"logga" | "mina" | "alla" | "trygghet"} Tab */
/** @type {Tab[]} */
const TABS = ["logga", "mina", "alla", "trygghet"];
/** What draws each tab but the first; fetched when it is opened. @type {Record<string, () => Promise<{show: (place: HTMLElement) => Promise<void>}>>} */
const DRAWN = {
  mina: () => import("./mine.js"),
  alla: () => import("./all.js"),
  trygghet: () => import("./safety.js"),
};

const troubles = () => import("./troubles.js");
let isOld = false;

/** @type {Tab} */
let shown = "logga";
/** The tab that the address names; another hash (the link past the header) changes nothing. @returns {Tab} */
const currentTab = () => (shown = TABS.find((tab) => `#${tab}` === location.hash) ?? shown);

/** @type {import("../capture/tiles.js").Doing} */
const doing = {
  async taken(draft, file) {
    try {
      const point = await save(draft, file, words.hold_s * 1000);
      notice("unreadable", null);
      showAll(false);
      sayStored(point);
    } catch (error) {
      (await troubles()).sayWhyNot(error);
    } finally {
      await showDrafts(doing);
    }
  },
  left: () => void showDrafts(doing),
};

/** @param {{entity: string, accuracy: number | null, category: string}} point */
function sayStored({ entity, accuracy, category }) {
  const place = accuracy === null ? _("Utan läge") : `±${Math.max(1, Math.round(accuracy))}\u00a0m`;
  const undo = async () => (await import("./undo.js")).takeBackPoint(entity);
  const more = async () => (await import("../capture/after.js")).openAfter(entity);
  toast(_("Sparad · {name}", { name: nameOf(category) }), place, [
    { words: _("Ångra"), act: undo },
    { words: _("Mer"), act: more },
  ]);
}

async function showTop() {
  const walk = identity().walk;
  const tab = currentTab();
  const place = walk?.place || walk?.name || _("Trygghetsvandring");
  const stop = currentStop();
  const count = stops().length;
  const titles = {
    logga: stop ? _("{walk} · stopp {number} av {count}", { walk: place, number: stops().indexOf(stop) + 1, count }) : place,
    mina: _("Mina punkter · {walk}", { walk: place }),
    alla: _("Alla punkter · {walk}", { walk: place }),
    trygghet: stop ? _("{walk} · stopp {number} av {count}", { walk: place, number: stops().indexOf(stop) + 1, count }) : place,
  };
  fill(byId("title"), titles[tab]);
  document.title = titles[tab];
  fill(byId("place"), stop?.name ?? place);
  byId("where").hidden = !walk || tab !== "logga";
  checkWalk(walk?.state);
  showPrompt();
}

async function showStatus() {
  const waiting = await counts();
  fill(byId("status"), ...[placeLine(waiting.waiting + waiting.attention > 0), queueLine(waiting)].map((line) => el("span", { class: `line ${line.tone}` }, icon(line.icon), el("span", {}, line.words))), el("span", { class: "unseen" }, _("Mer om läget och sändningen")));
  const mine = (await ownPoints()).filter((point) => !point.isGone).map((point) => point.id);
  const told = (await all("reading")).filter((one) => one.is === "observation" && one.state !== "withdrawn");
  const everybody = new Set([...told.map((one) => one.id), ...mine]);
  for (const [index, count] of [mine.length, everybody.size].entries()) {
    fill(document.querySelectorAll("#tabs b")[index], count || "");
    fill(document.querySelectorAll("#tabs small")[index], count ? ngettext("punkt", "punkter", count) : "");
  }
  const wasOld = isOld;
  isOld = waiting.since > 0 && Date.now() - waiting.since > OLD_MS;
  if (isOld || wasOld) (await troubles()).warnOld(isOld ? waiting.since : 0, waiting.waiting);
}

async function showTab() {
  const tab = currentTab();
  const isIn = Boolean(identity().walk);
  for (const link of document.querySelectorAll("#tabs a")) {
    if (link.getAttribute("href") === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const section of document.querySelectorAll("[data-tab]")) {
    const place = /** @type {HTMLElement} */ (section);
    place.hidden = !isIn || place.dataset.tab !== tab;
    if (!place.hidden && DRAWN[tab]) await (await DRAWN[tab]()).show(place);
  }
  byId("tabs").hidden = !isIn;
  byId("outside").hidden = isIn || !byId("opening").hidden;
}

/** What is asked for while it is drawn is drawn once more afterwards, not meanwhile. @param {() => Promise<void>} draw */
function inTurn(draw) {
  let isDrawing = false;
  let isAsked = false;
  return async () => {
    isAsked = true;
    if (isDrawing) return;
    isDrawing = true;
    try {
      while (isAsked) {
        isAsked = false;
        await draw();
      }
    } finally {
      isDrawing = false;
    }
  };
}

const redraw = inTurn(async () => {
  await showTop();
  await showStatus();
  await showTab();
});

async function start() {
  const canKeep = await checkBrowser();
  if (!canKeep) return void (byId("opening").hidden = true);
  // What the phone remembers may tell already that its clock is wrong.
  hear("health", async () => (await troubles()).showHealth());
  await recall();
  await recallStop();
  await dropUnclicked();
  await showTiles(doing);
  await showDrafts(doing);
  byId("opening").hidden = Boolean(identity().walk);
  await redraw();
  for (const subject of /** @type {const} */ (["queue", "status", "reading", "identity"])) hear(subject, redraw);
  hear("reading", async () => hearAnnounced((await get("kv", "walk"))?.announced_stop));
  positions.addEventListener("change", redraw);
  addEventListener("hashchange", async () => {
    if (!TABS.some((tab) => `#${tab}` === location.hash)) return;
    await redraw();
    scrollTo(0, 0);
    byId("title").focus({ preventScroll: true });
  });
  byId("menu-button").addEventListener("click", async () => (await import("./menu.js")).openMenu());
  byId("status").addEventListener("click", async () => (await import("./details.js")).openDetails());
  watchPosition();
  startSettling();
  void finishPhotos();
  if (!identity().walk) await firstHello();
  startPump();
  await startWorker();
  if ("wakeLock" in navigator) (await import("./awake.js")).stayAwake();
}

/** A phone that opens the page for the first time is in no walk until the server says so. */
async function firstHello() {
  try {
    await hello();
  } catch {
    notice("first", _("Vi når inte servern just nu. Vänta på täckning och ladda om sidan."));
  }
  byId("opening").hidden = true;
  await redraw();
}

await start();
