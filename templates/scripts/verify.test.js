import test from "node:test";
import assert from "node:assert/strict";
import { codeOf, fits, grouped, plain } from "./verify_code.js";

const code = "7K3M9QXT2HDK";
// The last character is the check digit of the eleven before it.
const good = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"].map((d) => code.slice(0, 11) + d).find(fits);

test("typed codes are read in groups", () => {
  assert.equal(plain(" 7k3m-9qxt.2hdk… "), code);
  assert.equal(plain("Đ-OIL"), "D011");
  assert.equal(grouped("7K3M9"), "7K3M-9");
  assert.equal(grouped(code), "7K3M-9QXT-2HDK");
});

test("a check digit holds for one of 32 characters", () => {
  assert.ok(good);
  const others = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"].filter((d) => fits(code.slice(0, 11) + d));
  assert.equal(others.length, 1);
  assert.ok(!fits(good.slice(0, 11)));
});

test("a scanned address is read on this host alone", () => {
  const own = "vinhdanh.example.vn";
  assert.deepEqual(codeOf(`https://${own}/v/${good.toLowerCase()}`, own), { code: good });
  assert.deepEqual(codeOf(`HTTPS://${own.toUpperCase()}/v/${good}/`, own), { code: good });
  assert.deepEqual(codeOf(`https://evil.example/v/${good}`, own), { host: "evil.example" });
  assert.deepEqual(codeOf(`https://${own}@evil.example/v/${good}`, own), { host: "evil.example" });
  assert.deepEqual(codeOf(`javascript://${own}/v/${good}`, own), {});
  assert.deepEqual(codeOf("WIFI:S:quan;T:WPA;P:x;;", own), {});
  assert.deepEqual(codeOf(good, own), { code: good });
  assert.deepEqual(codeOf("A".repeat(136), own), { code: "0".repeat(12) });
  assert.deepEqual(codeOf("B".repeat(136), own), {});
});
