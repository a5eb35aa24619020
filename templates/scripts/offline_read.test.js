import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { ageOf, judge, readList, readPaper, sameNames } from "./offline_read.js";

const vectors = JSON.parse(fs.readFileSync(new URL("../../certificates/testdata/offline.json", import.meta.url)));
const now = Date.parse(vectors.now);
const data = { keys: vectors.keys, status: vectors.status, limit: 30 };
const day = 24 * 60 * 60 * 1000;

test("papers of the vectors", async () => {
  assert.ok(vectors.cases.length > 12);
  for (const c of vectors.cases) {
    const said = await judge(c.text, data, now);
    if (c.name === "an address") {
      assert.equal(said.verdict, "address");
      continue;
    }
    assert.equal(said.verdict, c.fault ?? c.status, c.name);
    if (c.fault) assert.equal(said.paper, undefined, c.name);
    else assert.deepEqual([said.paper.code, said.paper.level, said.paper.issued, said.until || undefined], [c.code, c.level, c.issued, c.until], c.name);
  }
});

test("every bit of a paper", async () => {
  const genuine = vectors.cases[0].text;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  for (let i = 0; i < genuine.length; i++) {
    const other = letters[letters.indexOf(genuine[i]) ^ (1 << i % 5)];
    await assert.rejects(readPaper(genuine.slice(0, i) + other + genuine.slice(i + 1), data.keys), { name: "Error" }, `character ${i}`);
  }
});

test("lists of the vectors", async () => {
  for (const c of vectors.lists) {
    const reading = readList(c.text, data.keys);
    if (c.fault) await assert.rejects(reading, { code: c.fault }, c.name);
    else assert.equal((await reading).count, 5, c.name);
  }
});

test("names of the vectors", async () => {
  const paper = await readPaper(vectors.cases[0].text, data.keys);
  for (const n of vectors.names) assert.equal(await sameNames(paper, n.product, n.producer, n.until), n.same, JSON.stringify(n));
});

test("an old list decides nothing, nor does one from the future", async () => {
  const { made } = await readList(data.status, data.keys);
  const genuine = vectors.cases[0].text;
  assert.equal((await judge(genuine, data, made + 31 * day - 1)).verdict, "valid");
  assert.equal((await judge(genuine, data, made + 31 * day)).verdict, "status_stale");
  assert.equal((await judge(genuine, data, made - day - 1)).verdict, "status_ahead");
  assert.equal(ageOf({ made }, made + 3 * day, 30), 3);
});
