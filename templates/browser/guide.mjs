// Takes the pictures of the user guide and of README from the demo: starts it in a folder of its own, signs in as
// each role in both languages, does that role's task and keeps what matters of each page.
// Usage: node guide.mjs PROGRAM GUIDE-PICTURES README-PICTURES [NAME-PART…]. With parts of names the task is done
// all the same, but only those pictures are taken.
import fs from "node:fs";
import os from "node:os";
import net from "node:net";
import path from "node:path";
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import { indexed } from "./png.mjs";

const [program, guide, readme, ...only] = process.argv.slice(2);
const password = "vinh-danh-lang-nghe";
const languages = ["vi", "en"];
const phone = 360;
const tablet = 820;
const desk = 1040;

const port = await new Promise((known) => {
  const probe = net.createServer().listen(0, "127.0.0.1", () => {
    const found = probe.address().port;
    probe.close(() => known(found));
  });
});
const origin = "http://binhchon.example.vn"; // what pages and slips show; the browser is led to the demo
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "guide-"));
const flags = ["demo", "--data", "binhchon", "--addr", `127.0.0.1:${port}`, "--base-url", origin];
const demo = spawn(path.resolve(program), flags, { cwd: folder, stdio: "ignore" });
// launch starts a browser whose own words, such as those beside a field for files, are of a language.
const launch = (lang) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    env: { ...process.env, LANGUAGE: lang },
    args: [
      `--lang=${lang}`,
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-sync",
      `--unsafely-treat-insecure-origin-as-secure=${origin}`, // the real one has https
      `--host-resolver-rules=MAP binhchon.example.vn:80 127.0.0.1:${port}`,
    ],
  });
const browsers = { vi: await launch("vi"), en: await launch("en") };
const blank = await browsers.vi.newPage();

async function untilReady() {
  for (let i = 0; i < 600; i++) {
    if (demo.exitCode !== null) throw new Error("the demo did not start");
    if (
      await fetch(`http://127.0.0.1:${port}/help`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error("the demo was not ready within two minutes");
}

const open = {}; // pages by role and language

// page is the one page of a role in a language; "" is somebody who is not signed in.
async function page(who, lang) {
  const key = `${who} ${lang}`;
  if (open[key]) return open[key];
  const p = await (await browsers[lang].newContext({ colorScheme: "light" })).newPage();
  p.setDefaultTimeout(20000);
  await p.goto(`${origin}/login?lang=${lang}`);
  if (who) await signIn(p, `${who}@mau.vn`, password);
  return (open[key] = p);
}

async function signIn(p, login, secret) {
  await p.fill("#email", login);
  await p.fill("#password", secret);
  await Promise.all([p.waitForURL((u) => u.pathname !== "/login"), p.locator("main form .btn-primary").click()]);
}

// shoot keeps a page from `from` to `until`, both included, at most `most` pixels high, or what is on the screen.
async function shoot(p, lang, name, { from = "main > *", until, most = 800, tight, screen, file } = {}) {
  if (only.length && !only.some((part) => name.includes(part))) return;
  await p.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    for (const img of document.images) img.loading = "eager";
    return Promise.all([document.fonts.ready, ...[...document.images].map((i) => i.decode().catch(() => {}))]);
  });
  const clip = await p.evaluate(
    ([first, last, most, tight]) => {
      const box = (s) => [...document.querySelectorAll(s)].find((e) => e.checkVisibility())?.getBoundingClientRect();
      const a = box(first);
      const b = last ? box(last) : box("main");
      if (!a || !b) return { missing: a ? last : first };
      const top = Math.max(0, a.top + scrollY - 16);
      const bottom = Math.min(b.bottom + scrollY + 16, document.documentElement.scrollHeight);
      const side = tight ? { x: a.left - 16, width: a.width + 32 } : { x: 0, width: innerWidth };
      return { ...side, y: top, height: Math.min(bottom - top, most) };
    },
    [from, until, most, tight],
  );
  if (clip.missing) throw new Error(`${name}: the page ${p.url()} has no ${clip.missing}`);
  const target = file ?? path.join(guide, lang, `${name}.png`);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, await indexed(blank, await p.screenshot(screen ? {} : { fullPage: true, clip })));
}

