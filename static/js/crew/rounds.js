/** Two more orders of the list, loaded when they are asked for: along the way round, and what is of the same kind. */

import { byPlace, byUrgency } from "./order.js";
import { place } from "./place.js";
import { dayOf, daysBetween } from "./when.js";
import { route } from "./route.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("./order.js").Group} Group */

/** The way that is being driven: it stays until work is done or comes, not at every turn of the wheel. */
let held = { key: "", ids: /** @type {string[]} */ ([]), metres: 0 };

/** Begin from where the phone is now. */
export const startAgain = () => void (held = { key: "", ids: [], metres: 0 });

/** What was promised for later is driven to when its week has come, or somebody gave it to this phone. */
const SOON_DAYS = 7;

/** @param {Ticket} one */
const isDriven = (one) => one.shown !== "planned" || one.mine || (one.due_on !== null && daysBetween(dayOf(new Date()), one.due_on) <= SOON_DAYS);

/** What has a place, in the order of the way; what has none below. @param {Ticket[]} open @returns {Group[]} */
export function byRoute(open) {
  const now = open.filter(isDriven).sort(byUrgency);
  const placed = now.filter((one) => one.lat !== null && one.lon !== null);
  const key = JSON.stringify([Boolean(place.here), placed.map((one) => one.id).sort()]);
  if (held.key !== key) {
    const { order, metres } = route(place.here, placed.map(({ lat, lon }) => ({ lat: Number(lat), lon: Number(lon) })));
    held = { key, ids: order.map((at) => placed[at].id), metres };
  }
  const byId = new Map(placed.map((one) => [one.id, one]));
  const tickets = held.ids.flatMap((id) => byId.get(id) ?? []);
  const nowhere = now.filter((one) => !placed.includes(one)).sort(byPlace);
  return [
    { heading: "route", tickets, metres: held.metres },
    { heading: "nowhere", tickets: nowhere },
  ];
}

/** Many of a kind first: one van, one tool; what is alone of its kind comes last. @param {Ticket[]} open @returns {Group[]} */
export function byKind(open) {
  /** @type {Map<string, Ticket[]>} */
  const kinds = new Map();
  for (const one of open) {
    const kind = one.subcategory ?? one.category;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const several = [...kinds].filter(([, tickets]) => tickets.length > 1);
  const alone = [...kinds].filter(([, tickets]) => tickets.length === 1).flatMap(([, tickets]) => tickets);
  return [
    ...several
      .map(([kind, tickets]) => ({ heading: /** @type {const} */ ("kind"), kind, tickets: tickets.sort(byUrgency) }))
      .sort((a, b) => b.tickets.length - a.tickets.length || byPlace(a.tickets[0], b.tickets[0])),
    { heading: "alone", tickets: alone.sort(byUrgency) },
  ];
}
