// A judge at one device of the offline checks: signs in, gets ready, marks, and looks at what the device and the server hold.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Desk is one browser profile with one page, as a tablet is.
export class Desk {
  constructor(run, context, page, judge) {
    Object.assign(this, { run, context, page, judge });
    page.setDefaultTimeout(run.patience);
    page.on("pageerror", (e) => run.findings.push(`${run.at}: script error: ${e.message}`));
    page.on("console", (m) => m.type() === "error" && /Content Security Policy/.test(m.text()) && run.findings.push(`${run.at}: ${m.text()}`));
  }

  static async open(run, judge, more = {}) {
    const context = await run.browser.newContext({ viewport: { width: 1280, height: 1000 }, ...more });
    const desk = new Desk(run, context, await context.newPage(), judge);
    run.desks.push(desk);
    return desk;
  }

  async go(path) {
    await this.page.goto(this.run.base + path);
  }

  list = () => this.go(`/judge/${this.run.slug}`);

  async signIn(judge = this.judge, next = `/judge/${this.run.slug}`) {
    await this.go(`/login?next=${encodeURIComponent(next)}`);
    await this.enter(judge);
  }

  async enter(judge = this.judge) {
    await this.page.fill("#email", judge.email);
    await this.page.fill("#password", this.run.password);
    await this.page.click("main form button.btn-primary");
    await this.page.waitForURL((url) => !url.pathname.startsWith("/login"));
  }

  // prepare takes everything onto the device and gives the words that say so.
  async prepare() {
    await this.list();
    await this.page.click("[data-pack-do]");
    const said = this.page.locator("[data-pack-state]", { hasText: /Sẵn sàng/ });
    await said.waitFor();
    return said.innerText();
  }

  // visit writes a note with one photo, 40 pixels wide, about the entry of the first sheet.
  async visit() {
    await this.list();
    const code = await this.page.locator(".sheet-list .entry-code").first().innerText();
    await this.go(`/judge/${this.run.slug}/visits`);
    await this.page.click(`.sheet-list a:has-text("${code}")`);
    await this.page.fill("#held_on", "01/02/2026");
    await this.page.fill("#place", "Xưởng");
    await this.page.fill("#seen", "Kho khô, có kệ.");
    await this.page.locator("[name=members]").first().check();
    await this.page.click(".main-action button");
    const png = await this.page.evaluate(() => Object.assign(document.createElement("canvas"), { width: 40, height: 30 }).toDataURL().split(",")[1]);
    await this.page.setInputFiles("#file", { name: "lo.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") });
    await this.page.click("form.upload button");
    await this.page.locator(".visit-photos img").waitFor();
  }

  offline = (off) => this.context.setOffline(off);

  // sheets are the addresses of the judge's sheets in the order of the list.
  async sheets() {
    await this.list();
    return this.page.locator(".sheet-list a").evaluateAll((list) => list.map((a) => a.getAttribute("href")));
  }

  field = (code) => `[name="marks.${code}"]`;

  async type(code, text) {
    await this.page.fill(this.field(code), text);
  }

  // forget empties the browser's own cache, which may lose anything at any time.
  async forget() {
    const cdp = await this.context.newCDPSession(this.page);
    await cdp.send("Network.clearBrowserCache");
    await cdp.detach();
  }

  // pinch draws two fingers on an element from one distance to its middle to another, in CSS pixels; meanwhile happens while
  // they rest.
  async pinch(selector, from, to, meanwhile) {
    const box = await this.page.locator(selector).boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const fingers = (apart) => [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }];
    const cdp = await this.context.newCDPSession(this.page);
    const touch = (type, touchPoints) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", fingers(from));
    await meanwhile();
    await touch("touchMove", fingers(to));
    await touch("touchEnd", []);
    await cdp.detach();
  }

  // has waits until a field holds something: the page asks its device for it.
  async has(code, text, page = this.page) {
    await page.waitForFunction(([name, want]) => document.querySelector(name).value === want, [this.field(code), text]);
  }

  // said waits until the sheet's bar says something.
  async said(pattern) {
    await this.page.locator("span[data-saved]", { hasText: pattern }).waitFor();
  }

  // held is what the device keeps: names of stores and of drafts.
  held = () =>
    this.page.evaluate(async () => ({
      stores: (await caches.keys()).filter((name) => name.startsWith("judge ")),
      drafts: Object.keys(localStorage).filter((name) => name.startsWith("sheet ")),
    }));

  // emptied waits until the device has no page of the judge any more, and so many drafts. (waitForFunction takes any
  // promise for a yes.)
  async emptied(drafts) {
    let held;
    for (let i = 0; i < 150; i++) {
      held = await this.held();
      if (!held.stores.length && held.drafts.length === drafts) return;
      await this.page.waitForTimeout(100);
    }
    assert.fail(`the device holds ${JSON.stringify(held)}, want no store and ${drafts} drafts`);
  }

  // looks demands that axe-core finds nothing in the page as it stands, with what scripts have put there.
  async looks() {
    await this.page.evaluate(axe);
    const found = await this.page.evaluate((runOnly) => axe.run(document, { runOnly }), tags);
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`), []);
  }

  // stored is a sheet as the server has it.
  async stored(address) {
    const answer = await fetch(`${this.run.base}/api/v1/sheets/${address.split("/").at(-1)}`, { headers: { authorization: `Bearer ${this.judge.token}` } });
    assert.equal(answer.status, 200, `the server says ${answer.status} of ${address}`);
    return answer.json();
  }

  // arrives waits until the server has marks, and demands no more versions than there were changes.
  async arrives(address, marks, most) {
    let sheet;
    for (let i = 0; i < 150; i++) {
      sheet = await this.stored(address);
      if (Object.entries(marks).every(([code, mark]) => sheet.marks[code] === mark)) {
        assert.ok(!most || sheet.version <= most, `${address} is at version ${sheet.version}, want ${most} at most`);
        return sheet;
      }
      await this.page.waitForTimeout(100);
    }
    assert.fail(`${address} holds ${JSON.stringify(sheet.marks)}, want ${JSON.stringify(marks)}`);
  }
}
