import { element, word } from "./words.js";

// askFirst shows a dialog before a button with data-confirm sends its form.
export function askFirst(root) {
  for (const button of root.querySelectorAll("button[data-confirm]")) {
    button.addEventListener("click", async (event) => {
      if (button.dataset.agreed) return delete button.dataset.agreed;
      event.preventDefault();
      if (button.form && !button.form.reportValidity()) return;
      if (!(await ask(button))) return;
      button.dataset.agreed = "yes";
      button.click();
    });
  }
}

// ask is true when the person agrees; Escape and the second button mean no.
function ask(button) {
  const words = button.dataset;
  const yes = element("button", { className: "btn btn-primary", value: "yes", textContent: words.confirmYes ?? button.textContent.trim() });
  const no = element("button", { className: "btn btn-second", value: "no", textContent: word("no"), autofocus: true });
  const title = element("h2", { id: "ask-first", textContent: words.confirmTitle ?? word("sure") });
  const dialog = element(
    "dialog",
    { className: "ask-first" },
    element("form", { method: "dialog" }, title, element("p", { textContent: words.confirm }), element("p", { className: "actions" }, yes, no)),
  );
  dialog.setAttribute("aria-labelledby", "ask-first");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus();
      answer(dialog.returnValue === "yes");
    }),
  );
}
