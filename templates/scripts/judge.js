// The judge's pages besides the sheet: what waits to be sent, the day without network, the way out.
import { able, contact, packed, prepare, unpack } from "./pack.js";
import { cachedAt, sayCached } from "./cached.js";
import { drafts, person, sendAll, unsent, waits } from "./outbox.js";
import { narrow } from "./narrow.js";
import { readFile, saveFile } from "./file.js";
import { element, fill } from "./words.js";
import { recover } from "./shelf.js";
import { watchChoice } from "./choice.js";
import { size } from "./size.js";

export { leave } from "./leaving.js";

const again = 30000; // ms between tries while something waits
const say = (name, values) => fill(document.getElementById("judge-words")?.dataset[name] ?? "", values);
const part = (name, root = document) => root.querySelector(`[data-${name}]`);

// mark shows on a list what this device knows better than the page.
function mark() {
  for (const draft of drafts(person())) {
    const link = document.querySelector(`.sheet-list a[href="/judge/sheets/${CSS.escape(draft.id)}"]`);
    if (!link || !(waits(draft) || cachedAt())) continue;
    const total = link.querySelector(".line-total") ?? element("b", { className: "line-total" });
    total.textContent = draft.total ?? "";
    const tag = link.querySelector(".tag:last-child");
    tag.before(total);
    if (!waits(draft)) continue;
    tag.className = "tag tag-warn";
    tag.textContent = say(draft.conflict ? "lineConflict" : draft.refused ? "lineRefused" : "lineWaits");
  }
  const box = part("outbox");
  const waiting = unsent(person());
  if (!box) return;
  box.hidden = !waiting.length && !part("outbox-said", box).textContent;
  part("outbox-count", box).textContent = waiting.length ? say("waiting", { n: waiting.length }) : "";
  for (const button of box.querySelectorAll("button")) button.hidden = !waiting.length;
  const list = part("outbox-list", box);
  const stuck = waiting.filter((draft) => draft.conflict || draft.refused);
  list.replaceChildren(...stuck.map((draft) => element("li", {}, sheetLink(draft), " ", draft.conflict ? say("conflict") : draft.refused === "refused" ? say("gone") : `${say("refusedLine")} ${draft.refused}`)));
}

function sheetLink(draft) {
  const name = document.querySelector(`.sheet-list a[href="/judge/sheets/${CSS.escape(draft.id)}"] .grow b`)?.textContent;
  return element("a", { href: `/judge/sheets/${draft.id}`, textContent: name ?? say("sheet") });
}

const tell = (text) => {
  const place = part("outbox-said");
  if (place) place.textContent = text;
};

// sync sends what waits and asks whether the kept pages may stay.
async function sync(asked) {
  let sent = 0;
  const end = await sendAll(person(), ({ kind }) => (sent += kind === "saved" || kind === "merged"));
  if (asked && end !== "done") tell(say(end === "expired" ? "expired" : "noNetwork"));
  if (sent) tell(say("sentNow", { n: sent }));
  mark();
  if (end !== "offline") await contact();
  showPack();
  if (sent && (cachedAt() || part("outbox"))) setTimeout(() => location.reload(), 1500);
}

let loading;

function showPack() {
  const box = part("pack");
  if (!box || loading) return;
  const info = packed(box.dataset.pack);
  box.hidden = false;
  part("pack-state").textContent = info ? say("ready", { ...info, size: size(info.bytes), time: info.taken }) : say(able() ? "unready" : "unable");
  part("pack-do").hidden = !able();
  part("pack-do").textContent = say(info ? "renew" : "prepare");
  part("pack-drop").hidden = !info;
  part("pack-stop").hidden = part("pack-bar").hidden = true;
}

async function getReady(box) {
  loading = new AbortController();
  const bar = part("pack-bar");
  bar.hidden = part("pack-stop").hidden = false;
  part("pack-do").hidden = part("pack-drop").hidden = true;
  let fault = "";
  try {
    await prepare(box.dataset.pack, ({ done, all, bytes, of }) => {
      bar.max = all;
      bar.value = done;
      part("pack-state").textContent = say("loading", { done, all, bytes: size(bytes), of: size(of) });
    }, loading.signal);
  } catch (error) {
    fault = say(error.message === "room" ? "noRoom" : loading.signal.aborted ? "stopped" : "broken");
  }
  loading = undefined;
  showPack();
  if (fault) part("pack-state").textContent = fault;
}

function watchPack() {
  const box = part("pack");
  if (!box) return;
  part("pack-do").addEventListener("click", () => getReady(box));
  part("pack-stop").addEventListener("click", () => loading?.abort());
  part("pack-drop").addEventListener("click", () => unpack().then(showPack));
  part("outbox-send").addEventListener("click", () => sync(true));
  part("outbox-file").addEventListener("click", saveFile);
  part("outbox-read").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      tell(say("fileRead", { n: readFile(await file.text()) }));
      await sync(true);
    } catch (error) {
      tell(say(error.message === "foreign" ? "fileForeign" : "fileUnreadable"));
    }
    event.target.value = "";
    mark();
  });
  showPack();
}

if (document.getElementById("judge-words") && part("judge-page")) {
  sayCached();
  narrow();
  watchChoice();
  recover().then(() => {
    watchPack();
    mark();
    sync(false);
    addEventListener("online", () => sync(false));
    setInterval(() => document.hidden || !unsent(person()).length || sync(false), again);
  });
}
