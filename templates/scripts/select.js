import { grouped } from "./words.js";

// watchSelectAll ties a "select all" box to the boxes of its name and counts what is ticked.
export function watchSelectAll(root) {
  for (const all of root.querySelectorAll("input[data-select-all]")) {
    const form = all.form ?? document;
    const boxes = () => [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.selectAll)}"]`)];
    const count = () => {
      const list = boxes();
      const ticked = list.filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === list.length;
      all.indeterminate = ticked > 0 && ticked < list.length;
      for (const place of form.querySelectorAll("[data-selected]")) place.textContent = grouped(ticked);
    };
    all.hidden = false;
    if (all.closest("label[hidden]")) all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      count();
    });
    form.addEventListener("change", count);
    count();
  }
}
