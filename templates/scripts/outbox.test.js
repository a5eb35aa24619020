import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { bodyOf, change, drafts, joined, keep, load, send, sendAll, unsent, waits } from "./outbox.js";
import { begin } from "./draft.js";
import { broughtBack, readFile } from "./file.js";
import { dated, instead, readerOf } from "./kept.js";
import { fold } from "./narrow.js";

// The device: a store of letters, of so much room.
class Store {
  room = Infinity;
  setItem(name, text) {
    if (text.length > this.room) throw new Error("QuotaExceededError");
    this[name] = text;
  }
  getItem(name) {
    return this[name] ?? null;
  }
  removeItem(name) {
    delete this[name];
  }
}

beforeEach(() => {
  globalThis.localStorage = new Store();
  globalThis.document = { documentElement: { dataset: { user: "u" } } };
});

const blank = { "marks.1": "", "marks.2": "", comment: "" };
const draft = (values, more) => ({ user: "u", id: "s", version: 1, base: blank, values: { ...blank, ...values }, bad: [], order: 1, ...more });

// Server keeps one sheet as the real one does: by version, marks with a comma, remarks folded.
class Server {
  saves = 0;
  sheet = { version: 1, marks: {}, comment: "" };
  shown = () => ({ version: this.sheet.version, saved: "10:32", comment: this.sheet.comment, marks: Object.fromEntries(Object.entries(this.sheet.marks).map(([code, m]) => [`marks.${code}`, m.replace(".", ",")])) });
  ask = async (id, body) => {
    if (this.closed) return { status: 409, answer: { code: "sheet_submitted", message: "đã nộp", ...this.shown() } };
    if (body.version !== this.sheet.version) return { status: 409, answer: { code: "stale_version", ...this.shown() } };
    this.saves++;
    this.sheet = { version: body.version + 1, marks: body.marks, comment: body.comment.replace(/\s+/g, " ").trim() };
    if (this.drops) throw new Error("the answer is lost");
    return { status: 200, answer: this.shown() };
  };
}

test("a draft is sent once, however often its answer is lost", async () => {
  const server = new Server();
  keep(draft({ "marks.1": "4,5", comment: "hai  dấu cách" }));
  server.drops = true;
  assert.equal((await send(load("u", "s"), server.ask)).kind, "offline");
  assert.equal(unsent("u").length, 1);
  server.drops = false;
  assert.equal((await send(load("u", "s"), server.ask)).kind, "saved");
  assert.deepEqual([server.saves, server.sheet.version, unsent("u").length], [1, 2, 0]);
});

test("what is typed during a sending stays to be sent", async () => {
  const server = new Server();
  keep(draft({ "marks.1": "4" }));
  const slow = async (id, body) => {
    keep(change(load("u", "s"), { ...load("u", "s").values, "marks.2": "3" }, []));
    return server.ask(id, body);
  };
  const { draft: after } = await send(load("u", "s"), slow);
  assert.ok(waits(after));
  assert.equal(after.version, 2);
  await send(after, server.ask);
  assert.deepEqual(server.sheet.marks, { 1: "4", 2: "3" });
});

test("two devices are merged by themselves where each changed its own marks", async () => {
  const server = new Server();
  await server.ask("s", { version: 1, marks: { 2: "3.5" }, comment: "máy kia" });
  keep(draft({ "marks.1": "4,5" }));
  const outcome = await send(load("u", "s"), server.ask);
  assert.equal(outcome.kind, "merged");
  assert.deepEqual(server.sheet, { version: 3, marks: { 1: "4.5", 2: "3.5" }, comment: "máy kia" });
  assert.equal(outcome.draft.values["marks.2"], "3,5");
});

test("a mark that both changed waits for the judge, and is not sent before", async () => {
  const server = new Server();
  await server.ask("s", { version: 1, marks: { 1: "2", 2: "1" }, comment: "" });
  keep(draft({ "marks.1": "4,5" }));
  const outcome = await send(load("u", "s"), server.ask);
  assert.deepEqual([outcome.kind, outcome.conflicts], ["conflict", ["marks.1"]]);
  assert.equal(await sendAll("u", () => assert.fail("sent"), server.ask), "done");
  assert.deepEqual([server.saves, unsent("u").length, load("u", "s").version], [1, 1, 1]);
});

test("a sheet that was submitted with these marks counts as sent, one with others stays", async () => {
  const server = new Server();
  await server.ask("s", { version: 1, marks: { 1: "4.5" }, comment: "" });
  server.closed = true;
  keep(draft({ "marks.1": "4,5" }));
  await send(load("u", "s"), server.ask);
  assert.equal(load("u", "s"), null);
  keep(draft({ "marks.1": "5" }));
  const { kind } = await send(load("u", "s"), server.ask);
  assert.deepEqual([kind, load("u", "s").refused, load("u", "s").values["marks.1"]], ["refused", "đã nộp", "5"]);
});

