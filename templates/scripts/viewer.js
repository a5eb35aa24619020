// Photos of a dossier, large, over the sheet: to the next and the previous one, and into the picture.
import { element } from "./words.js";

// viewPhotos opens the photo at a place among links in a dialog instead of a page of its own.
export function viewPhotos(links, at, say) {
  const button = (name, act) => {
    const made = element("button", { type: "button", className: "btn btn-second", textContent: say(name) });
    made.addEventListener("click", act);
    return made;
  };
  const picture = element("img", {});
  const frame = element("div", { className: "viewer-frame", tabIndex: 0 }, picture);
  const text = element("span", {});
  text.setAttribute("role", "status");
  const zoom = button("zoom", () => enlarge(!frame.classList.contains("is-large")));
  const close = button("close", () => dialog.close());
  const go = (step) => show((at + step + links.length) % links.length);
  const moves = links.length > 1 ? [button("photoPrev", () => go(-1)), button("photoNext", () => go(1))] : [];
  const dialog = element("dialog", { className: "viewer" }, element("p", { className: "viewer-bar" }, text, ...moves, zoom, close), frame);

  function enlarge(large) {
    frame.classList.toggle("is-large", large);
    zoom.setAttribute("aria-pressed", String(large));
  }

  function show(n) {
    at = n;
    const small = links[n].querySelector("img");
    picture.src = small.src;
    picture.alt = small.alt;
    text.textContent = links[n].parentElement.querySelector("figcaption span").textContent;
    enlarge(false);
  }

  picture.addEventListener("click", () => enlarge(!frame.classList.contains("is-large")));
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || frame.classList.contains("is-large")) return;
    event.preventDefault();
    go(step);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[at].focus();
  });
  show(at);
  dialog.setAttribute("aria-label", links[at].closest("[data-photos]").getAttribute("aria-label"));
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
