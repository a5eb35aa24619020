// A person at one browser of a walk: presses, types, ticks and attaches with the mouse or with the keyboard alone, and
// notes on every page what a careful reader would: a wrong language, a key instead of words, a word without diacritics
// turned off, sideways scrolling, a refused request, a focus that cannot be seen. Controls are found by name, id, role
// or address, never by their words.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const placeholder = "Ban tổ chức bình chọn"; // the office's name until somebody has given it another one

// glance reads from the page what every page must keep to.
const glance = ({ lang, placeholder }) => {
  const notes = [];
  const root = document.documentElement;
  if (root.lang !== lang) notes.push(`is in "${root.lang}", not "${lang}"`);
  const heads = document.querySelectorAll("h1").length;
  if (heads !== 1) notes.push(`has ${heads} h1`);
  if (root.scrollWidth > root.clientWidth) notes.push(`wider than the screen by ${root.scrollWidth - root.clientWidth} px`);
  const key = /(^|[\s"(])(page|fault|field|field_name|mail|state|health|missing|check|document|certificate|deadline)\.[a-z_]+[.a-z_]*/;
  const foreign = /[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]/i;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const parent = walker.currentNode.parentElement;
    if (!text || text.startsWith(placeholder) || parent.closest("script, style, noscript, textarea")) continue;
    if (key.test(text)) notes.push(`shows a key: "${text.slice(0, 60)}"`);
    const example = /^[ -~]{12}/.test(text) && parent.closest(".hint, .fault, .faults");
    if (lang === "en" && !example && foreign.test(text.normalize("NFC")) && parent.closest("[lang]").lang === "en")
      notes.push(`is not translated: "${text.slice(0, 60)}"`);
  }
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
    for (const name of ["aria-label", "placeholder", "alt", "title"]) {
      const text = e.getAttribute(name) ?? "";
      if (key.test(text)) notes.push(`shows a key in ${name}: "${text}"`);
      if (lang === "en" && foreign.test(text) && e.closest("[lang]").lang === "en") notes.push(`${name} is not translated: "${text}"`);
    }
  return notes;
};

// stop says where the focus stands on the way to a control: on it, before or behind it, and whether it is seen.
const stop = (target) => {
  const at = document.activeElement;
  const nowhere = !at || at === document.body;
  const here = at === target || (target.type === "radio" && at.type === "radio" && at.name === target.name && at.form === target.form);
  const skip = !here && at?.matches?.(".skip") && document.querySelector("#main").contains(target);
  const behind = !nowhere && Boolean(at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING);
  let lost = "";
  if (!nowhere && at.id !== "main" && at.tagName !== "IFRAME") {
    const box = at.getBoundingClientRect();
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    const label = top?.closest("label");
    const seen = top && (at.contains(top) || top.contains(at) || label?.control === at);
    const shown = [at, at.parentElement, at.closest("label")].some((e) => {
      const style = e && getComputedStyle(e);
      return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
    });
    const name = `${at.tagName} ${at.id || at.name || at.getAttribute("href") || at.textContent.trim().slice(0, 30)}`;
    if (box.width && box.height && !seen) lost = `the focus is hidden: ${name}`;
    else if (!shown) lost = `the focus does not show: ${name}`;
  }
  return { here, skip, behind, lost };
};

// Person is one of the walkers.
export class Person {
  constructor(walk, name, page) {
    Object.assign(this, { walk, name, page, expected: [] });
    page.setDefaultTimeout(walk.patience);
    if (walk.keyboard) page.on("filechooser", () => {}); // else the first dialog may open before somebody listens
    page.on("pageerror", (e) => this.note(`script error: ${e.message}`));
    page.on("console", (m) => m.type() === "error" && !/Failed to load resource/.test(m.text()) && this.note(`console: ${m.text()}`));
    page.on("request", (r) => /^(data|blob|chrome|chrome-extension):/.test(r.url()) || r.url().startsWith(walk.origin + "/") || this.note(`asks a third party: ${r.url()}`));
    // A draft that was sent twice, the second time beside the form, is answered 409 with what is stored, which the
    // page takes for sent when it is the same.
    const replayed = (r) => r.status() === 409 && r.url().endsWith("/draft");
    page.on("response", (r) => r.status() >= 400 && !this.expected.includes(r.status()) && !replayed(r) && this.note(`${r.status()} from ${r.url()}`));
    page.on("requestfailed", (r) => ["net::ERR_ABORTED", ...this.expected].includes(r.failure()?.errorText) || this.note(`${r.failure()?.errorText} from ${r.url()}`));
  }

  // enter opens a browser of its own for a person.
  static async enter(walk, name) {
    const context = await walk.browser.newContext({ viewport: { width: walk.width, height: 800 }, javaScriptEnabled: walk.scripts });
    const person = new Person(walk, name, await context.newPage());
    if (walk.lang === "en") await person.open("/?lang=en");
    return person;
  }

  note(text) {
    this.walk.findings.add(`${this.name} at ${this.page.url().replace(this.walk.origin, "")}: ${text}`);
  }

  // open goes to an address.
  async open(address) {
    await this.page.goto(address.startsWith("http") ? address : this.walk.origin + address, { waitUntil: "domcontentloaded" });
    await this.arrive();
  }

  // arrive looks at the page that has come up; a page that moves on by itself, as one of a job does, is looked at where
  // it has gone.
  async arrive() {
    for (let tries = 0; ; tries++)
      try {
        return await this.look();
      } catch (error) {
        if (!/context was destroyed/.test(error.message) || tries > 20) throw error;
        await this.page.waitForTimeout(250);
        await this.page.waitForLoadState("domcontentloaded");
      }
  }

  async look() {
    for (const note of await this.page.evaluate(glance, { lang: this.walk.lang, placeholder })) this.note(note);
    const place = new URL(this.page.url()).pathname.replace(/[0-9a-f-]{20,}|[0-9A-Za-z_-]{20,}|[A-Z0-9]{4}(-[A-Z0-9]{4}){2}/g, "*");
    if (this.walk.axe && !this.walk.places.has(place)) await this.examine();
    this.walk.places.add(place);
  }

  async examine() {
    await this.page.evaluate(axe);
    const result = await this.page.evaluate(
      (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], iframes: false }),
      tags,
    );
    for (const v of result.violations) this.note(`${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
  }

  // find is the first control in sight that a selector means.
  async find(selector) {
    const found = this.page.locator(selector).filter({ visible: true }).first();
    await found.waitFor().catch(() => assert.fail(`${selector} is not on the page`));
    return found;
  }

  // reach moves the focus to a control by Tab alone.
  async reach(control) {
    for (let i = 0; i < 400; i++) {
      let at = await control.evaluate(stop);
      if (at.lost) {
        await this.page.waitForTimeout(100);
        at = await control.evaluate(stop);
        if (at.lost) this.note(at.lost);
      }
      if (at.here) return;
      await this.page.keyboard.press(at.skip ? "Enter" : at.behind ? "Shift+Tab" : "Tab");
    }
    assert.fail(`the keyboard does not reach ${control}`);
  }

  // press presses a button or follows a link; a question that a script asks first is answered with yes. The answer is
  // what wait promised before the press: the skip link, which is pressed on the way, goes somewhere too.
  async press(selector, wait = () => {}) {
    const control = typeof selector === "string" ? await this.find(selector) : selector;
    const asks = this.walk.scripts && (await control.getAttribute("data-confirm"));
    if (this.walk.keyboard) await this.reach(control);
    const waited = asks ? undefined : wait();
    if (this.walk.keyboard) await this.page.keyboard.press("Enter");
    else await control.click();
    return asks ? this.press("dialog[open] button[value=yes]", wait) : waited;
  }

  // go presses what leads to another page.
  async go(selector) {
    const control = await this.find(selector);
    const upload = this.walk.scripts && (await control.evaluate((c) => Boolean(c.form?.matches("[data-upload]"))));
    const main = upload && (await this.page.$("main"));
    await this.press(control, () => this.moved(main));
    await this.arrive();
  }

  // moved waits for the next page; the script of an upload puts an answer that is no redirect into the old one.
  moved(main) {
    const page = this.page.waitForNavigation({ waitUntil: "domcontentloaded" });
    page.catch(() => {});
    if (!main) return page;
    const answer = this.page.waitForFunction((m) => !m.isConnected, main).catch(() => page);
    return Promise.race([page, answer]);
  }

  // refused presses what must bring the form back with its faults.
  async refused(selector) {
    this.expected = [422];
    await this.go(selector);
    this.expected = [];
    await this.find("#faults li");
  }

  async type(selector, text) {
    const field = await this.find(selector);
    if (!this.walk.keyboard) return field.fill(text);
    await this.reach(field);
    await this.page.keyboard.press("Control+A");
    if (text.length < 8) await this.page.keyboard.type(text);
    else await this.page.keyboard.insertText(text);
    assert.equal(await field.inputValue(), text);
  }

  // choose ticks a box or takes one of several.
  async choose(selector) {
    const box = await this.find(selector);
    if (!this.walk.keyboard) return box.check();
    await this.reach(box);
    for (let i = 0; i < 12 && !(await box.evaluate((b) => b === document.activeElement)); i++) await this.page.keyboard.press("ArrowDown");
    if (!(await box.isChecked())) await this.page.keyboard.press("Space");
    assert.ok(await box.isChecked(), `${selector} stays empty`);
  }

  async pick(selector, value) {
    const list = await this.find(selector);
    if (!this.walk.keyboard) return list.selectOption(value);
    await this.reach(list);
    const far = await list.evaluate((l, v) => [...l.options].findIndex((o) => o.value === v) - l.selectedIndex, value);
    for (let i = 0; i < Math.abs(far); i++) await this.page.keyboard.press(far > 0 ? "ArrowDown" : "ArrowUp");
    assert.equal(await list.inputValue(), value);
  }

  async attach(selector, files) {
    const field = await this.find(selector);
    if (!this.walk.keyboard) return field.setInputFiles(files);
    await this.reach(field);
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.keyboard.press("Space");
    await (await chooser).setFiles(files);
  }

  // unfold opens a folded part of the page.
  async unfold(selector) {
    const summary = await this.find(`${selector} > summary`);
    if (!(await summary.evaluate((s) => s.parentElement.open))) await this.press(summary);
  }

  // text is the words of a part of the page.
  async text(selector) {
    return (await (await this.find(selector)).innerText()).trim();
  }

  // fetched gets a file with the person's cookies and wants the kind of content.
  async fetched(address, kind) {
    const answer = await this.page.context().request.get(new URL(address, this.page.url()).href);
    assert.equal(answer.status(), 200, `${address} answers ${answer.status()}`);
    assert.ok(answer.headers()["content-type"].includes(kind), `${address} is ${answer.headers()["content-type"]}`);
    return answer.body();
  }

  async picture(name) {
    if (!this.walk.pictures) return;
    fs.mkdirSync(this.walk.pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(this.walk.pictures, `${name}.png`), fullPage: true });
  }
}
