/** Corners of an area: as lines of text, as GeoJSON, and as rings. A ring inside another is a hole in it. */

/** @typedef {import("../lib/metres.js").Place} Place */
/** @typedef {Place[]} Ring */

const CORNER = /^\s*(-?\d{1,3}(?:[.,]\d+)?)[\s;,]+(-?\d{1,3}(?:[.,]\d+)?)\s*$/;
/** A centimetre on the ground. */
const DECIMALS = 7;

/** One corner a line, a blank line before the next ring. @param {Ring[]} rings */
export const written = (rings) => rings.map((ring) => ring.map(({ lat, lon }) => `${plain(lat)}, ${plain(lon)}`).join("\n")).join("\n\n");

/** @param {number} degrees */
const plain = (degrees) => String(Number(degrees.toFixed(DECIMALS)));

/** What somebody wrote or pasted. @param {string} text @returns {Ring[] | null} null where it cannot be read */
export function read(text) {
  try {
    return text.trimStart().startsWith("{") ? ringsOf(geometryIn(JSON.parse(text))) : readLines(text);
  } catch {
    return null;
  }
}

/** @param {string} text */
function readLines(text) {
  /** @type {Ring[]} */
  const rings = [[]];
  for (const line of text.split("\n")) {
    const found = CORNER.exec(line);
    if (found) rings.at(-1)?.push({ lat: number(found[1]), lon: number(found[2]) });
    else if (line.trim()) return null;
    else if (rings.at(-1)?.length) rings.push([]);
  }
  return rings.filter((ring) => ring.length);
}

/** @param {string | undefined} text */
const number = (text) => Number(String(text).replace(",", "."));

/** @param {any} found @returns {any} */
function geometryIn(found) {
  if (found.type === "FeatureCollection") return geometryIn(found.features[0]);
  return found.type === "Feature" ? found.geometry : found;
}

/** @param {any} geometry a polygon or multi-polygon @returns {Ring[]} */
export function ringsOf(geometry) {
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  return parts.flat().map((/** @type {number[][]} */ ring) => ring.slice(0, -1).map(([lon, lat]) => ({ lat: Number(lat), lon: Number(lon) })));
}
