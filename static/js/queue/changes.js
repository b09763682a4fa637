/** What the phone reads: the walk, its points and their answers, kept for when there is no coverage. */

import { app } from "./app.js";
import { get, isFull, write } from "./database.js";
import { tell } from "./news.js";
import { ask } from "./transport.js";

const MOST_PAGES = 50;

/** Bring the reading store up to the server's day. */
export async function pull() {
  let cursor = await get("kv", "cursor");
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { status, data } = await ask(`/sync/changes?app=${app}&cursor=${encodeURIComponent(cursor ?? "")}`);
    if (status !== 200) return;
    const found = [
      ...data.observations.map((/** @type {any} */ one) => ({ ...one, is: "observation" })),
      ...data.tickets.map((/** @type {any} */ one) => ({ ...one, is: "ticket" })),
    ];
    try {
      await write(["reading", "kv"], async ({ reading, kv }) => {
        for (const one of found) await reading.put(one);
        for (const id of data.gone) await reading.delete(id);
        if (data.walk) await kv.put(data.walk, "walk");
        if (data.thanks) await kv.put(data.thanks, "thanks");
        await kv.put(data.cursor, "cursor");
      });
    } catch (error) {
      // A full phone reads what it has; what people made goes out all the same.
      if (isFull(error)) return;
      throw error;
    }
    if (found.length || data.gone.length || data.cursor !== cursor) tell("reading");
    if (data.cursor === cursor || !(found.length || data.gone.length)) return;
    cursor = data.cursor;
  }
}
