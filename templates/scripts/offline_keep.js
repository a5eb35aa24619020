// Keeps the page on the device, so that it opens without a network: the page in both languages, its data, and all that it is
// made of. The page says what that is.
export const store = "vinhdanh-offline";

// keep reports whether the device now holds everything; a page that was opened from a folder is held already.
export async function keep({ worker, scope, parts }) {
  if (!navigator.serviceWorker || !/^https?:$/.test(location.protocol)) return false;
  await navigator.serviceWorker.register(worker, { scope });
  const shown = [...document.querySelectorAll("link[href], script[src]")].map((e) => e.href || e.src);
  const fonts = performance.getEntriesByType("resource").map((e) => e.name).filter((name) => /\.woff2$/.test(name));
  const all = [...new Set([location.href.split("#")[0], ...parts.split(" "), ...shown, ...fonts].map((a) => new URL(a, location.href).href))];
  const kept = await caches.open(store);
  await kept.addAll(all.filter((a) => a.startsWith(location.origin)));
  return true;
}
