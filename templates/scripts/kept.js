// What of the judge's pages is kept on the device, and for whom. One store holds one person's pages and files; its name
// says whose they are and by which sign-in they came. The worker and the pages share these rules.

export const packs = "judge ";
export const assets = "assets";
export const locked = "locked"; // stands from a sign-in until a page has shown who signed in
export const card = "/judge/pack"; // where a store says what it is; no address of the server

// packOf is the name of a person's store.
export const packOf = (user, generation) => `${packs}${user} ${generation}`;

// ownerOf is whose store it is.
export const ownerOf = (name) => name.slice(packs.length).split(" ")[0];

// readerOf is whom a page was made for, "" for nobody.
export const readerOf = (html) => /<html[^>]* data-user="([^"]*)"/.exec(html)?.[1] ?? "";

// placeOf is the address under which a page is kept: filters and notices make no other page.
export const placeOf = (address) => new URL(address, location.origin).pathname;

// copyOf is an answer as it is kept: letters already unpacked, the day by the server's clock.
export function copyOf(answer, content) {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  return new Response(content, { status: answer.status, headers });
}

// dated is a kept page that says since when it is kept.
export function dated(html, date) {
  const at = new Date(date);
  return html.replace("<html ", `<html data-cached="${isNaN(at) ? "" : at.toISOString()}" `);
}

// instead is the kept page to show for one that is not kept: the sheet for a photo's page, else the page that says why.
export function instead(path) {
  const photo = /^(\/judge\/sheets\/[^/]+)\/photos\/(\d+)$/.exec(path);
  return photo ? photo[1] : "/judge/away";
}

// ours picks the stores of pages among the names of all.
export const ours = (names) => names.filter((name) => name.startsWith(packs));

// wipe takes every kept page and file off the device, or those of everybody but one.
export async function wipe(but = "") {
  if (!globalThis.caches) return;
  for (const name of ours(await caches.keys())) if (!but || ownerOf(name) !== but) await caches.delete(name);
}
