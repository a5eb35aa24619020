import { element, word } from "./words.js";

// watchOnce lets a form be sent once until its page is shown again, and not at all while there is no network: the
// browser's own page would take the place of what was typed.
export function watchOnce(root) {
  for (const form of root.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sending) return event.preventDefault();
      if (navigator.onLine === false) return sayOffline(event);
      setBusy(form, event.submitter);
    });
  }
}

// sayOffline stops a form and says why, until there is a network again.
function sayOffline(event) {
  event.preventDefault();
  const form = event.currentTarget;
  form.querySelector("[data-offline]")?.remove();
  const note = element("p", { className: "fault", textContent: word("offline") });
  note.dataset.offline = "";
  note.setAttribute("role", "alert");
  (event.submitter?.parentElement ?? form).after(note);
  addEventListener("online", () => note.remove(), { once: true });
}

// setBusy shows that the form is being sent. The button is not disabled: a disabled one would lose the focus and
// its own name and value would not be sent.
export function setBusy(form, button) {
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
  if (!button || button.dataset.label) return;
  button.dataset.label = button.innerHTML;
  button.textContent = word("busy");
  button.classList.add("busy");
  button.setAttribute("aria-disabled", "true");
}

// setReady takes setBusy back.
export function setReady(form) {
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
  for (const button of form.ownerDocument.querySelectorAll("button[data-label]")) {
    if (button.form !== form) continue;
    button.innerHTML = button.dataset.label;
    delete button.dataset.label;
    button.classList.remove("busy");
    button.removeAttribute("aria-disabled");
  }
}

// The back button shows a page as it was left, busy button and all.
globalThis.addEventListener?.("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(setReady);
});
