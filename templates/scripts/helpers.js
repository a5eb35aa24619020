import { word } from "./words.js";

// showHelpers wakes the buttons that do nothing without scripts: copy and print.
export function showHelpers(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const before = button.innerHTML;
      await navigator.clipboard.writeText(textOf(button.dataset.copy));
      button.textContent = word("copied");
      setTimeout(() => (button.innerHTML = before), 2000);
    });
  }
  for (const button of root.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const details of root.querySelectorAll("details[data-dismiss]")) dismissable(details);
}

function textOf(copy) {
  const source = copy.startsWith("#") && document.getElementById(copy.slice(1));
  return source ? (source.value ?? source.textContent).trim() : copy;
}

function dismissable(details) {
  const close = () => (details.open = false);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !details.open) return;
    close();
    details.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => details.contains(event.target) || close());
}
