/** Weeks and times of the year to promise, and how near a day is; days are written 2026-10-06. */

const DAY_MS = 24 * 3600_000;

/** @param {Date} date @returns {string} the day on this phone's calendar */
export function dayOf(date) {
  const part = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/** Whole days from one day to another; negative when it lies behind. @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);

/** The week of ISO 8601 that a day lies in. @param {string} day @returns {string} 2026-W41 */
export function weekOf(day) {
  const date = new Date(`${day}T00:00Z`);
  // A week belongs to the year of its Thursday.
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((date.getTime() - first) / DAY_MS + 1) / 7);
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** @param {string} day @param {number} weeks @returns {string} the week that lies so many weeks ahead */
export const weekAhead = (day, weeks) => weekOf(dayAfter(day, 7 * weeks));

/** @param {string} day @param {number} days */
const dayAfter = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const QUARTERS = ["winter", "spring", "summer", "autumn"];

/** The times of the year that follow this one; winter is named by the year in which it ends.
 * @param {string} day @param {number} count @returns {string[]} 2027-spring … */
export function quartersAhead(day, count) {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) + (month === 12 ? 1 : 0);
  const now = Math.floor((month % 12) / 3);
  return Array.from({ length: count }, (_, index) => {
    const at = now + index + 1;
    return `${year + Math.floor(at / 4)}-${QUARTERS[at % 4]}`;
  });
}
