// The council's meeting: the page follows the chair by itself and keeps what is typed.
import { askFirst } from "./confirm.js";
import { countText } from "./count.js";
import { fitHall } from "./hall.js";
import { fill } from "./words.js";
import { watchOnce } from "./once.js";
import { restore, remember, dirty } from "./typing.js";

const pause = 3000;
const longest = 15000; // ms between tries while the server does not answer
const patience = 8000; // ms for one answer

const room = document.querySelector("[data-follow]");
const words = room.querySelector("[data-meeting-words]").dataset;
const net = room.querySelector("[data-net]");
const said = room.querySelector("[data-live-said]");
const held = room.querySelector("[data-leftover]");
let tag = `"${room.dataset.revision}"`;
let lost; // since when the server does not answer
let composing = false;

// ask is the server's answer, null where it does not answer within its time.
async function ask(address, headers = {}) {
  try {
    return await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(patience) });
  } catch {
    return null;
  }
}

// look asks whether the meeting moved, and fetches the page when it did. It reports how the server answered.
async function look() {
  const answer = await ask(room.dataset.follow, { "if-none-match": tag, accept: "application/json" });
  if (!answer || answer.status >= 500) return "gone";
  if (answer.status === 304) return "here";
  if (answer.redirected || !answer.ok) return "signed out";
  const page = await ask(room.dataset.page);
  if (!page || page.status >= 500) return "gone";
  if (page.redirected || !page.ok) return "signed out";
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-follow]");
  if (!fresh) return "signed out";
  // An input method is in the middle of a word, or somebody is asked whether to send a vote: next time.
  if (composing || document.querySelector("dialog[open]")) return "here";
  tag = `"${fresh.dataset.revision}"`;
  swap(fresh);
  fitHall(room);
  return "here";
}

// swap puts in the parts that changed. A page of another shape, as for somebody who runs the meeting from now on, is
// loaded whole unless somebody is typing.
function swap(fresh) {
  const parts = (root) => [...root.querySelectorAll("[data-part]")];
  if (parts(fresh).map((p) => p.dataset.part).join() !== parts(room).map((p) => p.dataset.part).join()) {
    if (![...document.forms].some(dirty)) return location.assign(room.dataset.page);
  }
  const moved = fresh.dataset.item !== room.dataset.item;
  for (const part of parts(fresh)) {
    const old = room.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old && !old.isEqualNode(part)) change(old, part);
  }
  for (const name of ["revision", "item", "saying"]) {
    if (name === "saying" && room.dataset.saying !== fresh.dataset.saying) said.textContent = fresh.dataset.saying;
    room.dataset[name] = fresh.dataset[name];
  }
  document.querySelector("[data-done]")?.remove();
  const writing = document.activeElement?.closest("form, aside");
  if (moved && !writing && !room.classList.contains("is-chair")) room.scrollIntoView({ block: "start" });
}

// change replaces a part. What was typed in it goes over to the same form, or is kept below when the form is gone.
function change(old, part) {
  const focus = remember(old);
  for (const form of old.querySelectorAll("form[id]")) {
    if (!dirty(form)) continue;
    const same = part.querySelector(`#${CSS.escape(form.id)}`);
    if (same) restore(form, same);
    else if (form.dataset.about) hold(form);
  }
  for (const box of old.querySelectorAll("details[id]")) {
    const same = part.querySelector(`#${CSS.escape(box.id)}`);
    if (same) same.open = box.open;
  }
  const waiting = held ? [...held.querySelectorAll("form")] : [];
  for (const form of waiting) {
    const same = part.querySelector(`#${CSS.escape(form.dataset.was)}`);
    if (!same) continue;
    restore(form, same);
    drop(form);
  }
  old.replaceWith(part);
  ready(part);
  focus(part);
}

// hold keeps a form whose item is no longer shown, until it is sent or thrown away.
function hold(form) {
  if (!held) return;
  form.dataset.was = form.id;
  form.id = `held-${form.id}`;
  for (const field of form.querySelectorAll("[id]")) {
    const label = form.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    field.id = `${form.id}-${field.id}`;
    if (label) label.htmlFor = field.id;
  }
  const note = document.createElement("p");
  note.className = "warn-line";
  note.setAttribute("role", "status");
  note.append(fill(words.held, { item: form.dataset.about }));
  const away = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-second", textContent: words.drop });
  away.addEventListener("click", () => drop(form));
  form.prepend(note);
  form.append(" ", away);
  held.append(form);
  held.hidden = false;
}

function drop(form) {
  form.remove();
  held.hidden = !held.childElementCount;
}

function ready(part) {
  askFirst(part);
  watchOnce(part);
  countText(part);
  wakeKeys(part);
}

// wakeKeys shows the choice of keys for the chair: off until asked for, and never while somebody types.
const asked = "meeting keys";
function wakeKeys(part) {
  const box = part.querySelector("[data-meeting-keys]");
  if (!box) return;
  const single = box.querySelector("[data-keys-on]");
  box.hidden = false;
  single.checked = localStorage.getItem(asked) === "yes";
  single.addEventListener("change", () => localStorage.setItem(asked, single.checked ? "yes" : "no"));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  if (localStorage.getItem(asked) !== "yes" || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "[" || event.key === "]") room.querySelector(`[data-key="${event.key}"]`)?.click();
});
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));

// tell says since when the server does not answer, or that somebody signed out.
function tell(how) {
  lost = how === "gone" ? (lost ?? new Date()) : undefined;
  const time = lost?.toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
  const text = how === "gone" ? fill(words.gone, { time }) : how === "signed out" ? words.signedOut : "";
  if (net.textContent !== text) net.textContent = text;
  net.hidden = !text;
  fitHall(room);
}

const seen = () =>
  document.visibilityState === "visible"
    ? Promise.resolve()
    : new Promise((look) => document.addEventListener("visibilitychange", look, { once: true }));

async function follow() {
  for (let wait = pause; ; ) {
    await new Promise((done) => {
      const timer = setTimeout(done, wait);
      addEventListener("online", () => done(clearTimeout(timer)), { once: true });
    });
    await seen();
    const how = await look();
    tell(how);
    wait = how === "here" ? pause : Math.min(wait * 2, longest);
  }
}

wakeKeys(document);
fitHall(room);
if (room.dataset.revision !== "") follow();
