/** Which stop the phone is at: the one the leader named last, unless its holder chose another since. */

import { kept, write } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { tell } from "../queue/news.js";
import { addAct } from "../queue/outbox.js";

/** @typedef {import("../queue/types.js").Stop} Stop */

/** @type {{walk: string, stop: string, announced: string | null} | null} */
let chosen = null;
/** @type {string | null} */
let announced = null;

/** What was chosen before the page was opened again. */
export async function recallStop() {
  chosen = (await kept("stop")) ?? null;
  announced = (await kept("walk"))?.announced_stop ?? null;
}

/** @returns {Stop[]} in order */
export const stops = () => [...(identity().walk?.stops ?? [])].sort((one, other) => one.order - other.order);

/** @returns {Stop | null} */
export function currentStop() {
  const isMine = chosen && chosen.walk === identity().walk?.id && chosen.announced === announced;
  const id = isMine ? chosen?.stop : announced;
  return stops().find((stop) => stop.id === id) ?? stops()[0] ?? null;
}

/** @returns {Stop | null} the stop after the current one */
export const nextStop = () => stops()[stops().findIndex((stop) => stop.id === currentStop()?.id) + 1] ?? null;

/** The leader said where we are. @param {string | null | undefined} stop */
export function hearAnnounced(stop) {
  if ((stop ?? null) === announced) return;
  announced = stop ?? null;
  tell("identity");
}

/** Go to a stop by oneself. @param {Stop} stop */
export async function chooseStop(stop) {
  const walk = identity().walk?.id ?? "";
  chosen = { walk, stop: stop.id, announced };
  await write(["kv"], ({ kv }) => kv.put(chosen, "stop"));
  await addAct("stop.reached", stop.id, { walk });
  tell("identity");
}

/** The leader's *Här är vi*. @param {Stop} stop */
export async function announceStop(stop) {
  await addAct("stop.announce", stop.id, { walk: identity().walk?.id ?? "" });
  await chooseStop(stop);
}
