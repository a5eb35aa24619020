import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

// A browser's stores, as far as the worker asks them.
class Stores {
  all = new Map();
  keys = async () => [...this.all.keys()];
  delete = async (name) => this.all.delete(name);
  match = async (url, { cacheName }) => this.all.get(cacheName)?.match(url);
  open = async (name) => {
    if (!this.all.has(name)) this.all.set(name, new Kept());
    return this.all.get(name);
  };
}

class Kept {
  pages = new Map();
  match = async (url) => this.pages.get(new URL(url.url ?? url, "https://x.vn").pathname)?.clone();
  put = async (url, answer) => void this.pages.set(new URL(url.url ?? url, "https://x.vn").pathname, answer);
}

const heard = {};
globalThis.addEventListener = (name, act) => (heard[name] = act);
globalThis.location = { origin: "https://x.vn" };
await import("./worker.js");

const html = (user, text) =>
  new Response(`<!doctype html><html lang="vi" data-user="${user}"><p>${text}`, { headers: { "content-type": "text/html; charset=utf-8", date: "Sat, 28 Nov 2026 03:32:00 GMT" } });

let answer; // of the server; throws without a network

beforeEach(async () => {
  globalThis.caches = new Stores();
  const store = await caches.open("judge u1 a");
  for (const path of ["/judge/x", "/judge/sheets/s", "/judge/away"]) await store.put(path, html("u1", `kept ${path}`));
  globalThis.fetch = async (request) => answer(request);
  answer = () => {
    throw new TypeError("no network");
  };
});

// ask is what a page gets: the text, "" for nothing at all, undefined when the worker leaves it to the browser.
async function ask(path, more = {}) {
  const request = { url: `https://x.vn${path}`, method: "GET", mode: "navigate", cache: "default", ...more };
  let given;
  const waits = [];
  heard.fetch({ request, respondWith: (promise) => (given = promise), waitUntil: (promise) => waits.push(promise) });
  if (!given) return undefined;
  const text = await (await given).text();
  await Promise.all(waits);
  return text;
}

test("kept pages are given without a network, with their day", async () => {
  assert.match(await ask("/judge/x"), /data-cached="2026-11-28T03:32:00.000Z".*kept \/judge\/x/);
  assert.match(await ask("/judge/x?state=todo"), /kept \/judge\/x/);
  assert.match(await ask("/judge/sheets/s/photos/2"), /kept \/judge\/sheets\/s/);
  assert.match(await ask("/judge/x/declaration"), /kept \/judge\/away/);
  answer = () => new Response("x", { status: 503 });
  assert.match(await ask("/judge/x"), /kept/);
});

test("the server's answer comes first and takes the kept one's place, but not as an answer to a filter", async () => {
  answer = () => html("u1", "new");
  assert.match(await ask("/judge/x?state=todo"), /new/);
  assert.match(await (await (await caches.open("judge u1 a")).match("/judge/x")).text(), /kept/);
  assert.match(await ask("/judge/x"), /new/);
  assert.match(await (await (await caches.open("judge u1 a")).match("/judge/x")).text(), /new/);
  assert.match(await ask("/judge/x/pass"), /new/);
  assert.equal(await (await caches.open("judge u1 a")).match("/judge/x/pass"), undefined);
});

test("a sheet that was sent is kept as it is then", async () => {
  answer = (request) => html("u1", request.url ? "receipt" : `sent ${request}`);
  assert.match(await ask("/judge/sheets/s/receipt"), /receipt/);
  assert.match(await (await (await caches.open("judge u1 a")).match("/judge/sheets/s")).text(), /sent \/judge\/sheets\/s/);
});

test("a page of somebody else ends the store", async () => {
  answer = () => html("u2", "theirs");
  assert.match(await ask("/judge/x"), /theirs/);
  assert.deepEqual(await caches.keys(), []);
});

test("after a sign-in nothing is given until a page has shown who it was", async () => {
  await caches.open("locked");
  assert.equal(await ask("/judge/x"), "");
  assert.equal(await ask("/judge/sheets/s/photos/1"), "");
  answer = () => html("u1", "hers");
  assert.match(await ask("/judge/x"), /hers/);
  assert.deepEqual(await caches.keys(), ["judge u1 a"]);
});

test("posts, fresh fetches and other places are left to the browser", async () => {
  for (const [path, more] of [["/judge/sheets/s", { method: "POST" }], ["/judge/x", { cache: "no-store" }], ["/judge/x/offline", {}], ["/judges", {}], ["/council/x", {}]]) assert.equal(await ask(path, more), undefined, path);
});

test("a device that keeps nothing only passes on", async () => {
  globalThis.caches = new Stores();
  answer = () => html("u2", "theirs");
  assert.match(await ask("/judge/x"), /theirs/);
  await ask("/assets/app.0123456789.js", { mode: "no-cors" });
  assert.deepEqual(await caches.keys(), []);
});
