// Saving the sheet as one types: on the device at once, on the server in the background.
import { keyOf, read, remove, write } from "./device.js";
import { faultOf, merge, parseMark, plainMark } from "./marks.js";

const quiet = 1500; // ms without typing before the server is asked
const longest = 60000; // ms between tries while there is no network
const patience = 8000; // ms that a button waits for the server

// startSaving keeps form on the device and the server; page is what it needs of the page around it.
export function startSaving(form, marks, page) {
  const key = keyOf("sheet");
  const version = form.elements.version;
  const badge = document.querySelector("[data-saved]");
  const sprite = document.querySelector("use").getAttribute("href").split("#")[0];
  const fields = [...marks, form.elements.comment];
  const values = () => Object.fromEntries(fields.map((f) => [f.name, f.value.normalize("NFC")]));
  const differs = (a, b) => Object.keys(a).some((name) => !page.alike(a[name], b[name] ?? ""));
  let base = values(); // what the server has in this version
  let timer, sending;
  let wait = quiet;
  let stopped = false;
  let unreached = false; // a button was tapped and the server did not answer
  let asking, cleared;

  function show(kind, icon, text, action) {
    const tag = document.createElement("span");
    tag.className = `tag tag-${kind}`;
    tag.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#${icon}"/></svg>`;
    tag.append(text);
    badge.replaceChildren(tag, ...(action ? [" ", action] : []));
  }

  function put(content) {
    for (const field of fields) {
      if (content[field.name] === undefined || page.alike(content[field.name], field.value)) continue;
      field.value = content[field.name];
      if (field.dataset.max) page.check(field, false);
    }
    page.recount();
  }

  // keep writes what is typed to the device, or forgets it when the server has it all.
  function keep(sent) {
    if (!differs(values(), base)) return remove(key);
    write(key, { values: values(), base, version: Number(version.value), at: Date.now(), sent });
  }

  // body is what can be saved now; a mark at fault stays as the server has it.
  function body() {
    const sheet = { version: Number(version.value), marks: {}, comment: form.elements.comment.value };
    for (const field of marks) {
      let mark = parseMark(field.value);
      const limit = (name) => parseMark(field.dataset[name]);
      if (faultOf(mark, limit("max"), limit("step"))) mark = parseMark(base[field.name] ?? "");
      if (typeof mark === "number") sheet.marks[field.name.slice("marks.".length)] = plainMark(mark);
    }
    return JSON.stringify(sheet);
  }

  function later(ms) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(send, ms);
  }

  function send() {
    clearTimeout(timer);
    if (stopped || sending || !differs(values(), base)) return sending;
    const sent = values();
    show("", "cloud-check", page.say("saving"));
    const request = { method: "POST", body: body(), headers: { "content-type": "application/json" }, keepalive: true };
    sending = fetch(form.dataset.sheet, request)
      .then(async (answer) => took(answer.status, answer.headers.get("content-type")?.includes("json") ? await answer.json() : {}, sent))
      .catch(offline)
      .finally(() => (sending = undefined));
    return sending;
  }

  function took(status, answer, sent) {
    if (status === 200) return saved(answer, sent);
    if (answer.code === "stale_version") return stale(answer);
    if (status === 401) return expired();
    if (status === 422) return faulty(answer);
    if (status >= 500 || status === 429) return offline();
    stopped = true;
    show("warn", "lock", answer.message ?? page.say("closed"));
  }

  function saved(answer, sent) {
    wait = quiet;
    unreached = false;
    version.value = answer.version;
    base = { ...sent, ...blank(marks), ...answer.marks, comment: answer.comment };
    keep(false);
    show("ok", "cloud-check", page.say("saved", { time: answer.saved }));
    const typed = values();
    if (Object.keys(typed).some((name) => !page.alike(typed[name], sent[name]))) later(quiet);
  }

  // stale joins what another device saved; where both changed a mark the judge chooses on the server's page.
  function stale(answer) {
    const theirs = { ...blank(marks), ...answer.marks, comment: answer.comment };
    const { merged, conflicts } = merge(base, values(), theirs);
    if (conflicts.length) {
      stopped = true;
      const choose = document.createElement("button");
      Object.assign(choose, { type: "button", className: "btn btn-second", textContent: page.say("choose") });
      choose.addEventListener("click", () => form.requestSubmit(form.querySelector("button[value=save]")));
      return show("warn", "arrow-left-right", page.say("stale"), choose);
    }
    base = theirs;
    version.value = answer.version;
    put(merged);
    keep(false);
    show("ok", "arrow-left-right", page.say("merged"));
    later(100);
  }

  function expired() {
    stopped = true;
    const login = document.createElement("a");
    Object.assign(login, { href: `/login?next=${encodeURIComponent(location.pathname)}`, textContent: page.say("login") });
    show("warn", "key", page.say("expired"), login);
  }

  function faulty(answer) {
    for (const fault of answer.errors ?? []) {
      const field = form.elements[fault.field];
      if (field) page.showFault(field, fault.message);
    }
    show("warn", "exclamation-triangle", answer.message ?? page.say("local"));
  }

  function offline() {
    show("warn", "cloud-slash", page.say(unreached ? "unreached" : "local"));
    wait = Math.min(wait * 2, longest);
    later(wait);
  }

  // restore puts back what waits from an earlier visit, joined with what the server has by now.
  function restore() {
    const kept = read(key);
    if (!kept) return;
    if (kept.version === Number(version.value)) put(kept.values);
    else {
      const { merged, conflicts } = merge(kept.base, kept.values, base);
      put(merged);
      if (conflicts.length) {
        version.value = kept.version;
        base = kept.base;
      }
    }
    if (!differs(values(), base)) return remove(key);
    show("warn", "cloud-slash", page.say("local"));
    later(100);
  }

  // An input method may end a word without another input event.
  for (const name of ["input", "compositionend"]) {
    form.addEventListener(name, (event) => {
      if (event.isComposing) return;
      keep(false);
      later(quiet);
    });
  }
  form.addEventListener("change", () => {
    keep(false);
    later(300);
  });
  // leave sends the form by its button once the server answers; without network the page stays, marks and all,
  // instead of giving way to the browser's own page. It waits for a save in the background, whose version it needs.
  async function leave(button) {
    asking = true;
    show("", "cloud-check", page.say("saving"));
    try {
      await sending;
      await fetch(sprite, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(patience) });
      cleared = true;
      form.requestSubmit(button);
    } catch {
      unreached = true;
      offline();
    }
    asking = cleared = false;
  }

  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(timer);
      keep(true);
      if (cleared) return;
      event.preventDefault();
      if (!asking) leave(event.submitter);
    },
    true,
  );
  addEventListener("online", () => {
    if (unreached && !differs(values(), base)) badge.replaceChildren();
    unreached = false;
    later(0);
  });
  addEventListener("pagehide", () => form.dataset.sending || send());
  if (document.getElementById("faults")) {
    base = { ...blank(marks), comment: "" }; // nothing on a page with faults was saved
    keep(false);
    badge.replaceChildren();
  } else restore();
}

const blank = (marks) => Object.fromEntries(marks.map((field) => [field.name, ""]));
