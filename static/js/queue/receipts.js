/** Once a day the phone asks whether the server still has what it said it has; what is missing goes again. */

import { app } from "./app.js";
import { get, write } from "./database.js";
import { acts } from "./outbox.js";
import { post } from "./transport.js";

const DAY_MS = 24 * 3600_000;
/** So long the words of a sent act are kept, to answer for it. */
const KEPT_MS = 30 * DAY_MS;
const MOST_IDS = 1000;

export async function checkReceipts() {
  const last = (await get("kv", "receipts_at")) ?? 0;
  if (Math.abs(Date.now() - last) < DAY_MS) return;
  const sent = (await acts()).filter((op) => op.state === "sent").slice(-MOST_IDS);
  const photos = sent.flatMap((op) => op.photos.filter((photo) => photo.state === "done").map((photo) => photo.id));
  if (!sent.length) return;
  const { status, data } = await post(`/sync/receipts?app=${app}`, { ops: sent.map((op) => op.id), photos: photos.slice(-MOST_IDS) });
  if (status !== 200) return;
  const missing = new Set(data.ops);
  const old = Date.now() - KEPT_MS;
  await write(["ops", "kv"], async ({ ops, kv }) => {
    for (const op of sent) {
      if (missing.has(op.id)) await ops.put({ ...op, state: "waiting" });
      else if ((op.sent_at ?? op.at) < old) await ops.delete(op.id);
    }
    await kv.put(Date.now(), "receipts_at");
  });
}
