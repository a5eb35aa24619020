// Walks a whole award through the pages of a running server, from the one-time set-up link to the closed edition.
// Usage: node walk.mjs OPTIONS, a JSON object: {base, setup, mail, width, scripts, lang, keyboard, axe, pictures, patience}.
// Prints one line per finding and per stage, and exits 1 when there is any finding or the walk stops.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { Person } from "./person.mjs";
import { words } from "./walk_words.mjs";
import { file, importOne, screen, supplement } from "./walk_filing.mjs";
import { announce, decide, judge, propose } from "./walk_judging.mjs";

const options = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const walk = {
  ...options,
  origin: options.base,
  patience: options.patience || 60_000, // milliseconds; a busy machine is slow
  words: words[options.lang],
  findings: new Set(),
  places: new Set(),
  people: {},
  browser,
};
const w = walk.words;

// date is a day so many days from now in Vietnam, as people type it.
walk.date = (days) => new Date(Date.now() + (7 * 60 * 60 + days * 24 * 60 * 60) * 1000).toISOString().slice(0, 10).split("-").reverse().join("/");

// letter waits for the newest mail to a person and gives the link in it.
walk.letter = async (email, part) => {
  for (let i = 0; i < 600; i++) {
    const names = fs.existsSync(walk.mail) ? fs.readdirSync(walk.mail).filter((n) => n.endsWith(".eml")).sort().reverse() : [];
    for (const name of names) {
      const text = fs.readFileSync(path.join(walk.mail, name), "latin1").replace(/=\r?\n/g, "").replace(/=3D/g, "=");
      const link = text.includes(email) && text.match(new RegExp(`${walk.origin}${part}\\S*`));
      if (link) return link[0];
    }
    await new Promise((r) => setTimeout(r, 100));
  }
  assert.fail(`no letter to ${email} with a link to ${part}`);
};

// move lets the administrator take the edition one state on.
walk.move = async (state) => {
  const { admin } = walk.people;
  await admin.open(`/admin/editions/${w.slug}`);
  assert.equal(await admin.page.locator("form[action$='/state'] [name=state]").inputValue(), state);
  await admin.go("form[action$='/state'] button");
};

async function setUp() {
  const admin = (walk.people.admin = await Person.enter(walk, "administrator"));
  await admin.open(walk.setup);
  await admin.type("#programme", w.programme);
  await admin.type("#organiser", w.organiser);
  await admin.type("#province", w.province);
  await admin.pick("#language", walk.lang);
  await admin.type("#name", w.admin);
  await admin.type("#email", "quantri@example.vn");
  await admin.type("#password", w.secret);
  await admin.go("main form button.btn-primary");
  await admin.go("main a[href='/admin/office']");
  await admin.type("#phone", "0211 3862 488");
  await admin.type("#email", "office@example.vn");
  await admin.go("form[action='/admin/office'] button");
  await admin.open("/admin");
  await admin.go("main a[href='/admin/editions/new']");
  await admin.type("#name", w.edition);
  await admin.type("#number", "1");
  await admin.type("#year", "2027");
  await admin.pick("#level", "province");
  await admin.type("#province", w.province);
  await admin.type("#slug", w.slug);
  await admin.choose("[name=rules][value=vn-cnnt-2025]");
  await admin.go("form[method=post][action='/admin/editions/new'] button");
  await admin.open(`/admin/editions/${w.slug}/rules`);
}

// seats are who is named to what.
const seats = {
  secretary: ["secretariat", "head"],
  head: ["jury", "head"],
  first: ["jury", "member"],
  second: ["jury", "member"],
  chair: ["council", "head"],
  memberA: ["council", "member"],
  memberB: ["council", "member"],
  auditor: ["audit", "member"],
};

async function name() {
  const { admin } = walk.people;
  await admin.open(`/admin/editions/${w.slug}`);
  await admin.go(`main a[href='/admin/editions/${w.slug}/members']`);
  for (const [who, [body, role]] of Object.entries(seats)) {
    await admin.type("#name", w[who]);
    await admin.type("#email", `${who}@example.vn`.toLowerCase());
    await admin.pick("#body", body);
    await admin.pick("#role", role);
    await admin.type("#title", w.title);
    await admin.type("#employer", w.office);
    await admin.go("form[action$='/members'] button");
  }
  await admin.open(`/admin/editions/${w.slug}`);
  await admin.type("#date", walk.date(30));
  await admin.type("#time", "17:00");
  await admin.go("form[action$='/deadline'] button");
  await walk.move("filing");
}

async function accept() {
  for (const who of Object.keys(seats)) {
    const person = (walk.people[who] = await Person.enter(walk, who));
    await person.open(await walk.letter(`${who}@example.vn`.toLowerCase(), "/invitation"));
    await person.type("#password", w.secret);
    await person.type("#repeat", w.secret);
    await person.go("main form button.btn-primary");
  }
}

async function end() {
  const { auditor } = walk.people;
  await auditor.open("/council");
  await auditor.go(`main a[href='/council/${w.slug}/journal']`);
  assert.ok((await auditor.page.locator(".council-journal tbody tr").count()) > 20, "the journal is short");
  await walk.move("closed");
  for (const place of ["/admin/people", "/admin/work", "/admin/doctor"]) await walk.people.admin.open(place);
  await auditor.open(`/council/${w.slug}/sheets`);
  await auditor.go("main a[href*='/sheets/']");
}

let at = "";
try {
  for (const [stage, run] of Object.entries({ setUp, name, accept, file, importOne, screen, supplement, judge, propose, decide, announce, end })) {
    at = stage;
    const since = Date.now();
    await run(walk);
    console.log(`${stage}: ${((Date.now() - since) / 1000).toFixed(1)} s`);
  }
} catch (error) {
  walk.findings.add(`the walk stops at ${at}: ${error.stack.split("\n").slice(0, 12).join("\n")}`);
  for (const [name, { page }] of Object.entries(walk.people)) {
    const said = await page.locator("h1, .faults").allInnerTexts().catch(() => []);
    console.log(`  ${name} is at ${page.url().replace(walk.origin, "")}: ${said.join(" | ").replace(/\s+/g, " ").slice(0, 300)}`);
    await walk.people[name].picture(`stopped-${name}`).catch(() => {});
  }
} finally {
  await browser.close();
}
for (const f of walk.findings) console.log(f);
console.log(`${walk.places.size} places, ${walk.findings.size} findings`);
process.exit(walk.findings.size ? 1 : 0);
