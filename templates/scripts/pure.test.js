import assert from "node:assert/strict";
import test from "node:test";
import { fill } from "./words.js";
import { lengthOf } from "./count.js";
import { sizeWithin } from "./shrink.js";
import { keepable, same, values } from "./fields.js";

test("sentences keep what they are not given", () => {
  assert.equal(fill("{n} / {max} {x}", { n: 0, max: 5 }), "0 / 5 {x}");
});

test("letters are counted after NFC, by code point", () => {
  assert.equal(lengthOf("tê\u0301"), 2);
  assert.equal(lengthOf("😀"), 1);
});

test("photos shrink to the longer side and never grow", () => {
  assert.deepEqual(sizeWithin(4800, 3600), [2400, 1800]);
  assert.deepEqual(sizeWithin(1200, 9600), [300, 2400]);
  assert.deepEqual(sizeWithin(800, 600), [800, 600]);
  assert.deepEqual(sizeWithin(100000, 2), [2400, 1]);
});

test("passwords, files and hidden fields never wait on the device", () => {
  const field = (type, more) => ({ name: "x", type, value: "v", dataset: {}, ...more });
  for (const type of ["password", "file", "hidden", "submit"]) assert.ok(!keepable(field(type)), type);
  assert.ok(!keepable(field("text", { dataset: { keepNot: "" } })));
  assert.ok(!keepable(field("text", { name: "" })));
  assert.ok(keepable(field("text")));
});

test("contents are equal whatever their order", () => {
  const box = (value, checked) => ({ name: "c", type: "checkbox", value, checked, dataset: {} });
  const form = { elements: [box("1", true), box("2", false), { name: "t", type: "text", value: "e\u0301", dataset: {} }] };
  assert.deepEqual(values(form), { c: ["1"], t: ["é"] });
  assert.ok(same({ a: ["1"], b: [] }, { b: [], a: ["1"] }));
  assert.ok(!same({ a: ["1"] }, { a: ["2"] }));
});
