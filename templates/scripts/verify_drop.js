// Takes a file that is dropped anywhere on the form, as if it had been chosen, and sends the form.
export function takeDrops(form) {
  if (!form || !("DataTransfer" in self)) return;
  const field = form.querySelector("input[type=file]");
  form.querySelector("[data-drop-here]").hidden = false;
  const over = (is) => form.classList.toggle("is-over", is);
  for (const name of ["dragover", "dragenter"])
    form.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  form.addEventListener("dragleave", (event) => over(form.contains(event.relatedTarget)));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    const one = new DataTransfer();
    one.items.add(file);
    field.files = one.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    form.requestSubmit();
  });
}
