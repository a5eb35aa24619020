// The outbox of a judge: for each sheet one latest draft, with the version and the marks it started from. What was typed
// leaves the device when the server has it, and not before. Version numbers make a second sending harmless: it is
// refused as stale, its marks are found to be the stored ones, and it counts as done.
import { alike, merge, parseMark, plainMark } from "./marks.js";
import * as shelf from "./shelf.js";

const markField = "marks.";
const patience = 20000; // ms that one sending may take
const tries = 3; // of one sheet in a row, when other devices save it at the same time

// person is who is signed in at this page.
export const person = () => document.documentElement.dataset.user ?? "";

const keyOf = (who, id) => `sheet ${who} ${id}`;

// load is what the device holds of a sheet, or null.
export const load = (who, id) => shelf.read(keyOf(who, id));

// keep writes a draft. It is false when this device refuses, so that the draft lives only as long as the page. What is
// nobody's, as on a page that is only looked at, is not kept.
export const keep = (draft) => !draft.user || shelf.write(keyOf(draft.user, draft.id), draft);

// drop forgets a draft.
export const drop = (draft) => shelf.remove(keyOf(draft.user, draft.id));

// drafts are all that the device holds of a person, oldest change first.
export const drafts = (who) =>
  shelf
    .names(keyOf(who, ""))
    .map(shelf.read)
    .filter(Boolean)
    .sort((a, b) => a.order - b.order);

// waits reports whether a draft holds what the server does not have. A mark at fault is no mark yet.
export const waits = ({ values, base, bad = [] }) =>
  Object.keys(values).some((name) => !bad.includes(name) && !alike(values[name], base[name] ?? ""));

// unsent are the drafts that hold something for the server.
export const unsent = (who) => drafts(who).filter(waits);

// change puts new values into a draft and gives it its place in the order of changes, which needs no clock.
export function change(draft, values, bad) {
  const last = drafts(draft.user).at(-1)?.order ?? 0;
  return { ...draft, values, bad, order: last + 1 };
}

// bodyOf is a draft as the server takes it; a mark at fault stays as the server has it.
export function bodyOf({ version, values, base, bad = [] }) {
  const marks = {};
  for (const [name, typed] of Object.entries(values)) {
    const mark = parseMark(bad.includes(name) ? (base[name] ?? "") : typed);
    if (name.startsWith(markField) && typeof mark === "number") marks[name.slice(markField.length)] = plainMark(mark);
  }
  return { version, marks, comment: values.comment ?? "" };
}

// storedOf is what the server answered, by the names of fields.
const storedOf = (values, answer) => ({
  ...Object.fromEntries(Object.keys(values).map((name) => [name, ""])),
  ...answer.marks,
  comment: answer.comment ?? "",
});

// taken is a draft after the server kept what was sent; what was typed meanwhile stays to be sent.
export function taken(draft, sent, answer) {
  const base = { ...storedOf(draft.values, answer), comment: sent.comment ?? "" };
  return { ...draft, version: answer.version, base };
}

// joined is a draft merged with what another device saved; conflicts are the fields that both changed.
export function joined(draft, answer) {
  const theirs = storedOf(draft.values, answer);
  const { merged, conflicts } = merge(draft.base, draft.values, theirs);
  if (conflicts.length) return { draft: { ...draft, conflict: true }, conflicts };
  return { draft: { ...draft, version: answer.version, base: theirs, values: merged, conflict: false }, conflicts };
}

// send posts one draft. The answer's kind is saved, merged (saved too, with another device's marks), conflict, offline,
// expired, faulty or refused; draft is what the device holds afterwards.
export async function send(draft, ask = post) {
  let kind = "saved";
  for (let i = 0; i < tries; i++) {
    let reply;
    try {
      reply = await ask(draft.id, bodyOf(draft));
    } catch {
      return { kind: "offline", draft };
    }
    const { status, answer } = reply;
    const now = load(draft.user, draft.id) ?? draft;
    if (status === 200) return { kind, answer, draft: settle(taken(now, draft.values, answer)) };
    if (answer.code !== "stale_version") return stopped(now, status, answer);
    const both = joined(now, answer);
    if (both.conflicts.length) return { kind: "conflict", answer, draft: settle(both.draft), conflicts: both.conflicts };
    draft = settle(both.draft);
    if (Object.keys(draft.values).some((name) => !alike(draft.values[name], now.values[name]))) kind = "merged";
    if (!waits(draft)) return { kind, answer, draft };
  }
  return { kind: "offline", draft };
}

// stopped is the outcome of a sending that saved nothing. A sheet that takes no marks any more may hold these already.
function stopped(draft, status, answer) {
  const kind = kindOf(status);
  if (kind !== "refused") return { kind, answer, draft };
  if (answer.marks && !waits({ ...draft, base: storedOf(draft.values, answer) })) {
    drop(draft);
    return { kind, answer, draft: { ...draft, base: draft.values } };
  }
  return { kind, answer, draft: settle({ ...draft, refused: answer.message || "refused" }) };
}

function kindOf(status) {
  if (status === 401) return "expired";
  if (status === 422) return "faulty";
  return status >= 500 || status === 429 ? "offline" : "refused";
}

// settle keeps a draft that waits, or that a page from this device's store must be brought up to date with.
function settle(draft) {
  if (waits(draft) || shelf.read(`pack ${draft.user}`)) keep(draft);
  else drop(draft);
  return draft;
}

// post asks the server to keep a draft.
export async function post(id, sheet, more = { signal: AbortSignal.timeout(patience) }) {
  const request = { method: "POST", body: JSON.stringify(sheet), headers: { "content-type": "application/json" }, ...more };
  const reply = await fetch(`/judge/sheets/${id}/draft`, request);
  const json = reply.headers.get("content-type")?.includes("json");
  return { status: reply.redirected ? 401 : reply.status, answer: json ? await reply.json() : {} };
}

// alone runs act while no other page of this browser does.
export const alone = (act) => (globalThis.navigator?.locks ? navigator.locks.request("outbox", act) : act());

// sendAll sends what waits, in the order of the changes, each sheet once; it stops where there is no network or no
// session. told hears of every outcome.
export async function sendAll(who, told = () => {}, ask = post) {
  return alone(async () => {
    for (const { id } of unsent(who)) {
      const draft = load(who, id);
      if (!draft || draft.conflict || draft.refused || !waits(draft)) continue;
      const outcome = await send(draft, ask);
      told(outcome);
      if (outcome.kind === "offline" || outcome.kind === "expired") return outcome.kind;
    }
    return "done";
  });
}
