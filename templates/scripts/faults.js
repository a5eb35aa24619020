// focusFaults puts the focus on the error summary, so that whoever cannot see it hears it first; a line of it that
// several fields could mean says which one, in the words of the field's label.
export function focusFaults(root) {
  const summary = root.querySelector("#faults");
  if (!summary) return;
  const list = summary.querySelector("ul");
  const places = [...(list?.children ?? [])].map((line) => [line, document.getElementById(line.firstElementChild?.hash?.slice(1) ?? "")]);
  places.sort(([, a], [, b]) => (a && b && a !== b ? (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1) : 0));
  list?.append(...places.map(([line]) => line));
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    const label = link.textContent.includes(": ") ? "" : labelOf(root, link.hash.slice(1));
    if (label) link.prepend(`${label}: `);
  }
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = event.target.closest("a[href^='#']") && document.getElementById(event.target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

// labelOf is the label of a field without what is muted in it, such as "(optional)".
function labelOf(root, id) {
  const field = document.getElementById(id);
  const label = field && (root.querySelector(`label[for="${CSS.escape(id)}"]`) ?? field.querySelector(":scope > legend"));
  if (!label || label.closest(".choice")) return "";
  const copy = label.cloneNode(true);
  copy.querySelectorAll(".optional, .muted, .visually-hidden").forEach((part) => part.remove());
  return copy.textContent.trim();
}
