// Tries what may happen to a judge's marks on a running server: no network for a day, two devices, an ended session, a server
// that restarts, a full device, a wrong clock, a judge who was removed, another person at the device, signing out.
// Usage: node offline.mjs OPTIONS, a JSON object: {base, slug, password, judges: [{email, token}], control, only}. Each check has a judge of
// its own, and the last one beside. control takes posts that act on the server. Prints a line for each check and exits 1 when one fails.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { Desk } from "./offline_desk.mjs";

const options = JSON.parse(process.argv[2]);
const launch = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
};
const run = { ...options, patience: options.patience || 20_000, findings: [], browser: await chromium.launch(launch) };

const control = async (act) => {
  const answer = await fetch(`${run.control}/${act}`, { method: "POST" });
  assert.equal(answer.status, 200, `${act}: ${await answer.text()}`);
};

const checks = {
  async "a whole day without network"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    await d.visit();
    assert.match(await d.prepare(), /4 phiếu, 13 ảnh, 8 giấy tờ \(\d/);
    const sheets = await d.sheets();
    await d.offline(true);
    await d.forget();
    await d.go(sheets[0]);
    await d.page.locator(".cached-note").waitFor();
    const seen = d.page.locator(".visit-photos img");
    await seen.scrollIntoViewIfNeeded();
    await seen.evaluate((img) => img.decode());
    assert.equal(await seen.evaluate((img) => img.naturalWidth), 40);
    await d.type("1.1", "4,5");
    await d.type("1.2", "3.5");
    await d.said(/Còn trên máy này, đang chờ mạng/);
    await d.page.click("button[name=act][value=next]");
    await d.page.waitForURL("**" + sheets[1]);
    await d.page.locator("[data-photos] img").first().evaluate((img) => img.decode());
    await d.page.click("[data-photos] figure a");
    await d.page.click("dialog.viewer >> text=Ảnh sau");
    assert.match(await d.page.innerText("dialog.viewer .viewer-bar span"), /2 \/ 3/);
    await d.looks();
    await d.page.keyboard.press("Escape");
    await d.type("2.1", "2");
    await d.page.fill("#comment", "Chấm ở đình làng.");
    await d.page.reload();
    await d.has("2.1", "2");
    const paper = await d.page.evaluate(async () => (await fetch(document.querySelector(".papers a").href)).headers.get("content-type"));
    assert.equal(paper, "application/pdf");
    await d.page.click("button[name=act][value=check]");
    await d.said(/chưa nộp/);
    const again = await d.context.newPage();
    await again.goto(`${run.base}/judge/${run.slug}?q=${encodeURIComponent("tuong")}`);
    assert.equal(await again.locator(".sheet-list li:visible").count(), 1);
    await again.goto(`${run.base}/judge/${run.slug}/declaration`);
    assert.match(await again.innerText("h1"), /cần có mạng/);
    await again.goto(`${run.base}${sheets[0]}`);
    await d.has("1.1", "4,5", again);
    await again.close();
    await d.list();
    await d.page.locator("[data-outbox-count]", { hasText: "2 phiếu" }).waitFor();
    assert.equal(await d.page.locator(".sheet-list .tag-warn", { hasText: "Chờ gửi" }).count(), 2);
    await d.looks();
    await d.offline(false);
    await d.arrives(sheets[0], { 1.1: "4.5", 1.2: "3.5" }, 2);
    const second = await d.arrives(sheets[1], { 2.1: "2" }, 2);
    assert.equal(second.comment, "Chấm ở đình làng.");
  },
  async "a paper is read without network"([judge], run) {
    const d = await Desk.open(run, judge, { hasTouch: true });
    await d.signIn();
    await d.prepare();
    const [sheet] = await d.sheets();
    await d.offline(true);
    await d.forget();
    await d.go(sheet);
    const paper = d.page.locator("a[data-paper=pdf]").first();
    await paper.click();
    const canvas = d.page.locator(".reader canvas").first();
    await canvas.waitFor();
    const ink = await canvas.evaluate((page) => page.getContext("2d").getImageData(0, 0, page.width, page.height).data.filter((v, i) => i % 4 === 0 && v < 128).length);
    assert.ok(ink > 50, `${ink} dark pixels on the page`);
    assert.match(await d.page.innerText(".viewer-bar [role=status]"), /Trang 1 \/ 1/);
    assert.match(await d.page.innerText(".reader .visually-hidden"), /Dang ky kinh doanh/);
    const wide = () => canvas.evaluate((page) => page.clientWidth);
    const before = await wide();
    const drawn = await canvas.elementHandle();
    await d.page.click("[data-reader=zoom]");
    assert.ok((await wide()) > before * 1.2);
    await d.pinch(".reader", 60, 30, () => d.page.waitForFunction((old) => !old.isConnected, drawn)); // drawn larger meanwhile
    await d.page.waitForFunction((most) => document.querySelector(".reader canvas")?.clientWidth < most, before);
    await d.page.click("[data-reader=paperNext]");
    await d.page.locator(".reader .visually-hidden", { hasText: "Thuyet minh" }).waitFor({ state: "attached" });
    await d.looks();
    await d.page.keyboard.press("Escape");
    await d.page.locator("dialog.viewer").waitFor({ state: "detached" }); // its close is told a moment after the key
    assert.equal(await d.page.evaluate(() => document.activeElement.dataset.paper), "pdf");
    assert.equal(await d.page.locator("canvas").count(), 0);
  },
  async "two devices: what one alone changed is merged, the rest is asked about"([judge], run) {
    const [a, b] = [await Desk.open(run, judge), await Desk.open(run, judge)];
    for (const d of [a, b]) await d.signIn();
    await a.prepare();
    const [sheet] = await a.sheets();
    for (const d of [a, b]) await d.go(sheet);
    await a.offline(true);
    await a.type("1.1", "1");
    await a.type("1.2", "1");
    await b.type("1.3", "2");
    await b.said(/Đã lưu/);
    await a.offline(false);
    await a.arrives(sheet, { 1.1: "1", 1.2: "1", 1.3: "2" });
    await a.has("1.3", "2");
    await a.said(/Đã lưu|Đã gộp/);
    await a.offline(true);
    await a.type("1.1", "3");
    await a.type("1.4", "4");
    await b.page.reload();
    await b.type("1.1", "5");
    await b.type("1.5", "2");
    await b.arrives(sheet, { 1.1: "5", 1.5: "2" });
    await a.offline(false);
    await a.page.click("span[data-saved] button");
    await a.page.locator("form[data-choice]").waitFor();
    assert.deepEqual(await a.page.locator(".choose legend").evaluateAll((list) => list.map((l) => l.textContent.slice(0, 4))), ["1.1."]);
    await a.page.check("[name='marks.1.1'][value='3']");
    await a.page.click("form[data-choice] button[value=save]");
    await a.arrives(sheet, { 1.1: "3", 1.3: "2", 1.4: "4", 1.5: "2" });
    await a.page.waitForURL("**" + sheet + "**");
    await a.has("1.1", "3");
  },
  async "the session ends in the middle of a sheet"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    const [, , sheet] = await d.sheets();
    await d.go(sheet);
    await d.context.clearCookies({ name: /vinhdanh$/ });
    await d.type("1.1", "2,5");
    await d.page.click("span[data-saved] a[href^='/login']");
    await d.enter();
    await d.arrives(sheet, { 1.1: "2.5" }, 2);
    await d.has("1.1", "2,5");
  },
  async "the device is full: says so and sends at once"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    const [, , , sheet] = await d.sheets();
    await d.page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await d.go(sheet);
    let words = "";
    await d.page.exposeFunction("heard", (text) => (words += text));
    await d.page.evaluate(() => new MutationObserver(() => heard(document.querySelector("span[data-saved]").textContent)).observe(document.querySelector("span[data-saved]"), { childList: true }));
    await d.type("1.1", "1,5");
    await d.arrives(sheet, { 1.1: "1.5" });
    await d.said(/Đã lưu/);
    assert.match(words, /Máy này hết chỗ lưu/);
  },
  async "another person at the device sees nothing and loses nothing"([judge, other], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    await d.prepare();
    const [sheet] = await d.sheets();
    await d.go(sheet);
    await d.offline(true);
    await d.type("1.1", "3,5");
    await d.said(/Còn trên máy này/);
    await d.context.clearCookies({ name: /vinhdanh$/ });
    await d.go(`/judge/${run.slug}`);
    await d.offline(false);
    const at = "/judge/" + run.slug;
    await d.signIn(other, at);
    await d.emptied(1); // the first judge's marks stay
    assert.equal(await d.page.locator("[data-outbox]:visible").count(), 0);
    const answer = await d.page.goto(run.base + sheet);
    assert.equal(answer.status(), 404);
    await d.offline(true);
    await assert.rejects(() => d.page.goto(run.base + sheet), /ERR_/);
    await d.offline(false);
    await d.go(at);
    await d.page.locator("form[action='/logout'] button").first().click();
    await d.page.waitForURL("**/?done=signed_out");
    await d.signIn(judge, sheet);
    await d.arrives(sheet, { 1.1: "3.5" }, 2);
  },
  async "signing out with marks that are not sent is refused"([judge], run) {
    const d = await Desk.open(run, judge, { acceptDownloads: true });
    await d.signIn();
    await d.prepare();
    const [sheet] = await d.sheets();
    await d.go(sheet);
    await d.offline(true);
    await d.type("1.1", "0,5");
    await d.said(/Còn trên máy này/);
    const leave = () => d.page.locator("form[action='/logout'] button").first().click();
    await leave();
    await d.page.locator("dialog", { hasText: "1 phiếu có điểm chưa gửi" }).waitFor();
    await d.looks();
    await d.page.click("dialog >> text=Gửi ngay");
    await d.page.locator("dialog", { hasText: "Chưa có mạng" }).waitFor();
    await d.page.click("dialog >> text=Để sau");
    assert.equal((await d.held()).drafts.length > 0, true);
    await leave();
    const [download] = await Promise.all([d.page.waitForEvent("download"), d.page.click("dialog >> text=Lưu điểm ra tệp")]);
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "marks-")), "diem.json");
    await download.saveAs(file);
    // The network comes back before anything can be sent.
    await d.page.route("**/draft", (route) => route.abort());
    await d.offline(false);
    await d.page.click("dialog >> text=Điểm đã ở trong tệp");
    await d.page.waitForURL("**/?done=signed_out");
    assert.deepEqual(await d.held(), { stores: [], drafts: [] });
    assert.deepEqual(await d.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await d.page.unroute("**/draft");
    await d.signIn();
    await d.page.click(".device-card summary");
    await d.page.setInputFiles("#outbox-read", file);
    await d.arrives(sheet, { 1.1: "0.5" }, 2);
  },
  async "a judge who was removed meanwhile keeps the marks as a file, and no page"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    await d.prepare();
    const [sheet] = await d.sheets();
    await d.offline(true);
    await d.go(sheet);
    await d.type("1.1", "4");
    await d.said(/Còn trên máy này/);
    await control(`remove?email=${judge.email}`);
    await d.list();
    await d.page.locator("[data-outbox-count]", { hasText: "1 phiếu" }).waitFor();
    await d.offline(false);
    await d.page.locator("[data-outbox-list] li", { hasText: "không còn được giao chấm" }).waitFor();
    await d.emptied(1);
  },
  async "the server stops and starts again"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    const [, sheet] = await d.sheets();
    await d.go(sheet);
    await control("stop");
    await d.type("2.2", "1");
    await d.said(/Còn trên máy này/);
    await control("start");
    await d.arrives(sheet, { 2.2: "1" });
    await d.said(/Đã lưu/);
  },
  async "the device's clock is wrong by a day"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.page.clock.setSystemTime(Date.now() - 26 * 60 * 60 * 1000);
    await d.signIn();
    await d.prepare();
    const [, , sheet] = await d.sheets();
    await d.offline(true);
    await d.go(sheet);
    const today = new Date(Date.now() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10).split("-").reverse().join("/");
    assert.ok((await d.page.innerText(".cached-note")).includes(today), "the age of a kept page is told by the device's clock");
    await d.type("2.3", "1");
    await d.said(/Còn trên máy này/);
    await d.page.clock.setSystemTime(Date.now() + 26 * 60 * 60 * 1000);
    await d.offline(false);
    await d.arrives(sheet, { 2.3: "1" });
  },
  async "the battery dies while a judge types"([judge], run) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "battery-"));
    const start = () => chromium.launchPersistentContext(folder, launch);
    let context = await start();
    let d = new Desk(run, context, await context.newPage(), judge);
    await d.signIn();
    await d.prepare();
    const [, , , sheet] = await d.sheets();
    await d.offline(true);
    await d.go(sheet);
    await d.type("2.4", "2");
    await d.page.waitForTimeout(1500); // less than localStorage takes to reach the disk, enough for a forced write
    await kill(folder);
    context = await start();
    d = new Desk(run, context, await context.newPage(), judge);
    await d.offline(true);
    await d.go(sheet);
    await d.has("2.4", "2");
    await d.offline(false);
    await d.signIn(judge, sheet); // the browser had no time to write its cookies
    await d.arrives(sheet, { 2.4: "2" });
    await context.close();
    fs.rmSync(folder, { recursive: true, force: true });
  },
  async "the close of the pass takes everything off the device"([judge], run) {
    const d = await Desk.open(run, judge);
    await d.signIn();
    await d.prepare();
    const [sheet] = await d.sheets();
    await d.go(sheet);
    await d.type("1.1", "2");
    await d.arrives(sheet, { 1.1: "2" });
    assert.ok((await d.held()).drafts.length > 0, "a kept page is not brought up to date");
    await control("close");
    await d.list();
    await d.emptied(0);
  },
};

