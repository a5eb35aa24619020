// Getting ready for a day without network: the judge's pages, photos, papers and scripts onto the device.
import { assets, card, copyOf, ours, ownerOf, packOf, readerOf, wipe } from "./kept.js";
import { drafts, drop, person, waits } from "./outbox.js";
import { read, remove, write } from "./shelf.js";

const page = 20000; // bytes that a page is taken to weigh, for the bar
const lanes = 3; // fetched at a time
const margin = 20 << 20; // bytes to leave free

// able reports whether this browser can keep pages; without https only localhost can.
export const able = () => "caches" in globalThis && "serviceWorker" in navigator;

// packed is what the device has of an edition, or null.
export function packed(slug) {
  const info = read(`pack ${person()}`);
  return info?.slug === slug && able() ? info : null;
}

// unpack takes the kept pages and files off the device, and what is known of sheets that were sent; marks that wait stay.
export async function unpack() {
  remove(`pack ${person()}`);
  for (const draft of drafts(person())) if (!waits(draft)) drop(draft);
  await wipe();
  await globalThis.caches?.delete(assets);
}

// prepare fetches all of an edition; told hears how far it is. It throws Error("room") when the device has no room.
export async function prepare(slug, told, signal) {
  const list = await ask(`/judge/${slug}/offline`);
  const room = await navigator.storage?.estimate?.();
  if (room?.quota && room.quota - room.usage < list.bytes + margin) throw new Error("room");
  await navigator.storage?.persist?.();
  await navigator.serviceWorker.register("/judge-worker.js", { scope: "/judge" });
  await navigator.serviceWorker.ready;
  await wipe(list.user);
  const name = packOf(list.user, list.generation);
  const store = await caches.open(name);
  const all = [
    ...list.assets.map((url) => ({ url, run: () => fetchAsset(url) })),
    ...list.pages.map((url) => ({ url, bytes: page, run: () => fetchPage(store, url, list.user) })),
    ...list.files.map((file) => ({ ...file, run: () => fetchFile(store, file) })),
  ];
  const state = { done: 0, all: all.length, bytes: 0, of: all.reduce((sum, x) => sum + (x.bytes ?? 0), 0) };
  told(state);
  const queue = [...all];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      signal?.throwIfAborted();
      await next.run();
      state.done++;
      state.bytes += next.bytes ?? 0;
      told(state);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const info = { slug, name, taken: list.taken, sheets: list.sheets, photos: list.photos, papers: list.papers, bytes: state.of };
  await store.put(card, Response.json(info));
  write(`pack ${list.user}`, info);
  for (const other of ours(await caches.keys())) if (other !== name) await caches.delete(other);
  await prune(list.assets);
  return info;
}

// prune drops styles and scripts of earlier releases, which no page fetched now asks for.
async function prune(urls) {
  const store = await caches.open(assets);
  for (const { url } of await store.keys()) if (!urls.includes(new URL(url).pathname)) await store.delete(url);
}

async function ask(url) {
  const answer = await fetch(url, { cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

async function good(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

async function fetchAsset(url) {
  const store = await caches.open(assets);
  if (!(await store.match(url))) await store.put(url, await good(url));
}

// fetchPage keeps a page that was made for this person, and no other.
async function fetchPage(store, url, user) {
  const answer = await good(url, { cache: "no-store" });
  const html = await answer.text();
  if (readerOf(html) !== user || new URL(answer.url).pathname !== url) throw new Error(url);
  await store.put(url, copyOf(answer, html));
}

async function fetchFile(store, { url, tag }) {
  if ((await store.match(url))?.headers.get("etag") === tag) return;
  const answer = await good(url);
  await store.put(url, copyOf(answer, await answer.blob()));
}

// contact asks the server whether the pages may stay on this device, once in a while when there is a network. After the
// pass closes, or when the judge has left the jury, they go; another person's went before.
export async function contact() {
  const info = read(`pack ${person()}`);
  if (!able()) return info;
  await wipe(person() || "nobody");
  if (!info) return null;
  let answer;
  try {
    answer = await fetch("/judge/offline", { cache: "no-store" });
  } catch {
    return info;
  }
  if (answer.status === 403 || answer.status === 404) return void (await unpack());
  if (!answer.ok || answer.redirected) return info;
  const { open } = await answer.json();
  if (!open.includes(info.slug)) return void (await unpack());
  if (!ours(await caches.keys()).some((name) => ownerOf(name) === person())) remove(`pack ${person()}`);
  return read(`pack ${person()}`);
}
