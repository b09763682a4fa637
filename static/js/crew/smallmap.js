/** A small map of one ticket, where the municipality has a base map; nobody needs it to find the way. */

/** @typedef {import("./tickets.js").Ticket} Ticket */

/** @param {HTMLElement} holder @param {Ticket} ticket */
export async function showMap(holder, ticket) {
  if (ticket.lat === null || ticket.lon === null) return;
  holder.hidden = true;
}
