// Words for scripts stand in the page's <template id="words"> as data attributes, translated by the server.

// fill puts values into the {names} of a sentence.
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// word is a sentence by its name; an unknown name is shown as it is, so that a test meets it.
export function word(name, values) {
  const words = document.getElementById("words");
  return fill(words?.dataset[name] ?? name, values);
}

// grouped writes a whole number as the page's language does: 1.234 or 1,234.
export const grouped = (n) => n.toLocaleString(document.documentElement.lang === "en" ? "en" : "vi");

// element makes an element with properties and children.
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
