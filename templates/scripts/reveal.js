import { element, word } from "./words.js";

// addReveals puts a "show" button behind password fields.
export function addReveals(root) {
  for (const field of root.querySelectorAll("input[data-reveal]")) {
    const button = element("button", { type: "button", className: "btn btn-second reveal", textContent: word("show") });
    button.setAttribute("aria-controls", field.id);
    button.setAttribute("aria-label", word("showPassword"));
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = word(shown ? "show" : "hide");
      button.setAttribute("aria-label", word(shown ? "showPassword" : "hidePassword"));
    });
    field.form?.addEventListener("submit", () => (field.type = "password"));
    const row = element("span", { className: "reveal-row" });
    field.replaceWith(row);
    row.append(field, button);
  }
}