// take opens an address as a role in both languages and keeps it; act may do something before.
async function take(who, width, name, address, options = {}) {
  for (const lang of languages) {
    const p = await page(who, lang);
    await p.setViewportSize({ width, height: 800 });
    await go(p, who ? address : `${address}?lang=${lang}`); // pages for everybody keep no language
    await options.act?.(p, lang);
    await shoot(p, lang, name, options);
  }
}

async function go(p, address) {
  const answer = await p.goto(origin + address);
  if (!answer.ok()) throw new Error(`${address} answered ${answer.status()}`);
}

const hrefs = (p, selector) => p.locator(selector).evaluateAll((all) => all.map((a) => a.getAttribute("href")));

// press clicks what leads to another page.
async function press(p, selector) {
  await Promise.all([p.waitForNavigation(), p.locator(selector).first().click()]);
}

// certificate is the public address of a certificate with this status in the secretariat's register.
async function certificate(status) {
  const p = await page("thuky", "vi");
  await p.setViewportSize({ width: desk, height: 800 });
  await go(p, "/desk/mau-2026/certificates");
  const row = p.locator("main tbody tr", { hasText: status }).first();
  return row.locator('a[href^="/v/"]').first().getAttribute("href");
}

async function forEverybody() {
  const p = await page("", "vi");
  await take("", phone, "public-lookup", "/v", { until: "main form .btn-primary" });
  const valid = await certificate("Có hiệu lực");
  await take("", phone, "public-valid", valid, { most: 760 });
  await take("", phone, "public-revoked", await certificate("Đã thu hồi"), { most: 640 });
  await take("", phone, "public-products", "/products", { most: 760 });
  await take("", desk, "ledger", "/ledger", { most: 760 });
  await p.setViewportSize({ width: phone, height: 800 });
  await go(p, valid);
  await shoot(p, "vi", "verify", { from: "header", most: 760, file: path.join(readme, "verify.png") });
}

async function slips() {
  for (const [i, lang] of languages.entries()) {
    const p = await page("thuky", lang);
    await p.setViewportSize({ width: 720, height: 800 });
    await go(p, "/desk/slips");
    await p.fill("#name", "Nguyễn Thị Sen");
    await p.fill("#phone", `091200080${i}`);
    await press(p, "main form .btn-primary");
    await shoot(p, lang, "slip", { from: ".slip", until: ".slip", tight: true });
    const login = await p.locator(".slip-phone").innerText();
    const code = await p.locator(".slip-code").innerText();
    const producer = await (await browsers[lang].newContext({ colorScheme: "light" })).newPage();
    await producer.setViewportSize({ width: phone, height: 800 });
    await go(producer, `/login?lang=${lang}`);
    await producer.fill("#email", login);
    await producer.fill("#password", code);
    await producer.evaluate(() => (document.querySelector("#password").type = "text"));
    await shoot(producer, lang, "producer-login", { until: "main form .btn-primary" });
    await press(producer, "main form .btn-primary");
    await go(producer, "/account");
    await shoot(producer, lang, "producer-password", { from: ".set-password", until: ".set-password .btn-primary" });
    await producer.context().close();
  }
}

// dossier leads the producer's own dossier of an edition, by the name of the edition.
async function dossier(p, edition) {
  await go(p, "/nominations");
  for (const address of await hrefs(p, 'main a[href^="/nominations/"]')) {
    if (address.includes("new")) continue;
    await go(p, address);
    if ((await p.locator("main").innerText()).includes(edition)) return address;
  }
  throw new Error(`the producer has no dossier in ${edition}`);
}

