// Papers of a dossier, large, over the sheet: to the next and the previous file, closer and farther. Tablets show no PDF
// inside a page by themselves, so that PDFs are drawn here.
import { element } from "./words.js";
import { openPdf } from "./pdf.js";
import { watchZoom, zoomOf } from "./reader_zoom.js";

export { viewPhotos } from "./viewer.js";

// readPapers opens the paper at a place among links, each a PDF or a picture; library is the address of what draws PDFs.
export function readPapers(links, at, say, library) {
  const button = (name, act, sign) => {
    const made = element("button", { type: "button", className: "btn btn-second", textContent: sign ?? say(name) });
    if (sign) made.setAttribute("aria-label", say(name));
    made.dataset.reader = name;
    made.addEventListener("click", act);
    return made;
  };
  const frame = element("div", { className: "viewer-frame reader", tabIndex: 0 });
  frame.setAttribute("role", "region");
  const title = element("b", {});
  const place = element("span", {});
  place.setAttribute("role", "status");
  const tab = element("a", { className: "btn btn-second", target: "_blank", rel: "noopener", textContent: say("ownTab") });
  const zoom = zoomOf(frame, () => shown?.redraw());
  const go = (step) => show((at + step + links.length) % links.length);
  const moves = links.length > 1 ? [button("paperPrev", () => go(-1)), button("paperNext", () => go(1))] : [];
  const close = button("close", () => dialog.close());
  const sizes = [button("smaller", () => zoom.by(0.8), "−"), button("zoom", () => zoom.by(1.25), "+"), button("fit", zoom.fit)];
  const dialog = element("dialog", { className: "viewer" }, element("div", { className: "viewer-bar" }, element("p", {}, title, " ", place), ...moves, ...sizes, tab, close), frame);
  let shown;
  let stop = new AbortController();

  async function show(n) {
    at = n;
    stop.abort();
    const { signal } = (stop = new AbortController());
    shown?.close();
    shown = undefined;
    const link = links[n];
    title.textContent = link.textContent.trim();
    dialog.setAttribute("aria-label", title.textContent);
    frame.setAttribute("aria-label", title.textContent);
    tab.href = link.href;
    place.textContent = say("opening");
    frame.replaceChildren();
    frame.scrollTop = 0;
    zoom.reset();
    const file = { address: link.href, name: title.textContent, library, width: zoom.width, signal };
    const tell = (text) => signal.aborted || (place.textContent = text);
    try {
      shown = await (link.dataset.paper === "pdf" ? openPdf(frame, file, say, tell) : showPicture(frame, file, tell));
    } catch {
      tell(say("unshown"));
    }
  }

  dialog.addEventListener("close", () => {
    stop.abort();
    shown?.close();
    zoom.close();
    dialog.remove();
    links[at].focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  watchZoom(frame, zoom);
  show(at);
  frame.focus();
}

// showPicture puts a photographed paper into the frame.
async function showPicture(frame, { address, name, signal }, tell) {
  const picture = element("img", { src: address, alt: name, className: "reader-page" });
  await picture.decode();
  signal.throwIfAborted(); // another paper was asked for meanwhile
  frame.replaceChildren(picture);
  tell("");
  return { redraw() {}, close: () => picture.remove() };
}
