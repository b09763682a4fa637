/** What each line of the status means and what to do about it: read only when somebody asks. */

import { _ } from "../lib/messages.js";

/** @type {Record<string, () => string>} */
const WHYS = {
  insecure: () => _("Telefonen ger bara sitt läge på en säker sida (https). Punkten sparas ändå, med stoppet som plats."),
  denied: () => _("Slå på plats för den här sidan i webbläsarens inställningar. Punkten sparas ändå, med stoppet som plats."),
  good: () => _("Läget är tillräckligt bra."),
  fair: () => _("Läget blir ofta bättre om du står stilla en stund."),
  coarse: () => _("Läget är grovt. Flytta platsen efteråt, eller slå på exakt plats i telefonen."),
  useless: () => _("Telefonens läge är för grovt för att användas. Slå på exakt plats. Punkten sparas ändå, med stoppet som plats."),
  nowhere: () => _("Telefonen hittar inte sitt läge. Punkten sparas ändå, med stoppet som plats."),
  seeking: () => _("Du behöver inte vänta. Läget läggs till inom 20 sekunder."),

  attention: () => _("Öppna Mina och se vad som saknas. Inget är förlorat."),
  sent: () => _("Vi har alla dina punkter."),
  offline: () => _("Punkterna ligger sparade i telefonen och skickas av sig själva när det finns täckning."),
  elsewhere: () => _("Nätet svarar med en egen sida. Logga in på nätet, eller stäng av wifi. Punkterna ligger sparade i telefonen."),
  server: () => _("Nätet fungerar, men vår server hinner inte just nu. Punkterna ligger sparade i telefonen och skickas av sig själva."),
  old: () => _("Det har gått mer än ett dygn. Öppna sidan där det finns täckning, eller spara punkterna som en fil i menyn, under Vad sparas i din telefon."),
  "signed-out": () => _("Gå med i vandringen igen med koden, så skickas punkterna. De ligger sparade i telefonen."),
  "too-old": () => _("Sidan är för gammal för att skicka. Ladda om den när du har täckning. Punkterna ligger sparade i telefonen."),
  held: () => _("Bilder väntar en halv minut, så att du hinner måla över eller ångra."),
  sending: () => _("Du kan fortsätta under tiden. Avbryts det, fortsätter bilden där den var."),
  going: () => _("Punkterna är på väg."),
};

/** @param {string} why @returns {string} */
export const whyOf = (why) => WHYS[why]?.() ?? "";
