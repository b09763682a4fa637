/** The way round: nearest neighbour, then 2-opt, over straight lines; an open way that ends at its last place. */

import { metresBetween } from "./place.js";

/** @typedef {import("./place.js").Place} Place */

/** Turning pieces round ends by itself; a list of hundreds ends here. */
const MOST_ROUNDS = 60;
/** Less than this is not shorter: sums of metres are not exact. */
const SHORTER_M = 1e-6;

/**
 * In which order to visit places, and how far that is. It begins at `start`, or at the first place where nobody
 * knows where the phone is. @param {Place | null} start @param {Place[]} places
 * @returns {{order: number[], metres: number}} indexes of `places`, and metres along straight lines
 */
export function route(start, places) {
  const all = start ? [start, ...places] : places;
  if (!all.length) return { order: [], metres: 0 };
  const far = all.map((from) => all.map((to) => metresBetween(from, to)));
  const path = shortened(nearest(far), far);
  const metres = path.slice(1).reduce((sum, at, index) => sum + far[path[index]][at], 0);
  return { order: start ? path.slice(1).map((at) => at - 1) : path, metres };
}

/** Always to the nearest that is left, from the first. @param {number[][]} far @returns {number[]} */
function nearest(far) {
  const path = [0];
  const left = new Set(far.keys());
  left.delete(0);
  while (left.size) {
    const here = far[/** @type {number} */ (path.at(-1))];
    const next = [...left].reduce((best, one) => (here[one] < here[best] ? one : best));
    path.push(next);
    left.delete(next);
  }
  return path;
}

/** Turn pieces round as long as that makes the way shorter; its first place stays. @param {number[]} path @param {number[][]} far */
function shortened(path, far) {
  for (let round = 0, isShorter = true; isShorter && round < MOST_ROUNDS; round++) {
    isShorter = false;
    for (let from = 1; from < path.length - 1; from++) {
      for (let to = from + 1; to < path.length; to++) {
        if (saved(path, far, from, to) <= SHORTER_M) continue;
        path.splice(from, to - from + 1, ...path.slice(from, to + 1).reverse());
        isShorter = true;
      }
    }
  }
  return path;
}

/** Metres that are saved by turning a piece round. @param {number[]} path @param {number[][]} far @param {number} from @param {number} to */
function saved(path, far, from, to) {
  const [before, first, last, after] = [path[from - 1], path[from], path[to], path[to + 1]];
  const leaving = after === undefined ? 0 : far[last][after] - far[first][after];
  return far[before][first] - far[before][last] + leaving;
}
