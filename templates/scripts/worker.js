// The judge's worker: gives back kept pages and files where there is no network. It only ever serves what its owner
// fetched, takes everything away as soon as a page shows that somebody else is signed in, and after a sign-in serves nothing
// until a page has shown who it was.
import { assets, copyOf, dated, instead, locked, ours, ownerOf, placeOf, readerOf, wipe } from "./kept.js";

const patience = 6000; // ms that a page may take while there is a kept one

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || request.cache === "no-store") return;
  if (/^(\/judge)?\/assets\//.test(pathname)) return event.respondWith(asset(request));
  if (/^\/judge(\/|$)/.test(pathname) && !pathname.endsWith("/offline")) event.respondWith(own(event));
});

// asset never changes under its name.
async function asset(request) {
  const kept = await caches.match(request.url, { cacheName: assets });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && ours(await caches.keys()).length) {
    const copy = answer.clone();
    const store = await caches.open(assets);
    await store.put(request.url, copy).catch(() => {});
  }
  return answer;
}

// own asks the server first; what is kept is for when it does not answer.
async function own(event) {
  const { request } = event;
  const names = await caches.keys();
  const name = ours(names)[0];
  if (!name) return fetch(request);
  const store = await caches.open(name);
  const shut = names.includes(locked);
  const kept = shut ? undefined : await find(store, request);
  const answering = fetch(request);
  try {
    const answer = await (kept ? Promise.race([answering, late()]) : answering);
    if (kept && [502, 503, 504].includes(answer.status)) return kept;
    if (request.mode === "navigate") event.waitUntil(renew(name, store, request, answer.clone()));
    return answer;
  } catch {
    answering.catch(() => {});
    if (kept) return kept;
    const other = !shut && request.mode === "navigate" && (await show(store, instead(placeOf(request.url))));
    return other || Response.error();
  }
}

const late = () => new Promise((_, failed) => setTimeout(failed, patience, new Error("late")));

// find is the kept copy of what is asked for.
async function find(store, request) {
  const place = placeOf(request.url);
  return request.mode === "navigate" ? show(store, place) : store.match(place);
}

async function show(store, place) {
  const kept = await store.match(place);
  if (!kept?.headers.get("content-type")?.startsWith("text/html")) return kept;
  return copyOf(kept, dated(await kept.text(), kept.headers.get("date")));
}

// renew keeps a fresh page in the place of an older one. A page of somebody else ends the store.
async function renew(name, store, request, answer) {
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const html = await answer.text();
  const reader = readerOf(html);
  if (reader && reader !== ownerOf(name)) await wipe(reader);
  if (reader) await caches.delete(locked);
  if (reader !== ownerOf(name)) return;
  const place = placeOf(request.url);
  const sent = /^(\/judge\/sheets\/[^/]+)\/receipt$/.exec(place); // the kept sheet can be written in no more
  if (answer.ok && sent && (await store.match(sent[1]))) {
    const sheet = await fetch(sent[1]).catch(() => undefined);
    if (sheet?.ok) await renew(name, store, { url: location.origin + sent[1] }, sheet);
  }
  if (!answer.ok || request.url !== location.origin + place || !(await store.match(place))) return;
  await store.put(place, copyOf(answer, html)).catch(() => {});
}
