/** The worker that opens the page without coverage, and the change to a newer release when nothing is open. */

import { waitingDrafts } from "../capture/draft.js";
import { language } from "../lib/messages.js";

export async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  const wasControlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => wasControlled && location.reload());
  // Without coverage the page opens in the language that it was read in last.
  void caches.open("fieldapp-kept").then((kept) => kept.put("/language", new Response(language)), () => {});
  let registration;
  try {
    registration = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  } catch {
    // Private windows and full phones refuse it: the page works as long as it stays open.
    return;
  }
  const found = registration;
  const change = async () => {
    if (found.waiting && wasControlled && (await isIdle())) found.waiting.postMessage("activate");
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") found.update().then(change, () => {});
    else void change();
  });
  void change();
}

/** Nothing is being photographed, written or painted. */
const isIdle = async () => !document.querySelector("dialog[open]") && !(await waitingDrafts()).length;