// download runs in the page.
async function download(address) {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return btoa(bytes.reduce((text, b) => text + String.fromCharCode(b), ""));
}

async function producing() {
  const p = await page("coso", "vi");
  const [draft, supplement, honoured] = [await dossier(p, "lần thứ III"), await dossier(p, "đợt hai"), await dossier(p, "lần thứ I,")];
  await take("coso", phone, "producer-list", "/nominations", { most: 760 });
  await take("coso", phone, "producer-start", "/nominations/new?edition=mau-2028", { most: 780 });
  await take("coso", phone, "producer-tasks", draft, { most: 780 });
  await take("coso", phone, "producer-supplement", supplement, { most: 640 });
  await take("coso", phone, "producer-result", honoured, { most: 760 });
  await take("coso", phone, "producer-question", `${draft}/description`, { most: 780 });
  await go(p, honoured);
  const files = [...new Set(await hrefs(p, 'main a[href*="/files/"]'))];
  const bytes = [];
  for (const address of files.slice(0, 5)) bytes.push(Buffer.from(await p.evaluate(download, address), "base64"));
  const paper = (n) => ({ name: `anh-${n + 1}.png`, mimeType: "image/png", buffer: bytes[n] });
  const kinds = { business_registration: [0], description: [1], photo: [2, 3, 4] };
  for (const [kind, numbers] of Object.entries(kinds)) {
    await go(p, `${draft}/documents/${kind}`);
    await p.setInputFiles("#file", numbers.map(paper));
    await Promise.all([p.waitForURL((u) => u.search.includes("done=")), p.locator("main form.upload button").first().click()]);
  }
  await take("coso", phone, "producer-photos", `${draft}/documents/photo`, { until: "form.upload button", most: 1000 });
  await take("coso", phone, "producer-check", `${draft}/check`, { most: 780 });
  await take("coso", phone, "producer-submit", `${draft}/submit`, { act: (q) => q.check("#agree") });
  await go(p, `${draft}/submit`);
  await p.check("#agree");
  await press(p, "main form .btn-primary");
  await take("coso", phone, "producer-done", `${draft}/done`, { most: 780 });
}

async function secretariat() {
  await take("thuky", desk, "desk-home", "/desk", { most: 700 });
  await take("thuky", desk, "desk-queue", "/desk/mau-2027-2", { most: 780 });
  const p = await page("thuky", "vi");
  await go(p, "/desk/mau-2027-2");
  const [first] = await hrefs(p, "a.desk-product");
  await take("thuky", desk, "desk-dossier", first, { most: 780 });
  await go(p, first);
  await p.fill("#note", "Ảnh chụp mờ, không đọc được số. Chụp lại nơi đủ sáng.");
  await press(p, 'button[value="bad"]');
  await take("thuky", desk, "desk-supplement", `${first}/supplement`, { most: 780 });
  const rows =
    "Tên sản phẩm\tTên cơ sở\tXã, phường\tNhóm\nMiến dong mẫu “Bến Sông”\tHTX Miến Mẫu\txã Tân Hưng\tN2\nNón lá mẫu “Làng Đông”\tTổ nghề Mẫu\txã Chí Minh\tN1\n\tCơ sở Không Tên\txã Yên Mỹ\tN4";
  await take("thuky", desk, "desk-import", "/desk/mau-2028/import", {
    most: 780,
    act: async (q) => {
      await q.fill("#pasted", rows);
      await press(q, 'form[action$="/paste"] button');
    },
  });
  await take("thuky", desk, "desk-sheets", "/desk/mau-2027/sheets", { most: 780 });
  await take("thuky", desk, "desk-panels", "/desk/mau-2027-2/panels", { most: 780 });
  await take("thuky", desk, "desk-paper", "/desk/mau-2027/paper", { most: 780 });
  await take("thuky", desk, "desk-register", "/desk/mau-2026/certificates", { most: 760 });
  const code = (await certificate("Có hiệu lực")).split("/").pop();
  await take("thuky", desk, "desk-look", "/desk/mau-2026/certificates/look", {
    act: (q) => q.locator("[data-specimen] canvas").waitFor(),
    most: 860,
  });
  await take("thuky", desk, "desk-certificate", `/desk/mau-2026/certificates/${code}`, { most: 860 });
  await take("thuky", desk, "desk-revoke", `/desk/mau-2026/certificates/${code}/revoke`, { most: 780 });
  const shown = await page("thuky", "vi");
  await shown.setViewportSize({ width: 1280, height: 800 });
  await go(shown, "/desk/mau-2027-2");
  await shoot(shown, "vi", "readme-desk", { from: "header", most: 780, file: path.join(readme, "desk.png") });
}