// kill ends the browser of a profile as a dead battery does: no process of it gets to write anything more.
async function kill(folder) {
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) process.kill(Number(pid), "SIGKILL");
    } catch {
      continue; // it ended by itself
    }
  }
  await new Promise((r) => setTimeout(r, 300));
  for (const name of ["SingletonLock", "SingletonCookie", "SingletonSocket"]) fs.rmSync(path.join(folder, name), { force: true });
}

// alone are those that act on everybody's server.
const alone = ["the server stops and starts again", "the close of the pass takes everything off the device"];
const names = options.only ?? Object.keys(checks);

// one makes a check with devices of its own.
async function one(name) {
  const own = { ...run, desks: [], at: name };
  const since = Date.now();
  try {
    await checks[name]([run.judges[names.indexOf(name)], run.judges.at(-1)], own);
    console.log(`ok ${((Date.now() - since) / 1000).toFixed(1)} s: ${name}`);
  } catch (error) {
    run.findings.push(`${name}: ${error.stack.split("\n").slice(0, 14).join("\n")}`);
    for (const { page } of own.desks) console.log(`  at ${page.url()}: ${(await page.locator("h1, .outbox, span[data-saved]").allInnerTexts().catch(() => [])).join(" | ").slice(0, 300)}`);
  }
  for (const { context } of own.desks) await context.close();
}

try {
  const queue = names.filter((name) => !alone.includes(name));
  const lane = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) await one(name);
  };
  await Promise.all([lane(), lane()]);
  for (const name of alone) if (names.includes(name)) await one(name);
} finally {
  await run.browser.close();
}
for (const f of run.findings) console.log(f);
process.exit(run.findings.length ? 1 : 0);
