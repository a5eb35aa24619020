import { element, word } from "./words.js";
import { isPhoto, shrink } from "./shrink.js";
import { setBusy, setReady } from "./once.js";
import { size } from "./size.js";

// watchUploads sends forms with files so that one sees it go, and can send again when the connection dies.
export function watchUploads(root, start) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    for (const input of form.querySelectorAll("input[type=file]")) input.addEventListener("change", () => preview(input));
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (form.dataset.sending) return;
      setBusy(form, event.submitter);
      send(form, event.submitter, start);
    });
  }
}

// preview shows what was chosen: a small picture for photos, the name for the rest. blob: addresses are closed by the
// content policy, so the picture is drawn.
async function preview(input) {
  const id = `${input.id || input.name}-chosen`;
  document.getElementById(id)?.remove();
  const list = element("ul", { className: "upload-list", id });
  input.after(list);
  for (const file of input.files) {
    const line = element("li", {}, element("span", { textContent: `${file.name} · ${size(file.size)}` }));
    list.append(line);
    if (!isPhoto(file)) continue;
    try {
      const picture = await createImageBitmap(file, { resizeHeight: 192, resizeQuality: "medium" });
      const canvas = element("canvas", { width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
      canvas.setAttribute("aria-hidden", "true");
      line.prepend(canvas);
    } catch {
      line.classList.add("is-bad");
      line.append(element("b", { textContent: word("unreadable") }));
    }
  }
}

// content is the form's data with big photos made smaller.
async function content(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  const smaller = new FormData();
  for (const [name, value] of data) smaller.append(name, value instanceof File ? await shrink(value) : value);
  return smaller;
}

async function send(form, button, start) {
  const bar = barOf(form);
  bar.say(word("preparing"));
  const data = await content(form, button);
  const request = new XMLHttpRequest();
  request.open("POST", button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.show(event.loaded, event.total);
  });
  request.upload.addEventListener("load", () => bar.say(word("checking")));
  request.addEventListener("load", () => finish(form, request, start));
  for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => broken(form, button, bar, start));
  request.send(data);
}

// finish goes where a plain post would have ended.
function finish(form, request, start) {
  setReady(form);
  const asked = new URL(form.getAttribute("action") ?? location.href, location.href);
  if (request.status < 400 && request.responseURL && request.responseURL !== asked.href) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  start(main);
  scrollTo(0, 0);
  if (!main.querySelector("#faults")) main.focus();
}

// broken keeps the chosen files and offers to send them again.
function broken(form, button, bar, start) {
  setReady(form);
  const again = element("button", { type: "button", className: "btn btn-primary", textContent: word("again") });
  bar.say(word("broken"));
  bar.box.classList.add("is-bad");
  bar.box.append(again);
  again.addEventListener("click", () => {
    bar.box.classList.remove("is-bad");
    again.remove();
    setBusy(form, button);
    send(form, button, start);
  });
  again.focus();
}

function barOf(form) {
  form.querySelector(".upload-bar")?.remove();
  const line = element("progress", { max: 100 });
  line.setAttribute("aria-label", word("sending"));
  const text = element("p");
  text.setAttribute("role", "status");
  const box = element("div", { className: "upload-bar" }, text, line);
  form.append(box);
  return {
    box,
    say: (words) => (text.textContent = words),
    show(loaded, total) {
      line.value = (100 * loaded) / total;
      text.textContent = word("sent", { sent: size(loaded), total: size(total) });
    },
  };
}