async function judging() {
  await take("giamkhao1", tablet, "judge-home", "/judge", { most: 620 });
  await take("giamkhao1", tablet, "judge-declaration", "/judge/mau-2027-2/declaration", { most: 760 });
  await take("giamkhao1", tablet, "judge-sheets", "/judge/mau-2027", { most: 760 });
  const lists = { vi: "giamkhao1", en: "giamkhao2" };
  for (const lang of languages) {
    const p = await page(lists[lang], lang);
    await p.setViewportSize({ width: 1180, height: 820 }); // a tablet lying down
    await go(p, "/judge/mau-2027?state=todo");
    const [sheet] = await hrefs(p, 'main li a[href^="/judge/sheets/"], main table a[href^="/judge/sheets/"]');
    await go(p, sheet);
    await mark(p);
    await shoot(p, lang, "judge-sheet", { screen: true });
    if (lang === "vi") await shoot(p, "vi", "readme-judge", { screen: true, file: path.join(readme, "judge.png") });
    await p.setViewportSize({ width: tablet, height: 800 });
    await press(p, 'button[value="check"]');
    await shoot(p, lang, "judge-check", { most: 780 });
    await press(p, ".check-form button");
    await shoot(p, lang, "judge-receipt", { most: 640 });
  }
  await take("truongban", tablet, "judge-calibration", "/judge/mau-2027/calibration", { most: 620 });
  await take("truongban", tablet, "judge-visits", "/judge/mau-2027/visits", { most: 620 });
  await take("truongban", tablet, "judge-pass", "/judge/mau-2027/pass", { most: 780 });
}

// mark gives every criterion of a sheet four fifths of its points.
async function mark(p) {
  const fields = await p.locator("input[data-max]").all();
  for (const field of fields) {
    const [max, step] = [Number(await field.getAttribute("data-max")), Number(await field.getAttribute("data-step"))];
    await field.fill(String(Math.floor((max * 0.85) / step) * step));
  }
  await p.waitForTimeout(1500); // until the sheet says that it is saved
}

// meeting opens the council's meeting, puts an entry to the vote and ends it, so that the form stays free.
async function meeting() {
  const address = "/council/thu-cong-2027/meeting";
  const chair = await page("chutich", "vi");
  await go(chair, address);
  for (const button of ["[value=open]", "[name=everybody]", '[data-key="]"]', '[data-key="]"]', "[value=open_ballot]"])
    await press(chair, `main button${button}`);
  await take("uyvien1", phone, "council-meeting", address, { most: 780 });
  await take("chutich", desk, "council-meeting-chair", address, { most: 900 });
  await take("chutich", desk, "council-meeting-hall", address + "/hall", { most: 620 });
  await go(chair, address + "/close");
  await chair.locator("main details:has(#end_reason) summary").click();
  await chair.fill("#end_reason", "Dừng để chụp ảnh hướng dẫn.");
  await press(chair, 'main button[value="end"]');
}

