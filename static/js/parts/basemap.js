/** The municipality's map archive: fetched whole once, kept on the phone, opened again without coverage. */

import { el } from "../lib/dom.js";
import { language } from "../lib/messages.js";
import { flavour } from "./ground.js";

/**
 * `ground` makes a layer for Leaflet; `credit` is who made the map, as text.
 * @typedef {{L: any, ground: (isDark: boolean) => any, credit: string}} Basemap
 */

/** Not named after a release: the archive is the same in the next one. */
const CACHE = "fieldapp-map";
const ROOT = new URL("../../", import.meta.url);
const VECTOR = 1;
const CREDIT = "© OpenStreetMap";

/** @type {Map<string, Promise<Basemap>>} */
const opened = new Map();

/** @param {string} address with the archive's fingerprint @returns {Promise<Basemap | null>} null where it cannot be had now */
export async function openBasemap(address) {
  const opening = opened.get(address) ?? open(address);
  opened.set(address, opening);
  try {
    return await opening;
  } catch {
    // Without coverage now; the next map tries again.
    opened.delete(address);
    return null;
  }
}

/** Only what draws, for shapes of our own where there is no archive. @returns {Promise<Basemap>} */
export async function bareGround() {
  await drawingFiles();
  const { L } = /** @type {any} */ (window);
  return { L, ground: () => L.layerGroup(), credit: "" };
}

/** @param {string} address @returns {Promise<Basemap>} */
async function open(address) {
  const blob = await archiveOf(address);
  await drawingFiles();
  const { L, pmtiles, protomapsL } = /** @type {any} */ (window);
  const archive = new pmtiles.PMTiles(new pmtiles.FileSource(new File([blob], address)));
  const header = await archive.getHeader();
  if (header.tileType !== VECTOR) throw new Error("not vector tiles");
  const ground = (/** @type {boolean} */ isDark) => {
    const colours = flavour(isDark);
    const rules = { paintRules: protomapsL.paintRules(colours), labelRules: protomapsL.labelRules(colours, language) };
    return protomapsL.leafletLayer({ url: archive, ...rules, backgroundColor: colours.background, maxDataZoom: header.maxZoom, attribution: "" });
  };
  return { L, ground, credit: await creditOf(archive) };
}

/** @param {string} address @returns {Promise<Blob>} */
async function archiveOf(address) {
  // Over plain http and in some private windows nothing is kept: the map is there as long as the page.
  const cache = await self.caches?.open(CACHE).catch(() => undefined);
  const found = await cache?.match(address);
  if (found) return found.blob();
  // Kept once, here, and not in the browser's own store too.
  const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  await cache?.put(address, answer.clone()).catch(() => {});
  for (const old of (await cache?.keys()) ?? []) if (old.url !== answer.url) await cache?.delete(old);
  return answer.blob();
}

/** Classic scripts, in this order, and their styles; from this release. */
async function drawingFiles() {
  await Promise.all([style("vendor/leaflet/leaflet.css"), style("css/map.css"), script("vendor/leaflet/leaflet.js"), script("vendor/pmtiles.js")]);
  await script("vendor/protomaps-leaflet.js");
}

/** @param {string} name */
const script = (name) => loaded(el("script", { src: new URL(name, ROOT).href }));

/** @param {string} name */
const style = (name) => loaded(el("link", { rel: "stylesheet", href: new URL(name, ROOT).href }));

/** @type {Set<string>} */
const here = new Set();

/** @param {HTMLScriptElement | HTMLLinkElement} element @returns {Promise<void>} */
function loaded(element) {
  const name = "src" in element ? element.src : element.href;
  if (here.has(name)) return Promise.resolve();
  return new Promise((done, failed) => {
    element.addEventListener("load", () => (here.add(name), done()));
    element.addEventListener("error", () => (element.remove(), failed(new Error(name))));
    document.head.append(element);
  });
}

/** Whoever made the archive says whom to name, with links in it; only the words are shown. @param {any} archive */
async function creditOf(archive) {
  const { attribution } = (await archive.getMetadata()) ?? {};
  const words = new DOMParser().parseFromString(String(attribution ?? ""), "text/html").body.textContent?.trim();
  return words || CREDIT;
}
