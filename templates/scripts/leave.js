import { same, values } from "./fields.js";

// warnBeforeLeaving lets the browser ask before a page with unsaved typing is left.
export function warnBeforeLeaving(root) {
  for (const form of root.querySelectorAll("form[data-leave]")) {
    const first = values(form);
    let sending = false;
    form.addEventListener("submit", (event) => (sending = !event.defaultPrevented));
    addEventListener("beforeunload", (event) => {
      if (!sending && form.isConnected && !same(values(form), first)) event.preventDefault();
    });
    addEventListener("pageshow", () => (sending = false));
  }
}
