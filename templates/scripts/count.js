import { element, grouped, word } from "./words.js";

// lengthOf counts characters as the server does: code points after NFC.
export const lengthOf = (text) => [...text.normalize("NFC")].length;

// countText shows how much of a field's room is used. It never cuts: what was typed stays typed.
export function countText(root) {
  for (const field of root.querySelectorAll("[data-count]")) {
    const most = Number(field.dataset.count);
    const place = element("p", { className: "hint counter", id: `${field.id}-count` });
    field.after(place);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
    const show = (event) => {
      if (event?.isComposing) return;
      const n = lengthOf(field.value);
      place.textContent = word(n > most ? "tooLong" : "counted", { n: grouped(n), max: grouped(most), over: grouped(n - most) });
      place.classList.toggle("is-over", n > most);
    };
    field.addEventListener("input", show);
    field.addEventListener("compositionend", () => show());
    show();
  }
}
