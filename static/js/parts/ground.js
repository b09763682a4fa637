/** The colours of the map's ground: the tokens' own, so that pin, ring and names stay legible by day and night. */

/** @typedef {"ground" | "place" | "green" | "water" | "building" | "road" | "casing" | "rail" | "label" | "halo"} Part */

/** @type {Record<Part, string>} */
const DAY = {
  ...{ ground: "#e4e8ed", place: "#dde2e9", green: "#c9e3d0", water: "#a9d5e6", building: "#ccd3dd" },
  ...{ road: "#ffffff", casing: "#a9b4c4", rail: "#6e7d95", label: "#14213a", halo: "#ffffff" },
};
/** @type {Record<Part, string>} */
const NIGHT = {
  ...{ ground: "#172338", place: "#1c2b43", green: "#1b3a30", water: "#14404f", building: "#2b3b57" },
  ...{ road: "#586d92", casing: "#0c1420", rail: "#7386a3", label: "#f2f5fa", halo: "#0c1420" },
};

/** What the basemap's own names for colours mean here; the first that fits. @type {[RegExp, Part][]} */
const MEANING = [
  [/_halo$/, "halo"],
  [/_label/, "label"],
  [/_casing/, "casing"],
  [/^(park|wood|scrub|zoo)/, "green"],
  [/^water/, "water"],
  [/^buildings/, "building"],
  [/^(railway|boundaries)/, "rail"],
  [/^(tunnel|bridges|other|minor|link|major|highway|runway|pier)/, "road"],
  [/^(earth|background)/, "ground"],
];

/** A flavour as the drawing library reads it: a colour for whatever name it asks. @param {boolean} isDark @returns {any} */
export function flavour(isDark) {
  const colours = isDark ? NIGHT : DAY;
  /** @param {string} name */
  const colour = (name) => colours[MEANING.find(([pattern]) => pattern.test(name))?.[1] ?? "place"];
  // Without symbols for shops and stops: names and roads are what a place is found by.
  return new Proxy({}, { get: (_target, name) => (name === "pois" ? undefined : colour(String(name))) });
}
