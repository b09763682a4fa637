/** Somebody signs out while work is unsent: it is sent first, or stays on the phone; it is never wiped. */

import { acts, change } from "./outbox.js";
import { identity } from "./identity.js";
import { hear } from "./news.js";
import { kick } from "./pump.js";
import { standing } from "./standing.js";
import { summary } from "./states.js";

/** What of mine is not on the server. */
export async function unsent() {
  const { acts: count, photos, oldestAt } = await summary();
  return { acts: count, photos, oldestAt };
}

/**
 * Send everything of mine now, also what waits for its *Ångra*.
 * @param {number} [timeoutMs] @returns {Promise<"sent" | "paused" | "unreachable" | "late">}
 */
export async function sendNow(timeoutMs = 60_000) {
  await endHolds();
  const over = new AbortController();
  const ended = new Promise((/** @type {(how: "sent" | "paused" | "unreachable" | "late") => void} */ done) => {
    const timer = setTimeout(() => done("late"), timeoutMs);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    const look = async () => {
      const left = await unsent();
      if (!left.acts && !left.photos) return done("sent");
      if (!standing.isSending && standing.now !== "ok") done(standing.now === "unreachable" ? "unreachable" : "paused");
    };
    hear("status", look, over.signal);
    kick();
    void unsent().then((left) => !left.acts && !left.photos && done("sent"));
  });
  return ended.finally(() => over.abort());
}

/** What may still be changed leaves as it is. */
async function endHolds() {
  const { finishPhotos } = await import("../capture/photo.js");
  await finishPhotos();
  for (const op of await acts()) {
    if (op.actor !== identity().actor?.id || (op.state !== "waiting" && !op.photos.some((photo) => photo.state === "ready"))) continue;
    await change(op.id, (now) => {
      if (now.state === "waiting" && !now.tried) now.settles_at = 0;
      for (const photo of now.photos) photo.leaves_at = 0;
    });
  }
}
