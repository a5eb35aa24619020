// Looks certificates up on a running server as anybody may: without scripts by typing and sending files, with scripts by
// dropping files and by a camera that sees a printed certificate. Of every page it wants: nothing asked of another host,
// no cookie, nothing kept. Usage: node verification.mjs OPTIONS, a JSON object: {base, valid, revoked, unknown, mistyped,
// product, files: {name: path}, camera, elsewhere}; camera is a .y4m or .mjpeg file, elsewhere an address that has the server
// call itself by another name when something is posted to it. Prints one line per finding and exits 1 when there is any.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const options = JSON.parse(process.argv[2]);
const { base } = options;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${options.camera}`],
  ],
});
const lower = (code) => code.replaceAll("-", "").toLowerCase();

// visit opens a browser that nobody used before, lets act use it, and looks at all that it asked for.
async function visit(javaScriptEnabled, act) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, javaScriptEnabled });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const [foreign, answers] = [[], []];
  context.on("request", (r) => /^(data|blob):/.test(r.url()) || r.url().startsWith(`${base}/`) || foreign.push(r.url()));
  context.on("response", (r) => answers.push(r));
  page.on("console", (m) => m.type() === "error" && /Content Security Policy/.test(m.text()) && foreign.push(m.text()));
  page.on("pageerror", (error) => foreign.push(`script error: ${error.message}`));
  try {
    await act(page);
    assert.deepEqual(foreign, [], "asks another host");
    assert.deepEqual(await context.cookies(), [], "keeps a cookie");
    for (const answer of answers) {
      const headers = await answer.allHeaders();
      assert.equal(headers["set-cookie"], undefined, `${answer.url()} sets a cookie`);
      assert.doesNotMatch(headers.link ?? "", /https?:/, `${answer.url()} links to another host`);
      if (answer.request().isNavigationRequest()) assert.match(headers["cache-control"] ?? "", /no-store/, `${answer.url()} may be kept`);
    }
    assert.ok(answers.length > 1, "nothing was asked");
  } finally {
    await context.close();
  }
}

const hints = "link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], link[rel~=preload]";

// look opens a page and demands its status and its answer.
async function look(page, address, status, verdict) {
  const answer = await page.goto(base + address);
  assert.equal(answer.status(), status, address);
  for (const link of await page.locator(hints).all()) assert.ok((await link.getAttribute("href")).startsWith("/"), `${address} prepares another host`);
  assert.ok(await page.locator(`.verdict-${verdict}`).isVisible(), `${address} does not say ${verdict}`);
}

const codes = [
  ["valid", 200],
  ["revoked", 200],
  ["unknown", 404],
  ["mistyped", 400],
];

// reasons are what the page says of each file: its verdict, and the sentence that no other file gets.
const reasons = {
  genuine: ["genuine", /Từng chữ, từng số trong tệp đúng/],
  flipped: ["altered", /khác tệp đã cấp/],
  withdrawn: ["revoked", /đã bị thu hồi/],
  stranger: ["unknown", /chưa từng được cấp/],
  text: ["unknown", /không phải tệp PDF/],
};

async function saysOf(page, name) {
  const [verdict, sentence] = reasons[name];
  await page.locator(`.verdict-file-${verdict}`).waitFor();
  await page.locator(".checks").waitFor();
  const said = await page.innerText("main");
  assert.match(said, sentence, `of the file ${name}`);
  for (const [other, [, theirs]] of Object.entries(reasons)) if (other !== name) assert.doesNotMatch(said, theirs, `of ${name}, as of ${other}`);
  return said;
}

// drop lets a file fall on the form, as from a folder of the desk.
async function drop(page, file) {
  const given = { name: path.basename(file), bytes: fs.readFileSync(file).toString("base64") };
  const carried = await page.evaluateHandle(({ name, bytes }) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    return data;
  }, given);
  await page.dispatchEvent("form[data-drop] .drop-here", "dragenter", { dataTransfer: carried });
  assert.ok(await page.locator("form[data-drop].is-over").count(), "the form does not show that a file hangs over it");
  await page.dispatchEvent("form[data-drop] .drop-here", "drop", { dataTransfer: carried });
}

const checks = {
  async "pages without scripts"() {
    await visit(false, async (page) => {
      for (const [name, status] of codes) {
        await look(page, `/v/${lower(options[name])}`, status, name);
        assert.equal(await page.getAttribute("html", "lang"), "vi");
        await page.click(".language");
        assert.equal(await page.getAttribute("html", "lang"), "en");
        assert.ok(await page.locator(`.verdict-${name}`).isVisible());
      }
    });
  },
  async "the form without scripts"() {
    await visit(false, async (page) => {
      await page.goto(`${base}/v`);
      assert.ok(!(await page.locator("[data-scan]").isVisible()), "a camera is offered that needs scripts");
      for (const [name] of codes.filter(([name]) => name !== "mistyped")) {
        await page.goto(`${base}/v`);
        await page.fill("#code", ` ${lower(options[name])} `);
        await page.click("[data-lookup] button.wide");
        await page.locator(`.verdict-${name}`).waitFor();
      }
      await page.goto(`${base}/v`);
      await page.fill("#code", options.mistyped);
      await page.click("[data-lookup] button.wide");
      await page.locator("#faults").waitFor();
      assert.equal(await page.inputValue("#code"), options.mistyped);
      for (const name of ["genuine", "flipped"]) {
        await page.goto(`${base}/v`);
        await page.setInputFiles("#file", options.files[name]);
        await page.click("[data-drop] button.wide");
        await saysOf(page, name);
      }
    });
  },
  async "pages with scripts"() {
    await visit(true, async (page) => {
      for (const [name, status] of codes) await look(page, `/v/${lower(options[name])}`, status, name);
    });
  },
  async "files that are dropped"() {
    await visit(true, async (page) => {
      for (const name of Object.keys(reasons)) {
        await page.goto(`${base}/v`);
        await page.locator("[data-drop-here]:visible").waitFor();
        await drop(page, options.files[name]);
        const said = await saysOf(page, name);
        if (name === "genuine") assert.ok(said.includes(options.valid), "does not say whose file it is");
      }
    });
  },
  async "a certificate before the camera"() {
    await visit(true, async (page) => {
      await page.goto(`${base}/v`);
      await page.click("[data-scan-start]");
      await page.locator(".verdict-valid").waitFor();
      assert.ok(new URL(page.url()).pathname.startsWith("/v"));
      assert.equal(await page.innerText(".verdict .code"), options.valid);
      assert.ok((await page.innerText("#product")).includes(options.product));
    });
  },
  async "a certificate of another host before the camera"() {
    await fetch(options.elsewhere, { method: "POST" });
    await visit(true, async (page) => {
      await page.goto(`${base}/v`);
      await page.click("[data-scan-start]");
      await page.waitForFunction((host) => document.querySelector(".scan-say").textContent.includes(host), new URL(base).host);
      assert.match(await page.innerText(".scan-say"), /không phải trang này/);
      assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, "/v");
      assert.equal(await page.inputValue("#code"), "");
    });
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const began = Date.now();
  try {
    await check();
    console.log(`ok  ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed++;
    console.log(`no  ${name}: ${error.message}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
