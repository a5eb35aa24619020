// The worker of the page for checks without a network: the page and its data come from the server as long as it answers, else
// from the device. It rules over that page alone and keeps nothing else.
import { store } from "./offline_keep.js";

const patience = 4000; // ms

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(location.origin)) return;
  event.respondWith(/\/assets\//.test(request.url) ? lasting(request) : newest(request));
});

// lasting never changes under its name.
async function lasting(request) {
  return (await caches.match(request.url, { cacheName: store })) ?? fetch(request);
}

async function newest(request) {
  const kept = await caches.match(request.url, { cacheName: store });
  if (!kept) return fetch(request);
  try {
    const answer = await Promise.race([fetch(request), new Promise((_, failed) => setTimeout(failed, patience))]);
    if (!answer.ok) return kept;
    const cache = await caches.open(store);
    await cache.put(request.url, answer.clone());
    return answer;
  } catch {
    return kept;
  }
}
