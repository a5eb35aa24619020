// The page where a judge decides between two devices. The decision becomes the draft of this device, so that it is not lost
// on the way to the server.
import { change, drop, keep, load, person } from "./outbox.js";

// watchChoice follows the page's form.
export function watchChoice() {
  const form = document.querySelector("form[data-choice]");
  if (!form) return;
  const id = form.dataset.choice;
  form.addEventListener("submit", () => {
    const draft = load(person(), id);
    if (!draft) return;
    const base = Object.fromEntries([...form.querySelectorAll("[data-stored]")].map((field) => [field.name, field.dataset.stored]));
    const chosen = Object.fromEntries([...new FormData(form)].filter(([name]) => name in base));
    const decided = { ...change(draft, { ...draft.values, ...chosen }, []), base, version: Number(form.elements.version.value), conflict: false };
    if (!keep(decided)) drop(decided);
  });
}
