// A PDF drawn page by page onto canvases: only pages in view and their neighbours hold pixels. Nothing of a file runs: pdf.js
// makes no code from it, its scripts, forms and links are never started.
import { element } from "./words.js";

const pixels = 8 << 20; // most pixels of one page; iPads refuse canvases of more than 16 million
const side = 8192; // most pixels along one side
const mostPages = 300; // that one file shows here
const picture = 64 << 20; // most pixels of a picture inside a file
const letters = 20000; // most letters of one page that are read out

let parsing; // the worker of all files of this page

// library fetches what draws PDFs, once.
async function library(address) {
  const pdf = await import(address);
  pdf.GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs", new URL(address, location.origin)).href;
  parsing ??= pdf.PDFWorker.create({ verbosity: pdf.VerbosityLevel.ERRORS });
  return pdf;
}

// openPdf shows a file in a frame: its address, name, library and width(), the width of a page on the screen. It throws when
// the file is no PDF, is locked by a password or cannot be fetched, and leaves the frame alone once signal is aborted; tell
// hears which page is in view.
export async function openPdf(frame, { address, name, library: from, width, signal }, say, tell) {
  const folder = new URL(".", new URL(from, location.origin)).pathname;
  const [pdf, answer] = await Promise.all([library(from), fetch(address, { signal })]);
  if (!answer.ok) throw new Error(String(answer.status));
  const task = pdf.getDocument({
    data: await answer.arrayBuffer(), worker: parsing, verbosity: pdf.VerbosityLevel.ERRORS, useWasm: false, wasmUrl: folder,
    standardFontDataUrl: folder, maxImageSize: picture, enableXfa: false, disableWorkerRendering: true,
  });
  let file, shape;
  try {
    file = await task.promise;
    shape = (await file.getPage(1)).getViewport({ scale: 1 });
    signal.throwIfAborted();
  } catch (error) {
    await task.destroy();
    throw error;
  }
  const count = Math.min(file.numPages, mostPages);
  const boxes = Array.from({ length: count }, (_, i) => {
    const label = say("pageOf", { n: i + 1, of: file.numPages });
    const box = element("div", { className: "reader-page" });
    box.style.aspectRatio = `${shape.width} / ${shape.height}`;
    return { box, n: i + 1, label: `${name}. ${label}`, short: label };
  });
  const more = file.numPages > count ? [element("p", { textContent: say("more", { n: count, of: file.numPages }) })] : [];
  frame.replaceChildren(...boxes.map((b) => b.box), ...more);
  const drawing = watchBoxes(frame, boxes, (page) => draw(file, page, width(), say));
  const where = () => {
    const middle = frame.scrollTop + frame.clientHeight / 2;
    const at = boxes.findLast((b) => b.box.offsetTop <= middle) ?? boxes[0];
    tell(at.short);
  };
  frame.addEventListener("scroll", where, { passive: true });
  where();
  return {
    redraw: drawing.redraw,
    close() {
      frame.removeEventListener("scroll", where);
      drawing.close();
      task.destroy();
    },
  };
}

// watchBoxes draws pages as they come near and gives back the memory of those that go far.
function watchBoxes(frame, boxes, paint) {
  const near = new Set();
  const byBox = new Map(boxes.map((b) => [b.box, b]));
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        const page = byBox.get(target);
        if (!isIntersecting) {
          near.delete(page);
          release(page);
        } else if (!near.has(page)) {
          near.add(page);
          paint(page);
        }
      }
    },
    { root: frame, rootMargin: "75% 0px" },
  );
  for (const { box } of boxes) watcher.observe(box);
  return {
    redraw: () => near.forEach(paint),
    close() {
      watcher.disconnect();
      boxes.forEach(release);
    },
  };
}

// release takes a page's pixels and stops drawing it.
function release(page) {
  page.job?.cancel();
  page.job = undefined;
  page.turn = (page.turn ?? 0) + 1;
  for (const canvas of page.box.querySelectorAll("canvas")) canvas.width = canvas.height = 0; // Safari keeps it otherwise
  page.box.replaceChildren();
}

// draw paints a page as wide as it stands on the screen; what was drawn before stays until then.
async function draw(file, page, width, say) {
  page.job?.cancel();
  const turn = (page.turn = (page.turn ?? 0) + 1);
  try {
    const sheet = await file.getPage(page.n);
    const natural = sheet.getViewport({ scale: 1 });
    page.box.style.aspectRatio = `${natural.width} / ${natural.height}`;
    const area = natural.width * natural.height;
    const scale = Math.min((width * devicePixelRatio) / natural.width, Math.sqrt(pixels / area), side / Math.max(natural.width, natural.height));
    const viewport = sheet.getViewport({ scale });
    const canvas = element("canvas", { width: Math.max(1, Math.floor(viewport.width)), height: Math.max(1, Math.floor(viewport.height)) });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", page.label);
    if (turn !== page.turn) return;
    page.job = sheet.render({ canvas, viewport, background: "#fff" });
    await page.job.promise;
    const text = await words(sheet);
    if (turn === page.turn) page.box.replaceChildren(canvas, element("p", { className: "visually-hidden", textContent: text }));
    else canvas.width = canvas.height = 0;
    sheet.cleanup();
  } catch (error) {
    if (turn !== page.turn || error?.name === "RenderingCancelledException" || page.box.querySelector("canvas")) return;
    page.box.replaceChildren(element("p", { textContent: say("unshown") }));
  }
}

// words are the text of a page for those who hear it; a scan has none.
async function words(sheet) {
  const { items } = await sheet.getTextContent();
  return items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : "")).join("").slice(0, letters);
}
