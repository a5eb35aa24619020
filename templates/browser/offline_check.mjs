// Checks second symbols on the page for checks without a network, in Chromium: typed, from a photo, with the network cut, with
// data that are too old. Usage: node offline_check.mjs PREVIEW VECTORS PHOTO. Prints a line for each check, exits 1 when one fails.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

const [folder, vectorsFile, photo] = process.argv.slice(2);
const vectors = JSON.parse(fs.readFileSync(vectorsFile));
const text = (name) => vectors.cases.find((c) => c.name === name).text;
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const data = `self.vinhdanhOffline=${JSON.stringify({ verify: "https://vinhdanh.example.vn/v/", keys: vectors.keys, status: vectors.status, limit: 30 })};`;
const dist = fs.readdirSync(path.join(folder, "assets"));

const files = (url) => {
  if (url.pathname === "/v/offline") return `${url.searchParams.get("lang") ?? "vi"}/offline-check.html`;
  if (url.pathname === "/v/offline/worker.js") return `assets/${dist.find((name) => name.startsWith("offline_worker."))}`;
  return url.pathname.slice(1);
};
const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://x");
  const file = path.join(folder, path.normalize(files(url)));
  const send = (type, body) =>
    response.writeHead(200, { "content-type": type, "content-security-policy": policy, "service-worker-allowed": "/v/offline" }).end(body);
  if (url.pathname === "/v/offline/app.webmanifest") return send("application/manifest+json", "{}");
  if (url.pathname === "/v/offline/data.js") return send("text/javascript", data);
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
  return send(types[path.extname(file)] ?? "application/octet-stream", fs.readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});

async function open(now = Date.parse(vectors.now), lang = "vi") {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  await context.clock.setFixedTime(now);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (r) => asked.push(r.url()));
  if (process.env.DEBUG) page.on("console", (m) => console.log(m.text()));
  page.on("pageerror", (error) => process.env.DEBUG && console.log(error.stack));
  page.on("pageerror", (error) => asked.push(`error: ${error.message}`));
  await page.goto(`${base}/v/offline?lang=${lang}`);
  await page.locator("[data-age]:visible").waitFor();
  return { context, page, asked };
}

async function says(page, typed) {
  await page.fill("#text", typed);
  await page.click("[data-typed] button");
  await page.locator(".verdict:focus").waitFor();
  return page.locator(".verdict").getAttribute("class");
}

const checks = {
  async "a genuine text, whose names are compared"() {
    const { page, context, asked } = await open();
    assert.match(await says(page, text("genuine")), /tone-good/);
    assert.equal(await page.innerText(".facts [data-code]"), "7K3M-9QXT-2HDK");
    assert.equal(await page.innerText(".facts [data-until]"), "31/12/2029");
    assert.equal(await page.innerText(".facts [data-level]"), "Cấp tỉnh");
    await page.fill("#product", vectors.names[0].product);
    await page.fill("#producer", "Cơ sở khác");
    await page.click(".answer form button");
    await page.locator(".same-bad:visible").waitFor();
    await page.fill("#producer", vectors.names[0].producer);
    await page.click(".answer form button");
    await page.locator(".same-good:visible").waitFor();
    assert.equal(await page.locator(".same-bad:visible").count(), 0);
    assert.deepEqual(asked.filter((url) => !url.startsWith(base)), []);
    assert.deepEqual(await context.cookies(), []);
  },
  async "one flipped character, an unknown key, the other symbol"() {
    const { page } = await open();
    assert.match(await says(page, text("one character of the signature")), /tone-bad/);
    assert.match(await page.innerText(".verdict"), /Chữ ký KHÔNG đúng/);
    assert.equal(await page.locator(".facts").count(), 0);
    assert.match(await says(page, text("a key that was never published")), /tone-odd/);
    assert.match(await page.innerText(".verdict"), /Không biết khóa/);
    assert.match(await says(page, "https://vinhdanh.example.vn/v/7k3m9qxt2hdk"), /tone-plain/);
    assert.equal(await page.getAttribute("[data-address]", "href"), "https://vinhdanh.example.vn/v/7k3m9qxt2hdk");
  },
  async "one that was revoked, and the others"() {
    const { page } = await open(undefined, "en");
    for (const [status, title] of Object.entries({ revoked: /REVOKED/, suspended: /suspended/, superseded: /replaced/, expired: /expired/, unknown: /does not hold it/ })) {
      await says(page, text(`by the second key, ${status}`));
      assert.match(await page.innerText(".verdict h2"), title);
    }
  },
  async "data that are too old decide nothing"() {
    const { page } = await open(Date.parse(vectors.now) + 40 * 86_400_000);
    assert.match(await page.innerText("[data-age]"), /quá 30 ngày[^]*Cũ 40 ngày/);
    assert.match(await says(page, text("genuine")), /tone-warn/);
    assert.match(await page.innerText(".verdict"), /quá cũ/);
    assert.match(await says(page, text("by the second key, revoked")), /tone-warn/);
  },
  async "a photo with both symbols, and one with none"() {
    const { page, asked } = await open();
    await page.setInputFiles("[data-photo]", photo);
    await page.locator(".verdict:focus").waitFor();
    assert.match(await page.locator(".verdict").getAttribute("class"), /tone-good/);
    assert.ok(asked.some((url) => /offline_scanner/.test(url)), "the browser reads symbols itself: jsQR is not tried");
    await page.setInputFiles("[data-photo]", { name: "x.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg==", "base64") });
    await page.locator("[data-trouble=photo]:visible").waitFor();
  },
  async "the network is cut"() {
    const { page, context, asked } = await open();
    await page.locator("[data-stored]:visible").waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await context.setOffline(true);
    await page.reload();
    assert.match(await says(page, text("by the second key, revoked")), /tone-bad/);
    await page.click(".language");
    await page.locator("h1", { hasText: "without a network" }).waitFor();
    await page.setInputFiles("[data-photo]", photo);
    await page.locator(".tone-good:focus").waitFor();
    assert.match(await page.innerText(".verdict h2"), /signature is right/);
    assert.deepEqual(asked.filter((url) => url.startsWith("error")), []);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  try {
    await check();
    console.log(`ok  ${name}`);
  } catch (error) {
    failed++;
    console.log(`no  ${name}: ${error.stack}`);
  }
}
await browser.close();
server.close();
process.exit(failed ? 1 : 0);
