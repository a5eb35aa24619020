// A page that comes from the device's own store says so, and how old it is by the server's clock: the device's may be wrong.
import { element, fill } from "./words.js";

// cachedAt is when the page was fetched from the server, or "" for one that just came from there.
export const cachedAt = () => document.documentElement.dataset.cached ?? "";

// moment is a time as people in Vietnam read it.
export function moment(at) {
  const parts = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" };
  return new Date(at).toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "vi-VN", parts);
}

// sayCached puts the age of a stored page above it.
export function sayCached() {
  const words = document.getElementById("judge-words");
  if (!cachedAt() || !words) return;
  const note = element("p", { className: "kept cached-note", textContent: fill(words.dataset.cached, { time: moment(cachedAt()) }) });
  note.setAttribute("role", "status");
  document.getElementById("main").prepend(note);
}
