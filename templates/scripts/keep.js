import { element, word } from "./words.js";
import { same, setValues, values } from "./fields.js";
import { keyOf, read, remove, waiting, write } from "./device.js";

const lifetime = 14 * 24 * 60 * 60 * 1000;

// keepTyping keeps on the device what is typed into forms with data-keep, and puts it back.
export function keepTyping(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const name = keyOf(form.dataset.keep);
    const first = values(form);
    const refused = Boolean(document.getElementById("faults"));
    const kept = read(name);
    if (kept && !same(kept.values, first)) {
      setValues(form, kept.values);
      form.prepend(note(form, name, first));
    }
    let timer;
    let leaving = false; // it is being sent: what is kept says so already
    const save = (sent) => {
      clearTimeout(timer);
      timer = undefined;
      leaving = sent;
      const now = values(form);
      if (same(now, first) && !refused) return remove(name);
      write(name, { values: now, at: Date.now(), sent });
    };
    // An input method may end a word without another input event.
    for (const name of ["input", "compositionend"]) {
      form.addEventListener(name, (event) => {
        clearTimeout(timer);
        if (!event.isComposing) timer = setTimeout(save, 400, false);
      });
    }
    form.addEventListener("change", () => save(false));
    form.addEventListener("submit", () => save(true));
    addEventListener("pagehide", () => timer && !leaving && save(false));
  }
}

// note tells that typing was put back and offers to throw it away.
function note(form, name, first) {
  const drop = element("button", { type: "button", className: "btn btn-second", textContent: word("keptDrop") });
  const box = element("div", { className: "kept" }, element("p", { textContent: word("kept") }), drop);
  box.setAttribute("role", "status");
  drop.addEventListener("click", () => {
    setValues(form, first);
    remove(name);
    box.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  return box;
}

// forgetSaved drops what was sent, once the server says by a notice that it is saved, and what is too old.
export function forgetSaved(root) {
  const saved = root.querySelector("[data-done]");
  for (const name of waiting()) {
    const kept = read(name);
    if (!kept || Date.now() - kept.at > lifetime || (saved && kept.sent)) remove(name);
  }
}
