// The first half of the walk: a producer files by a slip, the office imports and fills, both are screened.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { paper, photo, table } from "./papers.mjs";

// file lets the secretariat hand out a slip, and the producer nominate with it.
export async function file(walk) {
  const { words: w, people } = walk;
  await people.secretary.open("/desk");
  await people.secretary.go("main a[href='/desk/slips']");
  await people.secretary.type("#name", w.producer);
  await people.secretary.type("#phone", "0912 345 678");
  await people.secretary.go("form[method=post][action='/desk/slips'] button");
  const code = await people.secretary.text(".slip-code");

  const producer = (people.producer = await Person.enter(walk, "producer"));
  await producer.open("/");
  await producer.open("/login");
  await producer.type("#email", "0912345678");
  await producer.type("#password", code);
  await producer.go("form[action='/login'] button.btn-primary");
  assert.equal(new URL(producer.page.url()).pathname, "/account", "nobody asks for a password though the code is used up");
  await producer.type("#password", w.secret);
  await producer.type("#repeat", w.secret);
  await producer.go(".set-password form .btn-primary");
  assert.equal(new URL(producer.page.url()).pathname, "/nominations");
  await producer.go("main a[href^='/nominations/new']");
  await producer.refused("main form button.btn-primary");
  await producer.type("#product", w.product);
  await producer.go("main form button.btn-primary");
  walk.own = new URL(producer.page.url()).pathname;
  await answer(walk, producer);
  await hand(walk, producer);
  await producer.go(".main-action a[href$='/submit']");
  await producer.refused(`form[action='${walk.own}/submit'] button`);
  await producer.open(`${walk.own}/submit`); // so that the way back leads to no posted page, which browsers ask about
  await producer.choose("#agree");
  await producer.go(`form[action='${walk.own}/submit'] button`);
  walk.number = await producer.text(".done-panel .number");
  assert.match(walk.number, /\d/);
  await producer.page.goBack({ waitUntil: "domcontentloaded" });
  await producer.arrive();
  assert.equal(await producer.page.locator(`form[action='${walk.own}/submit'] button`).count(), 0, "what was sent is offered again");
  for (const file of ["registration.pdf", "description.docx", "receipt.pdf"])
    await producer.fetched(`${walk.own}/papers/${file}`, file.endsWith("pdf") ? "pdf" : "wordprocessing");
}

// answer fills the questions, one page after the other.
async function answer(walk, producer) {
  const w = walk.words;
  const next = "button[name=go][value=next]";
  await producer.go(".main-action .btn-primary");
  await producer.choose("[name=product_group][value=N2]");
  await producer.go(next);
  await producer.type("[name='producer.name']", w.household);
  await producer.choose("[name='producer.entity_kind'][value=business_household]");
  await producer.go(next);
  await producer.type("[name='producer.address']", w.address);
  await producer.type("[name='producer.commune']", w.commune);
  await producer.go(next);
  await producer.type("[name='producer.phone']", "12");
  await producer.refused(next);
  await producer.type("[name='producer.phone']", "0912 345 678");
  await producer.type("[name='producer.email']", "nhan@example.vn");
  await producer.go(next);
  await producer.go(next);
  await producer.type("#description", w.description);
  await producer.go(next);
}

// hand uploads the papers that the rules need and reads the answers once more.
async function hand(walk, producer) {
  const w = walk.words;
  for (const kind of ["business_registration", "description", "photo"]) {
    assert.ok(producer.page.url().includes(`/documents/${kind}`), `${producer.page.url()} is not the page of ${kind}`);
    await producer.attach("#file", kind === "photo" ? [photo(1), photo(2), photo(3)] : [paper(kind)]);
    await producer.go("form.upload button");
    await producer.go(".main-action .btn-primary");
  }
  assert.ok(producer.page.url().endsWith("/check"));
  assert.ok((await producer.text("main")).includes(w.product.normalize("NFC")), "the product is not among the answers");
}

// importOne takes in a list with one good and one bad row, and lets the office fill what it lacks.
export async function importOne(walk) {
  const { words: w, people } = walk;
  const desk = people.secretary;
  await desk.open("/desk");
  await desk.go(`main a[href='/desk/${w.slug}']`);
  await desk.go(`main a[href='/desk/${w.slug}/import']`);
  const good = { product: w.imported, group: "N1", producer: w.cooperative, commune: w.commune, phone: "0912 000 111" };
  await desk.attach("#file", [table([good, { ...good, product: "" }])]);
  await desk.go("form[enctype] button");
  assert.equal(await desk.page.locator(".desk-issues tbody tr").count(), 1);
  await desk.go("form[action$='/import/confirm'] button.btn-primary");
  await desk.go(".main-action .btn-primary");
  await desk.go(`a.desk-product:has-text("${w.imported}")`);
  walk.filled = new URL(desk.page.url()).pathname;
  await desk.go(`main a[href^='${walk.filled}/edit']`);
  await desk.pick("[name='producer.entity_kind']", "cooperative");
  await desk.type("[name='producer.address']", w.address);
  await desk.type("[name='description']", w.description);
  await desk.go("form.desk-form button.btn-primary");
  const files = [["business_registration", paper("registration")], ["description", paper("text")], ...[4, 5, 6].map((n) => ["photo", photo(n)])];
  for (const [kind, content] of files) {
    await desk.unfold("details.desk-more:has(#kind)");
    await desk.pick("#kind", kind);
    await desk.attach("#file", [content]);
    await desk.go("form[action$='/documents'] button");
  }
  await desk.go("form[action$='/submit'] button");
}

// screen finds one dossier whole and asks the producer of the other for a better paper.
export async function screen(walk) {
  const { words: w, people } = walk;
  const desk = people.secretary;
  await walk.move("screening");
  await desk.open(`/desk/${w.slug}`);
  await desk.type("#q", w.imported);
  await desk.go("form.desk-filters button");
  await desk.go("a.desk-product");
  await desk.go("form[action$='/eligible'] button");
  await desk.open(walk.own.replace("/nominations", `/desk/${w.slug}/nominations`));
  for (let i = 0; i < 5; i++) {
    await desk.go(`.desk-papers li:nth-child(${i + 1}) a`);
    const bad = i === 1;
    if (bad) await desk.type("#note", w.note);
    await desk.go(`form.desk-check button[value=${bad ? "bad" : "ok"}]`);
  }
  await desk.go("main a[href*='/supplement']");
  await desk.type("#due", walk.date(7));
  await desk.go("form.form button.btn-primary");
  await desk.go("form button[name=act][value=send]");
}

// supplement lets the producer replace the paper, and the secretariat agree.
export async function supplement(walk) {
  const { words: w, people } = walk;
  const { producer, secretary: desk } = people;
  await producer.open("/nominations");
  await producer.go(`main a[href='${walk.own}']`);
  await producer.go(".demands a");
  await producer.attach("#file", [paper("signed")]);
  await producer.go("form.upload button");
  await producer.go(".file-list a[href$='/remove']");
  await producer.go("form[action$='/remove'] button");
  await producer.open(walk.own);
  await producer.go(".main-action a[href$='/check']");
  await producer.go(".main-action a[href$='/submit']");
  await producer.choose("#agree");
  await producer.go(`form[action='${walk.own}/submit'] button`);
  await desk.open(walk.own.replace("/nominations", `/desk/${w.slug}/nominations`));
  await desk.go(".desk-papers li:last-child a");
  await desk.go("form.desk-check button[value=ok]");
  await desk.go("form[action$='/eligible'] button");
  await producer.open(walk.own);
}
