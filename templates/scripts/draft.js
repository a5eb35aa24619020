// Saving the sheet as one types: on the device at once, on the server in the background.
import { alone, change, drop, keep, load, person, post, send, sendAll, waits, bodyOf } from "./outbox.js";
import { alike, merge } from "./marks.js";
import { read } from "./shelf.js";

const quiet = 1500; // ms without typing before the server is asked
const longest = 60000; // ms between tries while there is no network
const patience = 8000; // ms that a button waits for the server

// begin is the draft of a page: what the device holds of the sheet, joined with the page. A page from the device's own
// store may be older than the draft; one from the server may be newer, and then carries what other devices saved.
export function begin(page, kept) {
  const fresh = { ...page, base: page.values, bad: [], order: 0 };
  if (page.faults) return { ...fresh, base: kept?.version === page.version ? kept.base : {} }; // nothing of it was saved
  if (!kept || kept.user !== page.user) return fresh;
  if (kept.version >= page.version) return { ...kept, refused: "" };
  const { merged, conflicts } = merge(kept.base, kept.values, page.values);
  if (conflicts.length) return { ...kept, values: merged };
  return { ...kept, version: page.version, base: page.values, values: merged, conflict: false, refused: "" };
}

// startSaving keeps form on the device and the server; page is what it needs of the page around it, recovered is when the
// device's drafts are known. Until then nothing is written there: it would count as newer than what comes back.
export function startSaving(form, marks, page, recovered) {
  const id = form.getAttribute("action").split("/").at(-1);
  const version = form.elements.version;
  const badge = document.querySelector("[data-saved]");
  const sprite = document.querySelector("use").getAttribute("href").split("#")[0];
  const fields = [...marks, form.elements.comment];
  const values = () => Object.fromEntries(fields.map((f) => [f.name, f.value.normalize("NFC")]));
  const faulty = () => marks.filter(page.faultIn).map((f) => f.name);
  const rendered = Object.fromEntries(fields.map((f) => [f.name, f.defaultValue.normalize("NFC")])); // before anybody typed
  const shown = { user: person(), id, version: Number(version.value), values: rendered, faults: Boolean(document.getElementById("faults")) };
  let draft;
  let ready = false;
  let timer, sending, asking, cleared;
  let wait = quiet;
  let stopped = false;
  let unreached = false; // a button was tapped and the server did not answer

  function show(kind, icon, text, action) {
    const tag = document.createElement("span");
    tag.className = `tag tag-${kind}`;
    tag.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#${icon}"/></svg>`;
    tag.append(text);
    badge.replaceChildren(tag, ...(action ? [" ", action] : []));
  }

  // put writes a draft into the page.
  function put() {
    version.value = draft.version;
    for (const field of fields) {
      const value = draft.values[field.name];
      if (value === undefined || alike(value, field.value)) continue;
      field.value = value;
      if (field.dataset.max) page.check(field, false);
    }
    page.recount();
  }

  // store keeps what is typed on the device, or forgets it when the server has it all and no stored page needs it.
  function store() {
    if (!ready) return;
    draft = { ...change(draft, values(), faulty()), ...page.about() };
    if (!waits(draft) && !draft.bad.length && !read(`pack ${draft.user}`)) return void drop(draft);
    if (keep(draft)) return;
    show("warn", "exclamation-triangle", page.say("full"));
    later(0);
  }

  function later(ms) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(push, ms);
  }

  function push() {
    clearTimeout(timer);
    if (stopped || sending || !waits(draft)) return sending;
    show("", "cloud-check", page.say("saving"));
    const sent = draft;
    sending = alone(() => send(sent))
      .then((outcome) => took(outcome, sent))
      .finally(() => (sending = undefined));
    return sending;
  }

  // took shows what became of a sending; what was typed meanwhile is joined with it.
  function took({ kind, answer = {}, draft: after }, sent) {
    const typed = merge(sent.values, values(), after.values).merged;
    draft = { ...after, values: typed };
    put();
    if (waits(draft) && kind !== "offline") keep(draft);
    if (kind === "offline") return offline();
    if (kind === "expired") return expired();
    if (kind === "conflict") return choose();
    if (kind === "faulty") return faults(answer);
    if (kind === "refused") return refused(answer.message);
    wait = quiet;
    unreached = false;
    if (kind === "merged") show("ok", "arrow-left-right", page.say("merged"));
    else show("ok", "cloud-check", page.say("saved", { time: answer.saved }));
    if (waits(draft)) later(quiet);
  }

  function refused(message) {
    stopped = true;
    show("warn", "lock", message ?? page.say("closed"));
  }

  // choose leads to the server's page, where the judge decides on what both devices changed.
  function choose() {
    stopped = true;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-second", textContent: page.say("choose") });
    button.addEventListener("click", () => form.requestSubmit(form.querySelector("button[value=save]")));
    show("warn", "arrow-left-right", page.say("stale"), button);
  }

  function expired() {
    stopped = true;
    const login = document.createElement("a");
    Object.assign(login, { href: `/login?next=${encodeURIComponent(location.pathname)}`, textContent: page.say("login") });
    show("warn", "key", page.say("expired"), login);
  }

  function faults(answer) {
    for (const fault of answer.errors ?? []) {
      const field = form.elements[fault.field];
      if (field) page.showFault(field, fault.message);
    }
    show("warn", "exclamation-triangle", answer.message ?? page.say("local"));
  }

  function offline() {
    show("warn", "cloud-slash", page.say(unreached || "local"));
    wait = Math.min(wait * 2, longest);
    later(wait);
  }

  // An input method may end a word without another input event.
  for (const name of ["input", "compositionend"]) {
    form.addEventListener(name, (event) => {
      if (event.isComposing) return;
      store();
      later(quiet);
    });
  }
  form.addEventListener("change", () => {
    store();
    later(300);
  });

  // leave sends the form by its button once the server answers; without network the page stays, marks and all,
  // instead of giving way to the browser's own page, and "next" goes to the device's copy of the next sheet. It waits
  // for a save in the background, whose version it needs.
  async function leave(button) {
    asking = true;
    show("", "cloud-check", page.say("saving"));
    try {
      await sending;
      await fetch(sprite, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(patience) });
      cleared = true;
      form.requestSubmit(button);
    } catch {
      const next = button?.value === "next" && read(`pack ${draft.user}`) && form.dataset.next;
      if (next) return location.assign(next);
      unreached = button?.value === "check" ? "needsNetwork" : "unreached";
      offline();
    }
    asking = cleared = false;
  }

  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(timer);
      store();
      if (cleared) return;
      event.preventDefault();
      if (!asking) leave(event.submitter);
    },
    true,
  );
  addEventListener("online", () => {
    if (unreached && !waits(draft)) badge.replaceChildren();
    unreached = false;
    later(0);
  });
  // A page that goes away sends what it can: nobody is left to wait for the answer, the draft stays until it is known.
  addEventListener("pagehide", () => {
    if (!form.dataset.sending && !stopped && waits(draft)) post(id, bodyOf(draft), { keepalive: true }).catch(() => {});
  });
  addEventListener("beforeunload", (event) => {
    if (waits(draft) && !keep(draft)) event.preventDefault();
  });
  // Another tab of this sheet typed: what is here is joined with it.
  addEventListener("storage", (event) => {
    const other = event.key === `sheet ${draft.user} ${id}` && load(draft.user, id);
    if (!other) return;
    draft = { ...other, values: merge(draft.values, values(), other.values).merged };
    put();
  });

  // resume goes on from what the device holds; what was typed since the page showed before stays.
  function resume(before) {
    const kept = load(shown.user, id);
    const held = begin(shown, kept);
    draft = { ...held, values: merge(before, values(), held.values).merged };
    put();
    return { before: held.values, kept };
  }

  // begun writes down what was typed before the device's drafts were known, and sends what waits.
  function begun({ before, kept }) {
    ready = true;
    const typed = fields.some((f) => !alike(f.value, before[f.name] ?? ""));
    if (kept && waits(draft) && !typed && !shown.faults) keep(draft);
    else if (typed || shown.faults || kept || read(`pack ${draft.user}`)) store();
    if (shown.faults) return badge.replaceChildren();
    if (!waits(draft)) return;
    show("warn", "cloud-slash", page.say("local"));
    later(100);
  }

  const first = resume(shown.values);
  recovered.then(() => {
    begun(resume(first.before));
    sendAll(draft.user, (outcome) => outcome.draft.id === id && !sending && took(outcome, outcome.draft)).catch(() => {});
  });
}
