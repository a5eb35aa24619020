// What a form's fields hold, as plain values: the ground of keep.js, leave.js and the judge's sheet.

const secret = new Set(["password", "file", "hidden", "submit", "button", "image", "reset"]);

// keepable reports whether a field's content may wait on the device.
export function keepable(field) {
  return Boolean(field.name) && !secret.has(field.type) && !("keepNot" in (field.dataset ?? {}));
}

// values is the content of a form by field name; check boxes and lists of choices give every chosen value.
export function values(form) {
  const all = {};
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    all[field.name] ??= [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) all[field.name].push(field.value);
    } else if (field.type === "select-multiple") {
      all[field.name].push(...[...field.selectedOptions].map((o) => o.value));
    } else all[field.name].push(field.value.normalize("NFC"));
  }
  return all;
}

// setValues writes kept content back; a field that the page has no longer is passed over.
export function setValues(form, kept) {
  const at = {};
  for (const field of form.elements) {
    if (!keepable(field) || !kept[field.name]) continue;
    const list = kept[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else if (field.type === "select-multiple") for (const o of field.options) o.selected = list.includes(o.value);
    else field.value = list[(at[field.name] = (at[field.name] ?? -1) + 1)] ?? "";
    field.dispatchEvent?.(new Event("input", { bubbles: true }));
  }
}

// same reports whether two contents are equal.
export const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (all) => Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
