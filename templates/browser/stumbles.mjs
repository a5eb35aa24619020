// Lets a producer stumble on a running server as people do: the session ends in the middle of a form, a button is
// tapped twice, the back button leads to what was sent, two tabs hold one form, a file is dropped half way, letters
// come decomposed, answers are too long. Nothing may be lost, made twice or answered without words.
// Usage: node stumbles.mjs OPTIONS, a JSON object: {base, email, password, width, scripts, lang}. Prints one line per
// finding and exits 1 when there is any.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { Person } from "./person.mjs";
import { photo } from "./papers.mjs";

const options = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const walk = { ...options, origin: options.base, patience: options.patience || 60_000, findings: new Set(), places: new Set(), browser };
const next = "button[name=go][value=next]";
const name = "Bánh gai Tứ Trụ";

async function signIn(person) {
  await person.type("#email", options.email);
  await person.type("#password", options.password);
  await person.go("form[action='/login'] button.btn-primary");
}

// begin makes a new dossier and gives its address.
async function begin(p, product) {
  await p.open("/nominations");
  await p.go("main a[href^='/nominations/new']");
  await p.type("#product", product);
  await p.go("main form button.btn-primary");
  return new URL(p.page.url()).pathname;
}

const count = async (p) => {
  await p.open("/nominations");
  return p.page.locator(".dossiers > li").count();
};

const stumbles = {
  async "the session ends in the middle of a form"(p) {
    const dossier = await begin(p, name);
    await p.open(`${dossier}/description`);
    const text = "Bánh làm bằng lá gai,\nnhân đậu xanh và dừa.";
    await p.type("#description", text);
    await p.page.context().clearCookies({ name: /vinhdanh$/ });
    p.expected = [401];
    await p.go(next);
    assert.ok(await p.page.locator("#password").count(), "nobody asks to sign in again");
    await signIn(p);
    await p.go("main form button.btn-primary");
    p.expected = [];
    await p.open(`${dossier}/description`);
    assert.equal(await p.page.locator("#description").inputValue(), text);
  },
  async "a button is tapped twice"(p) {
    const before = await count(p);
    await p.go("main a[href^='/nominations/new']");
    await p.type("#product", "Kẹo lạc");
    const fresh = p.page.locator("[name=from][value=new]");
    if (await fresh.count()) await fresh.check();
    await p.page.locator("main form button.btn-primary").dblclick();
    // Without scripts the second tap breaks off the page of the first one, so no single navigation can be waited for.
    const late = Date.now() + walk.patience;
    while (!/\/nominations\/[a-z0-9]{20,}/.test(p.page.url())) {
      assert.ok(Date.now() < late, "no dossier is shown");
      await p.page.waitForTimeout(100);
    }
    await p.page.waitForLoadState("load");
    assert.equal(await count(p), before + 1);
  },
  async "the back button leads to a form that was sent"(p) {
    const dossier = await begin(p, "Chè kho");
    await p.open(`${dossier}/address`);
    await p.type("[name='producer.address']", "Xóm 3");
    await p.type("[name='producer.commune']", "xã Tam Đảo");
    await p.go(next);
    await p.page.goBack({ waitUntil: "domcontentloaded" });
    await p.arrive();
    assert.equal(await p.page.locator("[name='producer.commune']").inputValue(), "xã Tam Đảo");
    await p.type("[name='producer.address']", "Xóm 5");
    await p.go(next);
    await p.open(`${dossier}/address`);
    assert.equal(await p.page.locator("[name='producer.address']").inputValue(), "Xóm 5");
  },
  async "two tabs hold one form"(p) {
    const dossier = await begin(p, "Nem chua");
    const other = new Person(walk, "second tab", await p.page.context().newPage());
    await p.open(`${dossier}/product`);
    await other.open(`${dossier}/product`);
    await p.type("#product", "Nem chua Thanh Hóa");
    await p.go(next);
    await other.type("#product", "Nem chua Vĩnh Yên");
    other.expected = [409];
    await other.go(next);
    other.expected = [];
    assert.ok((await other.text(".stored")).includes("Nem chua Thanh Hóa"), "what the first tab saved is not shown");
    assert.equal(await other.page.locator("#product").inputValue(), "Nem chua Vĩnh Yên");
    await other.go(next);
    await other.page.close();
    await p.open(`${dossier}/product`);
    assert.equal(await p.page.locator("#product").inputValue(), "Nem chua Vĩnh Yên");
  },
  async "a file is dropped half way"(p) {
    const dossier = await begin(p, "Tương bần");
    const page = `${dossier}/documents/photo`;
    await p.open(page);
    if (!walk.scripts) return;
    await p.page.route("**/documents/photo", (r) => (r.request().method() === "POST" ? r.abort("connectionreset") : r.continue()));
    await p.attach("#file", [photo(1), photo(2)]);
    p.expected = ["net::ERR_CONNECTION_RESET"];
    await p.press("form.upload button");
    await p.find(".upload-bar.is-bad button");
    p.expected = [];
    await p.page.unroute("**/documents/photo");
    await p.go(".upload-bar.is-bad button");
    assert.equal(await p.page.locator(".file-list > li").count(), 2);
  },
  async "letters come decomposed"(p) {
    const dossier = await begin(p, "Mắm tép Hà Yên".normalize("NFD"));
    await p.open(`${dossier}/product`);
    assert.equal(await p.page.locator("#product").inputValue(), "Mắm tép Hà Yên".normalize("NFC"));
  },
  async "an answer is too long"(p) {
    const dossier = await begin(p, "Bún khô");
    await p.open(`${dossier}/description`);
    const text = "Sợi bún phơi nắng. ".repeat(600).trim();
    await p.type("#description", text);
    await p.refused(next);
    assert.equal(await p.page.locator("#description").inputValue(), text);
  },
};

const producer = await Person.enter(walk, "producer");
await producer.open("/login");
await signIn(producer);
for (const [what, run] of Object.entries(stumbles)) {
  try {
    await run(producer);
  } catch (error) {
    walk.findings.add(`${what}: at ${producer.page.url()}: ${error.stack.split("\n").slice(0, 8).join("\n")}`);
  }
}
await browser.close();
for (const f of walk.findings) console.log(f);
console.log(`${Object.keys(stumbles).length} tried, ${walk.findings.size} findings`);
process.exit(walk.findings.size ? 1 : 0);