async function council() {
  const crafts = '[aria-labelledby="edition-thu-cong-2027"]';
  await take("chutich", desk, "council-home", "/council", { from: crafts, until: crafts });
  await take("chutich", desk, "council-ranking", "/council/thu-cong-2027", { most: 860 });
  await take("chutich", desk, "council-agreement", "/council/thu-cong-2027/agreement", { most: 780 });
  const vote = async (p) => {
    await p.fill("#held_on", today());
    await p.fill("#present", "3");
    await p.fill("#votes_for", "3");
    await p.fill("#votes_against", "0");
    await p.fill("#votes_abstain", "0");
  };
  const check = async (p) => {
    await vote(p);
    await press(p, "main form[method=post] .main-action .btn-primary");
  };
  await meeting();
  await take("chutich", desk, "council-form", "/council/thu-cong-2027/proposal/edit", { act: vote, most: 860 });
  await take("chutich", desk, "council-check", "/council/thu-cong-2027/proposal/edit", { act: check, most: 780 });
  await press(await page("chutich", "vi"), 'button[value="record"]');
  await take("chutich", desk, "council-minutes", "/council/thu-cong-2027/minutes", { most: 780 });
  await take("chutich", desk, "council-papers", "/council/thu-cong-2027/papers", { most: 860 });
}

// today is the date in Vietnam as people type it, such as 05/11/2026.
const today = () => new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());

// deciding is the secretariat's second half: it stands on the council's proposal.
async function deciding() {
  const fill = async (p) => {
    const values = {
      number: "2345/QĐ-UBND",
      date: today(),
      authority: "Ủy ban nhân dân tỉnh Hưng Yên",
      notified_on: today(),
      "signer.block": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
      "signer.title": "PHÓ CHỦ TỊCH",
      "signer.name": "Ngô Chủ Tịch",
    };
    for (const [id, value] of Object.entries(values)) await p.fill(`[id="${id}"]`, value);
  };
  await take("thuky", desk, "desk-decision", "/desk/thu-cong-2027/decision/new", { act: fill, most: 860 });
  const p = await page("thuky", "vi");
  await press(p, "main form .main-action .btn-primary");
  await press(p, "main form .main-action .btn-primary");
  await take("thuky", desk, "desk-issue", "/desk/thu-cong-2027/certificates/issue", {
    most: 780,
    act: (q) => press(q, "main form .main-action .btn-primary"),
  });
}

async function auditing() {
  await take("kiemtoan", desk, "auditor-journal", "/council/mau-2026/journal", { most: 780 });
  await take("kiemtoan", desk, "auditor-sheets", "/council/mau-2026/sheets", { most: 780 });
  const p = await page("kiemtoan", "vi");
  const [sheet] = await hrefs(p, 'main a[href*="/sheets/"]');
  await take("kiemtoan", desk, "auditor-sheet", sheet, { most: 780 });
}

async function administering() {
  await take("quantri", desk, "admin-home", "/admin", { most: 780 });
  await take("quantri", desk, "admin-new", "/admin/editions/new", { most: 860 });
  await take("quantri", desk, "admin-edition", "/admin/editions/mau-2028", { most: 780 });
  await take("quantri", desk, "admin-members", "/admin/editions/mau-2028/members", { most: 780 });
  await take("quantri", desk, "admin-rules", "/admin/editions/mau-2028/rules", { most: 780 });
  await take("quantri", desk, "admin-people", "/admin/people", { most: 760 });
  await take("quantri", desk, "admin-doctor", "/admin/doctor", { most: 760 });
}

try {
  await untilReady();
  for (const story of [forEverybody, slips, producing, secretariat, judging, council, deciding, auditing, administering]) {
    await story();
    console.log(story.name);
  }
} finally {
  for (const browser of Object.values(browsers)) await browser.close();
  demo.kill("SIGTERM");
  await new Promise((gone) => (demo.exitCode === null ? demo.once("exit", gone) : gone()));
  fs.rmSync(folder, { recursive: true, force: true });
}
