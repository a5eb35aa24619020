// The page that checks a certificate without a network: it takes the text of the second symbol, asks offline_read.js and shows
// the answer that the page carries for it. It sends nothing anywhere.
import { ageOf, judge, readList, sameNames } from "./offline_read.js";
import { readPhoto, watch } from "./offline_camera.js";
import { keep } from "./offline_keep.js";

const page = document.querySelector("[data-offline]");
const data = self.vinhdanhOffline;
const find = (name) => page.querySelector(`[data-${name}]`);
const words = find("says").dataset;
const fill = (root, name, text) => root.querySelectorAll(`[data-${name}]`).forEach((e) => (e.textContent = text));
const dateOf = (iso) => (document.documentElement.lang === "en" ? iso : iso.split("-").reverse().join("/"));
const timeOf = (ms) => new Date(ms + 7 * 60 * 60 * 1000).toISOString().slice(11, 16);

// tellAge says of which moment the data are, and whether they still count.
async function tellAge() {
  const box = find("age");
  let state = "status_unreadable";
  try {
    const list = await readList(data.status, data.keys);
    fill(box, "made", `${timeOf(list.made)}, ${dateOf(new Date(list.made + 7 * 60 * 60 * 1000).toISOString().slice(0, 10))}`);
    fill(box, "days", Math.max(0, Math.floor((Date.now() - list.made) / 86_400_000)));
    fill(box, "count", list.count);
    state = "fresh";
    ageOf(list, Date.now(), data.limit);
  } catch (error) {
    state = error.code ?? state;
  }
  box.querySelectorAll("[data-when]").forEach((p) => (p.hidden = !p.dataset.when.split(" ").includes(state)));
  box.classList.toggle("age-bad", state !== "fresh");
  box.hidden = false;
}

// show puts the answer to a text under the form and leads there.
async function show(text) {
  const said = await judge(text, data, Date.now());
  const whole = find("answer");
  const answer = document.importNode((find(`verdict="${said.verdict}"`) ?? find('verdict="offline_unreadable"')).content, true);
  const verdict = answer.querySelector(".verdict");
  whole.replaceChildren(answer);
  if (said.paper) tellPaper(whole, said);
  if (said.address) whole.querySelectorAll("[data-address]").forEach((a) => (a.href = said.address));
  whole.hidden = false;
  verdict.tabIndex = -1;
  verdict.focus();
}

function tellPaper(whole, { paper, until, age }) {
  const facts = document.importNode(find("facts").content, true);
  fill(facts, "code", paper.code);
  fill(facts, "level", words[paper.level] ?? words.other);
  fill(facts, "issued", dateOf(paper.issued));
  fill(facts, "until", until ? dateOf(until) : "");
  facts.querySelectorAll("[data-listed]").forEach((e) => (e.hidden = !until));
  fill(facts, "age-days", age ?? "");
  const online = facts.querySelector("[data-online]");
  online.href = data.verify + paper.code.replace(/-/g, "").toLowerCase();
  const form = facts.querySelector("form");
  if (until) form.elements.until.value = until;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { product, producer, until: day } = form.elements;
    const same = await sameNames(paper, product.value, producer.value, day.value);
    for (const box of form.querySelectorAll("[data-same]")) box.hidden = box.dataset.same !== String(same);
  });
  whole.querySelectorAll(".verdict-code [data-code]").forEach((e) => (e.textContent = paper.code));
  whole.append(facts);
}

const trouble = (name) => page.querySelectorAll("[data-trouble]").forEach((p) => (p.hidden = p.dataset.trouble !== name));

function offerCamera() {
  const [open, shut, video] = [find("camera"), find("camera-stop"), find("video")];
  if (!navigator.mediaDevices?.getUserMedia) return;
  open.hidden = false;
  open.addEventListener("click", async () => {
    trouble();
    const stop = new AbortController();
    shut.onclick = () => stop.abort();
    [open.hidden, shut.hidden, video.hidden] = [true, false, false];
    try {
      const text = await watch(video, page.dataset.scanner, stop.signal);
      if (text) await show(text);
    } catch {
      trouble("camera");
    } finally {
      [open.hidden, shut.hidden, video.hidden] = [false, true, true];
    }
  });
}

function offerPhoto() {
  find("photo").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    trouble();
    const text = await readPhoto(file, page.dataset.scanner).catch(() => undefined);
    target.value = "";
    if (text) await show(text);
    else trouble("photo");
  });
}

if (!self.crypto?.subtle || !self.DecompressionStream || !data) trouble(data ? "browser" : "data");
else {
  tellAge();
  offerCamera();
  offerPhoto();
  find("typed").addEventListener("submit", (event) => {
    event.preventDefault();
    trouble();
    show(event.target.elements.text.value);
  });
  page.querySelectorAll("[data-works]").forEach((e) => (e.hidden = false));
  keep(page.dataset).then((held) => (find("stored").hidden = !held), () => {});
}