test("drafts go out in the order of their changes, whatever the clock says, and stop where there is no network", async () => {
  for (const id of ["c", "a", "b"]) keep(change({ ...draft({}), id }, { ...blank, "marks.1": "1" }, []));
  const seen = [];
  const ask = async (id) => {
    seen.push(id);
    if (id === "a") throw new Error("no network");
    return { status: 200, answer: { version: 2, marks: { "marks.1": "1" }, comment: "" } };
  };
  assert.equal(await sendAll("u", undefined, ask), "offline");
  assert.deepEqual(seen, ["c", "a"]);
  assert.deepEqual(unsent("u").map(({ id }) => id), ["a", "b"]);
});

test("a mark at fault is not sent and takes nothing away", () => {
  const body = bodyOf(draft({ "marks.1": "99", "marks.2": "3" }, { base: { ...blank, "marks.1": "4" }, bad: ["marks.1"] }));
  assert.deepEqual(body, { version: 1, marks: { 1: "4", 2: "3" }, comment: "" });
  assert.ok(!waits(draft({ "marks.1": "99" }, { bad: ["marks.1"] })));
});

test("a device without room keeps the draft as long as the page lives, and says so", () => {
  localStorage.room = 10;
  assert.equal(keep(draft({ "marks.1": "4" })), false);
  assert.equal(load("u", "s").values["marks.1"], "4");
  assert.equal(unsent("u").length, 1);
  localStorage.room = Infinity;
  assert.equal(keep(load("u", "s")), true);
});

test("one person's drafts are not another's", () => {
  keep(draft({ "marks.1": "4" }));
  assert.deepEqual([drafts("u").length, drafts("v").length, load("v", "s")], [1, 0, null]);
});

test("a page joins the draft, be it older, newer or the same", () => {
  const page = (version, values) => ({ user: "u", id: "s", version, values: { ...blank, ...values }, faults: false });
  const kept = draft({ "marks.1": "4" }, { version: 3 });
  assert.deepEqual(begin(page(3, {}), kept).values["marks.1"], "4");
  const old = begin(page(1, { "marks.2": "9" }), kept);
  assert.deepEqual([old.version, old.values["marks.1"], old.values["marks.2"]], [3, "4", ""]);
  const newer = begin(page(5, { "marks.2": "2" }), kept);
  assert.deepEqual([newer.version, newer.values["marks.1"], newer.values["marks.2"], waits(newer)], [5, "4", "2", true]);
  assert.equal(begin(page(5, { "marks.1": "4,0" }), kept).version, 5);
  const clash = begin(page(5, { "marks.1": "1" }), kept);
  assert.deepEqual([clash.version, clash.values["marks.1"]], [3, "4"]);
  assert.equal(begin({ ...page(3, {}), user: "v" }, kept).values["marks.1"], "");
});

test("joining keeps the version it started from while the judge decides", () => {
  const { draft: after } = joined(draft({ "marks.1": "4" }), { version: 7, marks: { "marks.1": "2" }, comment: "" });
  assert.deepEqual([after.version, after.conflict], [1, true]);
});

test("a saved file comes back to its judge alone, and takes nothing newer away", () => {
  const file = (more) => JSON.stringify({ format: "vinhdanh-marks-1", user: "u", sheets: [draft({ "marks.1": "4", "marks.2": "1" })], ...more });
  assert.equal(readFile(file()), 1);
  assert.equal(load("u", "s").values["marks.1"], "4");
  assert.throws(() => readFile(file({ user: "v" })), /foreign/);
  for (const bad of ["x", "{}", file({ sheets: [{}] }), file({ format: "2" }), file({ sheets: [{ ...draft({}), values: { "marks.1": 4 } }] })]) assert.throws(() => readFile(bad), /unreadable/);
  const both = broughtBack(draft({ "marks.1": "4", "marks.2": "1" }), draft({ "marks.1": "5" }));
  assert.deepEqual([both.values["marks.1"], both.values["marks.2"]], ["5", "1"]);
});

test("kept pages know their reader and their day", () => {
  const html = '<!doctype html><html lang="vi" data-user="u1"><p data-user="u2">';
  assert.equal(readerOf(html), "u1");
  assert.equal(readerOf("<html lang=vi>"), "");
  assert.match(dated(html, "Sat, 28 Nov 2026 03:32:00 GMT"), /<html data-cached="2026-11-28T03:32:00.000Z" lang/);
  assert.match(dated(html, null), /data-cached="/);
  assert.equal(instead("/judge/sheets/x/photos/2"), "/judge/sheets/x");
  assert.equal(instead("/judge/a/declaration"), "/judge/away");
  assert.equal(fold("  ĐỒ  Thờ "), "do tho");
});
