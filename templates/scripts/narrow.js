// The list of sheets filters itself when it comes from the device: no server is there to do it.
import { cachedAt } from "./cached.js";

// fold is a text without marks and cases, as people search.
export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/\s+/g, " ")
    .trim();

// narrow leaves the lines that the address asks for.
export function narrow() {
  const asked = new URLSearchParams(location.search);
  const state = asked.get("state") ?? "";
  const wanted = fold(asked.get("q") ?? "");
  if (!cachedAt() || !(state || wanted)) return;
  for (const line of document.querySelectorAll(".sheet-list li"))
    line.hidden = (state && !line.dataset.state.split(" ").includes(state)) || !fold(line.textContent).includes(wanted);
  for (const group of document.querySelectorAll(".sheet-group")) group.hidden = !group.querySelector("li:not([hidden])");
  const field = document.querySelector("#q");
  if (field) field.value = asked.get("q") ?? "";
  for (const link of document.querySelectorAll(".subnav a")) {
    if ((new URL(link.href).searchParams.get("state") ?? "") === state) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
