import assert from "node:assert/strict";
import test from "node:test";
import { alike, faultOf, formatMark, merge, parseMark, plainMark } from "./marks.js";

test("marks are read with a comma or a point and nothing else", () => {
  for (const [text, want] of [["4,5", 4500], ["4.5", 4500], [" 34 ", 34000], ["0,125", 125], ["", undefined], ["  ", undefined], ["4,5,1", null], ["-1", null], ["1e2", null], ["bốn", null], ["4,", null], ["12345", null], ["1,2345", null]])
    assert.equal(parseMark(text), want, text);
});

test("marks are written back as the server and the reader want them", () => {
  for (const [n, plain, vi] of [[4500, "4.5", "4,5"], [34000, "34", "34"], [125, "0.125", "0,125"], [0, "0", "0"]]) {
    assert.equal(plainMark(n), plain);
    assert.equal(formatMark(n, "vi"), vi);
    assert.equal(parseMark(vi), n);
  }
});

test("faults are named as the server names them", () => {
  assert.equal(faultOf(5000, 5000, 500), "");
  assert.equal(faultOf(undefined, 5000, 500), "");
  assert.equal(faultOf(5500, 5000, 500), "above");
  assert.equal(faultOf(4250, 5000, 500), "offStep");
  assert.equal(faultOf(null, 5000, 500), "notNumber");
});

test("equal marks in two spellings are alike, texts only letter for letter", () => {
  assert.ok(alike("4,50", "4.5"));
  assert.ok(!alike("4,5", ""));
  assert.ok(!alike("ngon", "Ngon"));
});

test("two devices are merged where only one changed", () => {
  const base = { a: "1", b: "2", c: "", comment: "" };
  const { merged, conflicts } = merge(base, { a: "1", b: "3", c: "4", comment: "x" }, { a: "5", b: "2", c: "4", comment: "y" });
  assert.deepEqual(merged, { a: "5", b: "3", c: "4", comment: "x" });
  assert.deepEqual(conflicts, ["comment"]);
});
