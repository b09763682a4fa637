/** *Ångra*: gone at once while it is on the phone, withdrawn once it has left. */

import { toast } from "../capture/toast.js";
import { _ } from "../lib/messages.js";
import { takeBack } from "../queue/outbox.js";

/** @param {string} entity */
export async function takeBackPoint(entity) {
  const result = await takeBack(entity);
  if (result === "gone") toast(_("Borttagen"), _("Inget skickades."), [], "undo-2");
  else toast(_("Återtagen"), _("Punkten tas bort hos oss så snart vi nås."), [], "undo-2");
}
