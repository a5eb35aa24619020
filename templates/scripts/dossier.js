// The dossier beside a sheet: its photos and papers open over the sheet instead of in a tab of their own. What shows them is
// fetched with the first of them; where it cannot be had, they open as they do without scripts.
import { element, fill } from "./words.js";

const words = document.getElementById("dossier-words")?.dataset ?? {};
const say = (name, values) => fill(words[name] ?? name, values);

let styled;

// style loads what makes papers and photos look as they shall, once; after a failure it is tried again.
const style = () =>
  (styled ??= new Promise((loaded, failed) => {
    const onerror = (event) => ((styled = undefined), event.target.remove(), failed(event));
    document.head.append(element("link", { rel: "stylesheet", href: words.look, onload: loaded, onerror }));
  }));

// watch hands a tap on one of many links to what shows it.
function watch(selector, show) {
  const links = [...document.querySelectorAll(selector)];
  for (const [i, link] of links.entries()) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !globalThis.HTMLDialogElement) return;
      event.preventDefault();
      if (link.getAttribute("aria-busy")) return;
      link.setAttribute("aria-busy", "true");
      try {
        const [reader] = await Promise.all([import(words.reader), style()]);
        show(reader, links, i);
      } catch {
        location.assign(link.href);
      } finally {
        link.removeAttribute("aria-busy");
      }
    });
  }
}

watch("[data-photos] figure > a", (reader, links, at) => reader.viewPhotos(links, at, say));
watch("a[data-paper]", (reader, links, at) => reader.readPapers(links, at, say, words.library));
