// The second half of the walk: declarations, sheets, the close, the council's proposal, the decision, the certificates
// and what the public reads of them.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";

// judge lets three judges declare, mark, step aside and close the pass.
export async function judge(walk) {
  const { words: w, people } = walk;
  for (const who of ["first", "second", "head"]) {
    await people[who].open("/judge");
    await people[who].go(`main a.btn[href='/judge/${w.slug}/declaration']`);
    if (who === "second") {
      const row = `.declare-row:has-text("${w.imported}")`;
      await people[who].choose(`${row} input[type=checkbox]`);
      await people[who].type(`${row} input[type=text]`, w.reason);
    } else await people[who].choose("#none");
    await people[who].go("button[name=act][value=declare]");
  }
  await walk.move("scoring");
  await mark(walk, people.first, 2, [0.9, 0.8]);
  await mark(walk, people.second, 1, [0.7]);
  const { head } = people;
  const own = await sheets(walk, head);
  await head.open(own.find((s) => s.product.includes(w.imported)).url);
  await head.go("main a[href$='/recuse']");
  await head.type("#reason", w.reason);
  await head.go("form[action$='/recuse'] button");
  await mark(walk, head, 1, [0.85]);
  await people.secretary.open(`/desk/${w.slug}/sheets`);
  await people.secretary.open(`/desk/${w.slug}/members`);
  await head.open("/judge");
  await head.go(`main a[href='/judge/${w.slug}/pass']`);
  await head.go("form[action$='/pass/close'] button");
  await walk.move("deliberation");
}

// sheets are the judge's own, as the list shows them.
async function sheets(walk, person) {
  await person.open(`/judge/${walk.words.slug}`);
  return person.page.locator(".sheet-list a").evaluateAll((list) => list.map((a) => ({ url: a.getAttribute("href"), product: a.innerText })));
}

// mark fills so many open sheets, the first half of each saved before the rest, and hands them in.
async function mark(walk, person, want, shares) {
  const open = (await sheets(walk, person)).map((s) => s.url);
  let done = 0;
  for (const url of open) {
    await person.open(url);
    if (!(await person.page.locator("form[data-sheet]").count())) continue;
    const fields = await person.page.locator("[data-max]").evaluateAll((list) => list.map((f) => ({ name: f.name, max: Number(f.dataset.max), step: Number(f.dataset.step) })));
    const half = Math.floor(fields.length / 2);
    for (const [i, f] of fields.entries()) {
      if (i === half) await person.go("button[name=act][value=save]");
      const points = Math.floor((f.max * shares[done]) / f.step) * f.step;
      await person.type(`[name='${f.name}']`, String(points).replace(".", walk.words.comma));
    }
    await person.type("#comment", walk.words.comment);
    await person.go("button[name=act][value=check]");
    await person.go("form[action$='/submit'] button.btn-primary");
    assert.match(await person.text(".number"), /\d/);
    done++;
  }
  assert.equal(done, want, `${person.name} marked ${done} sheets`);
}

// propose lets the council read the ranking, and its head record what it proposes.
export async function propose(walk) {
  const { words: w, people } = walk;
  await people.memberA.open("/council");
  await people.memberA.go(`main a[href='/council/${w.slug}']`);
  assert.equal(await people.memberA.page.locator(".council-ranks tbody tr").count(), 2);
  await people.memberA.fetched(`/council/${w.slug}/ranking.xlsx`, "spreadsheet");
  await people.memberB.open(`/council/${w.slug}/agreement`);
  const { chair } = people;
  await chair.open("/council");
  await chair.go(`main a[href^='/council/${w.slug}/proposal']`);
  assert.equal(await chair.page.locator("[name=take]:checked").count(), 2);
  await chair.type("#present", "3");
  await chair.type("#votes_for", "2");
  await chair.type("#votes_against", "0");
  await chair.type("#votes_abstain", "0");
  await chair.refused(".main-action .btn-primary");
  await chair.type("#votes_abstain", "1");
  await chair.go(".main-action .btn-primary");
  await chair.go("button[name=step][value=record]");
  await chair.go(".main-action a[href$='/minutes']");
  await chair.fetched(`/council/${w.slug}/minutes.pdf`, "pdf");
  await chair.fetched(`/council/${w.slug}/minutes.docx`, "wordprocessing");
}

// decide records the authority's decision and issues the certificates.
export async function decide(walk) {
  const { words: w, people } = walk;
  const desk = people.secretary;
  await desk.open(`/desk/${w.slug}/decision`);
  await desk.go("main a[href$='/decision/new']");
  await desk.type("#number", w.number);
  await desk.type("#date", walk.date(0));
  await desk.type("#authority", w.authority);
  await desk.type("#notified_on", walk.date(0));
  await desk.type("[name='signer.block']", w.authority);
  await desk.type("[name='signer.title']", w.title);
  await desk.refused("form.form .main-action .btn-primary");
  await desk.type("[name='signer.name']", w.chair);
  await desk.go("form.form .main-action .btn-primary");
  await desk.go("button[name=step][value=record]");
  await desk.open(`/desk/${w.slug}/certificates`);
  await desk.go("main a[href$='/certificates/issue']");
  await desk.go("form.form .btn-primary");
  await desk.go("button[name=step][value=issue]");
  const over = ".main-action a.btn-primary";
  for (let i = 0; i < 60 && !(await desk.page.locator(over).count()); i++) {
    if (walk.scripts) await desk.page.waitForTimeout(1000);
    else await desk.open(desk.page.url());
  }
  await desk.arrive();
  await desk.go(over);
  await desk.open(`/desk/${w.slug}/certificates`);
  walk.codes = await desk.page.locator(".office-register tbody tr td:nth-child(3) .code").allInnerTexts();
  assert.equal(walk.codes.length, 2);
  await desk.go(".office-register a.desk-product");
}

// announce publishes, and reads the award as the public and the producer do.
export async function announce(walk) {
  const { words: w, people } = walk;
  await walk.move("announced");
  const guest = (people.guest = await Person.enter(walk, "guest"));
  await guest.open("/");
  await guest.type("#code", walk.codes[0].replaceAll("-", " ").toLowerCase());
  await guest.go("form[action^='/v'] button");
  assert.ok((await guest.text("main")).includes(walk.codes[0]), "the verification does not show the code");
  await guest.open(walk.lang === "en" ? "/products?lang=en" : "/products");
  await guest.type("#q", w.product.normalize("NFD").replace(/\p{M}/gu, "").replace("Đ", "D"));
  await guest.go("main form[role=search] button, main form.register-search button");
  await guest.go("main a[href^='/products/']");
  assert.ok((await guest.text("h1")).includes(w.product.normalize("NFC")));
  await guest.open(`/editions/${w.slug}`);
  await guest.open("/ledger");
  const { producer } = people;
  await producer.open("/nominations");
  await producer.go(`main a[href='${walk.own}']`);
  const pdf = await (await producer.find("main a.btn[href$='/pdf']")).getAttribute("href");
  assert.ok((await producer.fetched(pdf, "pdf")).length > 10_000, "the certificate is small");
}
