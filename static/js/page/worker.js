/** The worker that opens the page without coverage, and the change to a newer release when nothing is open. */

import { waitingDrafts } from "../capture/draft.js";
import { language } from "../lib/messages.js";
import { hear } from "../queue/news.js";
import { standing } from "../queue/standing.js";

/** The newer release is let in when nothing was fetched for as long as this. */
const CALM_MS = 700;
const TRIES = 30;
let fetchedAt = performance.now();
let touchedAt = 0;

export async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  const wasControlled = Boolean(workers.controller);
  let isNewer = false;
  // Another tab may have let the newer one in while something is open here: this page waits for its end.
  const reload = async () => isNewer && (await isIdle()) && location.reload();
  workers.addEventListener("controllerchange", () => {
    isNewer = wasControlled;
    void reload();
  });
  // Without coverage the page opens in the language that it was read in last.
  void caches.open("fieldapp-kept").then((kept) => kept.put("/language", new Response(language)), () => {});
  let registration;
  try {
    registration = await workers.register("/sw.js", { scope: "/", updateViaCache: "none" });
  } catch {
    // Private windows and full phones refuse it: the page works as long as it stays open.
    return;
  }
  const found = registration;
  new PerformanceObserver(() => (fetchedAt = performance.now())).observe({ type: "resource" });
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => (touchedAt = performance.now()), true);
  // Chromium drops the change when anything is fetched through the old worker while it goes, and asking
  // again does not help then: it is asked for in a calm moment, and not under a finger.
  let timer = 0;
  /** @param {number} triesLeft @param {number} since */
  const letIn = async (triesLeft, since) => {
    clearTimeout(timer);
    if (!found.waiting || !wasControlled || touchedAt > since || !(await isIdle())) return;
    if (!standing.isSending && performance.now() - fetchedAt > CALM_MS) found.waiting.postMessage("activate");
    else if (triesLeft) timer = setTimeout(() => void letIn(triesLeft - 1, since), CALM_MS / 2);
  };
  const change = async () => {
    await letIn(TRIES, performance.now());
    await reload();
  };
  const update = () => void found.update().then(change, () => {});
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? update() : void change()));
  document.addEventListener("close", () => void reload(), true);
  // Nobody looks, or this release cannot send any more: the newer one comes in as soon as it is whole.
  found.addEventListener("updatefound", () => {
    const coming = found.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && (document.hidden || standing.now === "too-old") && void change());
  });
  hear("status", () => standing.now === "too-old" && !standing.isSending && update());
  void change();
}

/** Nothing is being photographed, written or painted. */
const isIdle = async () => !document.querySelector("dialog[open]") && !(await waitingDrafts()).length;
