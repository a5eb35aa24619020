// What somebody typed into a form, carried over to the same form of a newer page.
import { same, setValues, values } from "./fields.js";

// began is the content with which the server sent a form.
function began(form) {
  const fresh = form.cloneNode(true);
  fresh.reset();
  return values(fresh);
}

// dirty reports whether a form holds something else than the server sent.
export const dirty = (form) => !same(values(form), began(form));

// restore writes what differs from the page in one form into another.
export function restore(from, to) {
  const first = began(from);
  const changed = Object.entries(values(from)).filter(([name, list]) => JSON.stringify(list) !== JSON.stringify(first[name]));
  setValues(to, Object.fromEntries(changed));
}

// remember is where the focus stands within a part, as a function that puts it back into the part that follows.
export function remember(part) {
  const at = document.activeElement;
  if (!at || at === document.body || !part.contains(at)) return () => {};
  const place = at.id
    ? `#${CSS.escape(at.id)}`
    : at.name && `${at.tagName.toLowerCase()}[name="${CSS.escape(at.name)}"][value="${CSS.escape(at.value)}"]`;
  const [start, end] = [at.selectionStart, at.selectionEnd];
  return (next) => {
    const found = place && next.querySelector(place);
    if (!found) return;
    found.focus({ preventScroll: true });
    if (start != null && found.setSelectionRange) found.setSelectionRange(start, end);
  };
}
