/** The worker: one whole release, all or nothing. It answers only GET, and never for sync or photos. */

/** @type {any} */
const worker = self;
/** Put before this file by the server. @type {{release: string, files: string[], later: string[], shells: string[]}} */
const { release, files, later, shells } = worker.FIELDAPP;
const CACHE = `fieldapp-${release}`;
const LANGUAGE_CACHE = "fieldapp-kept";
/** The basemap outlives releases; parts/basemap.js keeps it. */
const MAP_CACHE = "fieldapp-map";
const KNOWN = new Set(files);
/** What draws the map, kept from its first use. */
const LATER = new Set(later);
const LANGUAGES = ["sv", "fi", "en"];

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "activate") worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/sync/")) return;
  if (url.pathname === "/walk/words.json") event.respondWith(wordsFor(event, url));
  else if (event.request.mode === "navigate") {
    const app = appOf(url.pathname);
    if (app) event.respondWith(shellFor(event.request, app, url));
  } else if (KNOWN.has(url.pathname)) event.respondWith(kept(event.request, url.pathname));
  else if (LATER.has(url.pathname)) event.respondWith(keptFromNow(event.request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(keptBefore(event.request, url.pathname));
});

/** All or nothing: where one file is missing the release before stays, whole, and nothing of this one does. */
async function install() {
  try {
    await fill(await caches.open(CACHE));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Without credentials: shells hold nothing about anybody. @param {Cache} cache */
async function fill(cache) {
  // Whoever has the map keeps it through a new release.
  const map = (await caches.has(MAP_CACHE)) ? later : [];
  await cache.addAll([
    ...[...files, ...map].map((file) => new Request(file, { credentials: "omit" })),
    ...shells.map((shell) => new Request(shell, { credentials: "omit", cache: "no-store" })),
  ]);
  // A server that was changed meanwhile gives shells of another release.
  for (const shell of shells.filter((one) => !one.includes(".json"))) {
    if (!(await (await cache.match(shell))?.text())?.includes(`/${release}/`)) throw new Error(`${shell} is of another release`);
  }
}

/** Another tab may still show the release before, or the one before that: they go when yet another is in force. */
async function activate() {
  const before = (await caches.keys()).filter((name) => name.startsWith("fieldapp-") && ![CACHE, LANGUAGE_CACHE, MAP_CACHE].includes(name));
  await Promise.all(before.slice(0, -2).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {string} path @returns {"/walk" | "/crew" | null} */
function appOf(path) {
  if (path === "/walk" || path.startsWith("/walk/")) return "/walk";
  return path === "/crew" || path.startsWith("/crew/") ? "/crew" : null;
}

/** @param {Request} request @param {string} app @param {URL} url */
async function shellFor(request, app, url) {
  const found = await caches.match(`${app}?lang=${await languageOf(url)}`, { cacheName: CACHE });
  return found ?? fetch(request);
}

/** The language of the address, else the one that was shown last, else the phone's. @param {URL} url */
async function languageOf(url) {
  const asked = url.searchParams.get("lang") ?? "";
  if (LANGUAGES.includes(asked)) return asked;
  const last = await (await caches.match("/language", { cacheName: LANGUAGE_CACHE }))?.text();
  if (last && LANGUAGES.includes(last)) return last;
  return navigator.languages.map((one) => one.slice(0, 2)).find((one) => LANGUAGES.includes(one)) ?? "sv";
}

/** @param {Request} request @param {string} path */
async function kept(request, path) {
  return (await caches.match(path, { cacheName: CACHE })) ?? fetch(request);
}

/** A tab that still shows a release before: the server would give it files of this one. @param {Request} request @param {string} path */
async function keptBefore(request, path) {
  return (await caches.match(path)) ?? fetch(request);
}

/** @param {Request} request @param {string} path */
async function keptFromNow(request, path) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(path);
  if (found) return found;
  const answer = await fetch(request);
  // A full phone still shows the map.
  if (answer.ok) await cache.put(path, answer.clone()).catch(() => {});
  return answer;
}

/** What is kept at once; the municipality's newer words are there the next time. @param {any} event @param {URL} url */
async function wordsFor(event, url) {
  const cache = await caches.open(CACHE);
  const path = url.pathname + url.search;
  const found = await cache.match(path);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  });
  if (!found) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return found;
}
