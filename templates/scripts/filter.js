const key = "filter focus";

// watchFilters sends a filter as soon as a choice changes; typing waits for the button or Enter.
export function watchFilters(root) {
  for (const form of root.querySelectorAll("form[data-filter-form]")) {
    form.addEventListener("change", (event) => {
      if (!event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) return;
      sessionStorage.setItem(key, event.target.id);
      form.requestSubmit();
    });
  }
  const id = sessionStorage.getItem(key);
  if (!id) return;
  sessionStorage.removeItem(key);
  document.getElementById(id)?.focus();
}
