// The specimen beside the form of a certificate's look: drawn anew a moment after something was changed. Without this script
// the form's button opens it as a PDF.
import { element } from "./words.js";

const pause = 400; // milliseconds after the last change
const frame = document.querySelector("[data-specimen]");
const form = document.getElementById(frame.dataset.form);
let library, waiting, turn = 0, shown;

async function open(data) {
  library ??= import(frame.dataset.library).then((pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs", new URL(frame.dataset.library, location.origin)).href;
    return pdf;
  });
  const pdf = await library;
  return pdf.getDocument({ data, verbosity: pdf.VerbosityLevel.ERRORS, useWasm: false, enableXfa: false });
}

async function draw() {
  const mine = ++turn;
  try {
    const answer = await fetch(frame.dataset.specimen, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/pdf")) throw new Error(String(answer.status));
    const task = await open(await answer.arrayBuffer());
    const page = await (await task.promise).getPage(1);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: (Math.max(frame.clientWidth, 320) * Math.max(devicePixelRatio, 1.5)) / natural.width });
    const canvas = element("canvas", { width: Math.floor(viewport.width), height: Math.floor(viewport.height) });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", frame.dataset.label);
    canvas.style.width = "100%";
    await page.render({ canvas, viewport, background: "#fff" }).promise;
    if (mine === turn) {
      frame.replaceChildren(canvas);
      shown?.destroy();
      shown = task;
    } else task.destroy();
  } catch {
    if (mine === turn) frame.replaceChildren(element("p", { className: "hint", role: "status", textContent: frame.dataset.failed }));
  }
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(draw, pause);
}

form.addEventListener("input", later);
document.addEventListener("change", (event) => {
  if (event.target.form === form) later();
});
draw();
