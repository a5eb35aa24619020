// The judge's sheet: sums while typing, faults at the field, saving in the background, keys, photos.
import { fill } from "./words.js";
import { faultOf, formatMark, parseMark } from "./marks.js";
import { startSaving } from "./draft.js";
import { recover } from "./shelf.js";
import { sayCached } from "./cached.js";
import "./dossier.js";

const form = document.querySelector("form[data-sheet]");
const lang = document.documentElement.lang;
const say = (name, values) => fill(document.getElementById("sheet-words").dataset[name], values);
const marks = [...form.querySelectorAll("[data-max]")];
const thousandths = (text) => parseMark(text) ?? 0;

const faultIn = (field) => faultOf(parseMark(field.value), thousandths(field.dataset.max), thousandths(field.dataset.step));

// recount writes the sums of the groups and of the whole, and how the total stands to the pass mark. A mark at fault
// is not counted, as the server does not take it.
function recount() {
  let total = 0;
  let missing = 0;
  for (const group of form.querySelectorAll("[data-top]")) {
    let sum = 0;
    for (const field of group.querySelectorAll("[data-max]")) {
      const mark = faultIn(field) ? undefined : parseMark(field.value);
      showBand(field, mark);
      if (mark === undefined) missing++;
      else sum += mark;
    }
    group.querySelector("[data-sum]").textContent = formatMark(sum, lang);
    total += sum;
  }
  const pass = thousandths(form.dataset.pass);
  const reached = total >= pass;
  form.querySelector("[data-total]").textContent = formatMark(total, lang);
  const note = missing ? say("missing", { n: missing }) : say(reached ? "reaches" : "below", { mark: formatMark(pass, lang) });
  form.querySelector("[data-total-note]").textContent = note;
  form.querySelector("[data-total-bar]").classList.toggle("is-reached", reached);
  movePoint(total / 1000, !missing);
}

// showBand points to what a mark stands for.
function showBand(field, mark) {
  for (const band of field.closest("[data-crit]").querySelectorAll("[data-from]")) {
    band.classList.toggle("is-in", thousandths(band.dataset.from) <= mark && mark <= thousandths(band.dataset.to));
  }
}

// movePoint moves the sheet's own point in the plot of totals.
function movePoint(total, complete) {
  const box = form.querySelector("[data-low]");
  if (!box) return;
  const svg = box.querySelector("svg");
  let point = svg.querySelector(".plot-point");
  if (!complete) return point?.remove();
  if (!point) {
    point = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    point.setAttribute("class", "plot-point is-own");
    point.setAttribute("r", "6.5");
    svg.append(point);
  }
  const axis = svg.querySelector(".plot-axis");
  const [left, right] = [Number(axis.getAttribute("x1")), Number(axis.getAttribute("x2"))];
  const [low, high] = [Number(box.dataset.low), Number(box.dataset.high)];
  const share = (Math.min(Math.max(total, low), high) - low) / (high - low);
  point.setAttribute("cx", String(left + share * (right - left)));
  point.setAttribute("cy", svg.querySelector(".plot-line").getAttribute("y1"));
}

// check shows or clears the fault of one mark; while somebody types it only clears.
function check(field, typing) {
  const fault = faultIn(field);
  if (fault && typing) return;
  const local = (text) => formatMark(thousandths(text), lang);
  showFault(field, fault && say(fault, { max: local(field.dataset.max), step: local(field.dataset.step) }));
}

// showFault writes a sentence at a field, or takes it away.
function showFault(field, text) {
  const row = field.closest("[data-crit]");
  const place = row?.querySelector("[data-fault]");
  if (!place) return;
  place.hidden = !text;
  place.querySelector("span").textContent = text;
  row.classList.toggle("is-bad", Boolean(text));
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
  field.setAttribute("aria-describedby", (text ? [...others, place.id] : others).join(" "));
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

for (const field of marks) {
  for (const name of ["input", "compositionend"]) {
    field.addEventListener(name, (event) => {
      if (event.isComposing) return;
      recount();
      check(field, true);
    });
  }
  field.addEventListener("change", () => check(field, false));
}
// about is what a list of sheets shows of a draft.
function about() {
  const whole = marks.every((field) => field.value.trim() && !faultIn(field));
  return { total: whole ? form.querySelector("[data-total]").textContent : "" };
}

sayCached();
startSaving(form, marks, { say, showFault, check, recount, faultIn, about }, recover());
recount();

// Enter goes to the next field, as on a sheet of figures; it would press the first button otherwise.
for (const [i, field] of marks.entries()) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = marks[i + 1] ?? form.elements.comment;
    next.focus();
    if (marks[i + 1]) next.select();
  });
}

// The check before sending leads to the first criterion without a mark.
marks.find((field) => field.id === location.hash.slice(1))?.focus();

// Keys: one with a modifier always; single ones only for those who asked for them, and never in a field.
const asked = "judge keys";
const single = document.querySelector("[data-keys-on]");
document.querySelector("[data-keys]").hidden = false;
single.checked = localStorage.getItem(asked) === "yes";
single.addEventListener("change", () => localStorage.setItem(asked, single.checked ? "yes" : "no"));
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    form.querySelector("[data-save-next]").click();
  }
  if (!single.checked || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const address = { "[": form.dataset.prev, "]": form.dataset.next }[event.key];
  if (address) location.assign(address);
  if (event.key === "f") form.querySelector("[data-flag]").click();
});

for (const link of document.querySelectorAll("a[data-photo]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector(link.hash).scrollIntoView({ inline: "start", block: "nearest" });
  });
}
