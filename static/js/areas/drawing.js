/** What is drawn: rings, the chosen corner, and every step back. It knows nothing of any map. */

import { written } from "./corners.js";

/** @typedef {import("../lib/metres.js").Place} Place */
/** @typedef {import("./corners.js").Ring} Ring */
/** @typedef {{ring: number, corner: number}} Chosen */

const STEPS_MAX = 100;

export class Drawing {
  /** @param {Ring[]} rings @param {(drawing: Drawing) => void} changed */
  constructor(rings, changed) {
    this.rings = rings;
    this.changed = changed;
    /** @type {Chosen | null} */
    this.chosen = null;
    /** The ring that is being drawn, a corner with each tap. @type {number | null} */
    this.growing = null;
    /** @type {string[]} */
    this.before = [];
  }

  get text() {
    return written(this.rings.filter((_ring, at) => at !== this.growing || this.rings[at].length > 2));
  }

  /** Keep what is there now, to come back to. */
  remember() {
    this.before.push(JSON.stringify([this.rings, this.growing]));
    if (this.before.length > STEPS_MAX) this.before.shift();
  }

  undo() {
    const last = this.before.pop();
    if (!last) return;
    [this.rings, this.growing] = JSON.parse(last);
    this.chosen = null;
    this.changed(this);
  }

  /** Other rings at once, as from the text. @param {Ring[]} rings */
  replace(rings) {
    this.remember();
    [this.rings, this.growing, this.chosen] = [rings, null, null];
    this.changed(this);
  }

  begin() {
    this.remember();
    this.growing = this.rings.push([]) - 1;
    this.chosen = null;
    this.changed(this);
  }

  /** @param {Place} place */
  grow(place) {
    if (this.growing === null) return;
    this.remember();
    const corner = this.rings[this.growing].push(place) - 1;
    this.chosen = { ring: this.growing, corner };
    this.changed(this);
  }

  /** A surface has three corners at least: what has fewer was none. */
  finish() {
    if (this.growing === null) return;
    if (this.rings[this.growing].length < 3) this.rings.splice(this.growing, 1), (this.chosen = null);
    this.growing = null;
    this.changed(this);
  }

  /** @param {Chosen} chosen */
  choose(chosen) {
    this.chosen = chosen;
    this.changed(this);
  }

  /** The next corner of the ring, or the one before with -1; over the last into the next ring. @param {number} by */
  step(by) {
    const all = this.rings.flatMap((ring, at) => ring.map((_place, corner) => ({ ring: at, corner })));
    if (!all.length) return;
    const here = all.findIndex((one) => one.ring === this.chosen?.ring && one.corner === this.chosen.corner);
    this.choose(all[(here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by + all.length) % all.length]);
  }

  /** While a finger holds it: `remember` came first. @param {Chosen} at @param {Place} place */
  move({ ring, corner }, place) {
    this.rings[ring][corner] = place;
  }

  /** A corner between this one and the next. @param {Chosen} at @param {Place} place @returns {Chosen} */
  insert({ ring, corner }, place) {
    this.rings[ring].splice(corner + 1, 0, place);
    this.chosen = { ring, corner: corner + 1 };
    return this.chosen;
  }

  /** The middle between a corner and the next. @param {Chosen} at @returns {Place} */
  between({ ring, corner }) {
    const corners = this.rings[ring];
    const [one, other] = [corners[corner], corners[(corner + 1) % corners.length]];
    return { lat: (one.lat + other.lat) / 2, lon: (one.lon + other.lon) / 2 };
  }

  removeCorner() {
    if (!this.chosen) return;
    this.remember();
    const { ring, corner } = this.chosen;
    this.rings[ring].splice(corner, 1);
    if (this.rings[ring].length < 3 && ring !== this.growing) this.rings.splice(ring, 1), (this.chosen = null);
    else this.chosen = this.rings[ring].length ? { ring, corner: Math.max(0, corner - 1) } : null;
    this.changed(this);
  }

  removeRing() {
    if (!this.chosen) return;
    this.remember();
    this.rings.splice(this.chosen.ring, 1);
    [this.chosen, this.growing] = [null, null];
    this.changed(this);
  }
}
