// Tries the scripts of the pages in Chromium, against a small server that counts, delays, refuses and drops.
// Usage: node scripts.mjs PREVIEW-FOLDER. Prints one line per failure and exits 1 when there is any.
import http from "node:http";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const asset = (name) => fs.readdirSync(path.join(folder, "assets")).find((f) => f.startsWith(name + ".") && f.endsWith(".js"));
const sample = fs.readFileSync(path.join(folder, "vi", "judge-sheet.html"), "utf8");
const words = sample.match(/<template id="words"[^]*?<\/template>/)[0];

// page is a bare page with the scripts that every page has.
const page = (main) =>
  `<!doctype html><html lang="vi" data-user="u1"><meta charset="utf-8"><title>x</title><script type="module" src="/assets/${asset("app")}"></script><main id="main" tabindex="-1">${main}</main>${words}</html>`;

const pages = {
  "/once": page(`<form method="post" action="/slow" data-once><button>Gửi</button></form>`),
  "/keep": page(
    `<form method="post" action="/saved" data-keep="a" data-leave><input name="t"><textarea name="m"></textarea><input type="password" name="p"><input type="checkbox" name="c" value="1"><input type="hidden" name="h" value="0"><button>Gửi</button></form>`,
  ),
  "/done": page(`<p data-done>Đã lưu</p><h1>xong</h1>`),
  "/refused": page(`<div id="faults" tabindex="-1"><a href="#t">sửa</a></div><form method="post" action="/saved" data-keep="a"><input name="t" id="t" value="x"></form>`),
  "/upload": page(`<form method="post" action="/files" enctype="multipart/form-data" data-upload data-once><input type="file" name="file" id="file" multiple><button>Gửi</button></form>`),
  "/ask": page(`<form method="post" action="/saved"><button data-confirm="Thật không?">Xóa</button></form>`),
  "/count": page(`<textarea id="d" data-count="5"></textarea><input type="password" id="p" data-reveal>`),
  "/boxes": page(`<form><label hidden><input type="checkbox" data-select-all="n">Tất cả</label><input type="checkbox" name="n" value="1"><input type="checkbox" name="n" value="2"><b data-selected></b></form>`),
  "/papers": page(
    `${sample.match(/<template id="dossier-words"[^]*?<\/template>/)[0]}<a href="/slow.svg" data-paper="image">Một</a><a href="/photo.svg" data-paper="image">Hai</a><script type="module" src="/assets/${asset("dossier")}"></script>`,
  ),
  "/job": page(`<div data-job="/jobs/1" data-job-next="/done"><progress max="1" value="0"></progress><b data-job-done></b></div>`),
};

let posts, drop, files, jobs, drafts, answerDraft, meeting;
// room is the council's meeting where it stands: the sample of that name, marked with its revision.
const room = () =>
  fs
    .readFileSync(path.join(folder, "vi", meeting.sample + ".html"), "utf8")
    .replace(/data-revision="[^"]*"/, `data-revision="m.${meeting.revision}"`)
    .replace(/(<div class="hall-item">[^]*?<h1>)[^<]*/, (all, before) => (meeting.product ? before + meeting.product : all));
const saveDraft = (sheet) => [200, { version: sheet.version + 1, saved: "10:47", marks: shown(sheet.marks), comment: sheet.comment }];
const shown = (marks) => Object.fromEntries(Object.entries(marks).map(([code, m]) => ["marks." + code, m.replace(".", ",")]));

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

let answerSlow;
const slow = new Promise((answer) => (answerSlow = answer));
const server = http.createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://x");
  const send = (status, type, content) =>
    response.writeHead(status, { "content-type": type, "content-security-policy": "default-src 'self'; form-action 'self'" }).end(content);
  if (request.method === "POST") {
    posts.push(pathname);
    if (pathname === "/files" && drop) return request.once("data", () => request.socket.destroy());
    const content = await body(request);
    if (pathname === "/files") {
      files.push(content);
      return response.writeHead(303, { location: "/done" }).end();
    }
    if (pathname.endsWith("/draft")) {
      drafts.push(JSON.parse(content));
      const [status, answer] = answerDraft(drafts.at(-1));
      return send(status, "application/json", JSON.stringify(answer));
    }
    if (pathname === "/slow") await new Promise((r) => setTimeout(r, 400));
    return response.writeHead(303, { location: "/done" }).end();
  }
  if (pathname === "/council/2026/meeting/now") {
    const tag = `"m.${meeting.revision}"`;
    meeting.asked++;
    if (meeting.gone) return request.socket.destroy();
    return response.writeHead(request.headers["if-none-match"] === tag ? 304 : 200, { etag: tag, "content-type": "application/json" }).end();
  }
  if (["/council/2026/meeting", "/council/2026/meeting/hall"].includes(pathname)) return send(200, types[".html"], room());
  if (pathname === "/slow.svg") {
    await slow;
    return send(200, types[".svg"], fs.readFileSync(path.join(folder, "photo.svg")));
  }
  if (pathname === "/jobs/1") return send(200, "application/json", JSON.stringify({ state: ++jobs > 2 ? "done" : "running", done: jobs, total: 3 }));
  if (pages[pathname]) return send(200, types[".html"], pages[pathname]);
  if (pathname === "/judge/sheets/x") return send(200, types[".html"], sample.replace('<html lang="vi">', '<html lang="vi" data-user="u1">'));
  const file = path.join(folder, path.normalize(pathname));
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return send(404, "text/plain", "");
  send(200, types[path.extname(file)] ?? "application/octet-stream", fs.readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

// noise is a PNG that no compression makes small.
function noise(width, height) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let i = 0; i < rows.length; i++) rows[i] = i % (1 + width * 3) ? (i * 2654435761) >>> 24 : 0;
  const chunk = (type, data) => {
    const all = Buffer.alloc(12 + data.length);
    all.writeUInt32BE(data.length, 0);
    all.write(type, 4, "latin1");
    data.copy(all, 8);
    all.writeUInt32BE(zlib.crc32(all.subarray(4, 8 + data.length)), 8 + data.length);
    return all;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0))]);
}

// jpegWidth is the width in the frame header of the first JPEG in some bytes.
function jpegWidth(bytes) {
  const at = bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]), at);
  return at < 0 || frame < 0 ? 0 : bytes.readUInt16BE(frame + 7);
}

// until waits for what the server has seen.
async function until(seen) {
  for (let tried = 0; !seen(); tried++) {
    assert.ok(tried < 150, "not seen within 15 s");
    await new Promise((go) => setTimeout(go, 100));
  }
}

// move changes the meeting and lets the page look again.
async function move(p, change) {
  const before = meeting.asked;
  Object.assign(meeting, change);
  await p.clock.runFor(3100);
  await until(() => meeting.asked > before);
}

// onDevice waits until the sheet's bar says that marks are on the device and wait for the network.
const onDevice = (p) => p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("Còn trên máy này, đang chờ mạng"));

const first = "[name='marks.1.1']";
const tests = {
  async "a picture that comes late moves nothing of a dossier"(p) {
    let come;
    const late = new Promise((now) => (come = now));
    await p.setViewportSize({ width: 820, height: 800 });
    await p.route("**/photo.svg", async (route) => (await late, route.continue()));
    await p.goto(origin + "/vi/desk-dossier.html", { waitUntil: "domcontentloaded" });
    await p.focus("#note");
    const top = () => p.evaluate(() => document.querySelector("#note").getBoundingClientRect().top);
    const before = await top();
    come();
    await p.waitForFunction(() => document.querySelector(".desk-viewer img").naturalWidth > 0);
    assert.equal(await top(), before);
  },
  async "the meeting's page follows the chair and keeps what is typed"(p) {
    await p.clock.install();
    meeting.sample = "council-meeting-result";
    await p.goto(origin + "/council/2026/meeting");
    await p.fill("#dissent", "Tôi không đồng ý");
    await p.click("#agenda-box summary");
    await p.focus("#dissent");
    await move(p, {}); // nothing happened
    await move(p, { revision: 2 });
    assert.deepEqual([await p.inputValue("#dissent"), await p.evaluate(() => document.activeElement.id)], ["Tôi không đồng ý", "dissent"]);
    await move(p, { revision: 3, sample: "council-meeting-tie" });
    await p.waitForSelector(".meeting-choices [type=checkbox]");
    const kept = p.locator("[data-leftover] textarea");
    assert.deepEqual([await kept.inputValue(), await p.locator("#agenda-box").getAttribute("open")], ["Tôi không đồng ý", ""]);
    await p.check(".meeting-choices [value=n3]");
    await move(p, { revision: 4 });
    assert.ok(await p.isChecked(".meeting-choices [value=n3]"));
    await move(p, { revision: 5, sample: "council-meeting-blank" });
    await p.waitForSelector(".meeting-blank");
    assert.ok(!(await p.textContent("[data-part=item]")).includes("MS-0"));
    await move(p, { revision: 6, sample: "council-meeting-result" });
    await p.waitForFunction(() => document.querySelector("#dissent")?.value === "Tôi không đồng ý");
    assert.equal(await p.locator("[data-leftover] textarea").count(), 0);
  },
  async "the meeting's page says that the network is gone, and goes on"(p) {
    await p.clock.install();
    await p.goto(origin + "/council/2026/meeting");
    await move(p, { gone: true });
    await p.waitForFunction(() => /Mất liên lạc với máy chủ từ \d\d:\d\d/.test(document.querySelector("[data-net]").textContent));
    meeting.gone = false;
    await p.clock.runFor(16000);
    await p.waitForSelector("[data-net]", { state: "hidden" });
  },
  async "nothing on the projector is below its edge, and it says a break within one look"(p) {
    const long = "Bộ sưu tập gốm men lam vẽ tay phong cảnh làng nghề truyền thống ven sông ";
    const shown = ["", "-voting", "-result"].flatMap((sample) => [long, long.repeat(4).slice(0, 300)].map((product) => ({ sample, product })));
    for (const { sample, product } of [...shown, { sample: "-tie" }, { sample: "-blank" }, { sample: "-over" }]) {
      Object.assign(meeting, { sample: "council-meeting-hall" + sample, product });
      await p.goto(origin + "/council/2026/meeting/hall");
      for (const [width, height] of [[1280, 720], [1920, 1080], [1024, 768]]) {
        await p.setViewportSize({ width, height });
        await p.waitForFunction((wide) => innerWidth === wide && document.documentElement.scrollHeight <= innerHeight, width, { timeout: 3000 }).catch(() => {});
        const [low, letters] = await p.evaluate(() => [
          [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().bottom > innerHeight + 1).map((e) => e.outerHTML.slice(0, 60)),
          parseFloat(getComputedStyle(document.querySelector(".meeting-hall")).fontSize),
        ]);
        const where = `${width} x ${height} ${meeting.sample} ${product?.length ?? ""}`;
        assert.deepEqual(low, [], where);
        assert.ok(letters >= 15, `${where}: letters of ${letters} px`);
      }
    }
    await p.clock.install();
    Object.assign(meeting, { sample: "council-meeting-hall", product: "" });
    await p.goto(origin + "/council/2026/meeting/hall");
    await move(p, { revision: 2, product: long.repeat(4) });
    await p.waitForFunction((name) => document.querySelector(".hall-item h1")?.textContent === name, long.repeat(4));
    assert.ok(await p.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "a longer name came");
    await move(p, { revision: 3, sample: "council-meeting-hall-break" });
    await p.waitForFunction(() => /^Tạm nghỉ từ \d\d:\d\d$/.test(document.querySelector("[data-part=hall] h1").textContent));
    assert.equal(await p.locator(".hall-item").count(), 0);
  },
  async "six judges' sheets stand side by side on a tablet, and a phone shows that the table goes on"(p) {
    await p.setViewportSize({ width: 820, height: 1180 });
    await p.goto(origin + "/vi/judge-pass.html");
    const hidden = () => p.evaluate(() => [...document.querySelectorAll(".matrix-scroll")].map((e) => e.scrollWidth - e.clientWidth));
    assert.deepEqual(await hidden(), [0, 0]);
    await p.setViewportSize({ width: 360, height: 800 });
    assert.ok((await hidden()).every((wide) => wide > 0));
    assert.match(await p.evaluate(() => getComputedStyle(document.querySelector(".matrix-scroll")).backgroundAttachment), /local.*scroll/);
  },
  async "a paper that comes late does not take the place of the one asked for after it"(p) {
    await p.goto(origin + "/papers");
    await p.click("a >> text=Một");
    const late = p.waitForResponse("**/slow.svg");
    await p.click("[data-reader=paperNext]");
    await p.waitForSelector(".reader img[src$='photo.svg']");
    answerSlow();
    await (await late).finished();
    await p.evaluate(async () => {
      const after = Object.assign(new Image(), { src: "/slow.svg" }); // decoded after the one that is late
      await after.decode();
    });
    await p.waitForTimeout(300);
    assert.deepEqual(await p.locator(".reader img").evaluateAll((list) => list.map((img) => img.getAttribute("alt"))), ["Hai"]);
    assert.equal(await p.textContent(".viewer-bar [role=status]"), "");
  },
  async "the answer, what it is about and the button for no stand in a phone's first glance"(p) {
    await p.setViewportSize({ width: 360, height: 640 });
    for (const lang of ["vi", "en"])
      for (const [name, most] of Object.entries({ "verify-valid": 600, "verify-set": 640, "verify-set-photo": 660 })) {
        await p.goto(`${origin}/${lang}/${name}.html`);
        await p.evaluate(() => (document.querySelector(".demo").remove(), document.fonts.ready));
        const [bottom, smallest] = await p.evaluate(() => {
          const seen = [...document.querySelectorAll(".statement *, .ask h2, .ask .btn-primary")].filter((e) => e.checkVisibility());
          return [document.querySelector(".ask .btn-primary").getBoundingClientRect().bottom, Math.min(...seen.map((e) => parseFloat(getComputedStyle(e).fontSize)))];
        });
        assert.ok(bottom <= most, `${lang}/${name}: the button ends at ${bottom}`);
        assert.ok(smallest >= 14, `${lang}/${name}: text of ${smallest} px`);
      }
  },
  async "a double tap sends once"(p) {
    await p.goto(origin + "/once");
    await p.click("button", { clickCount: 2, delay: 20 });
    await p.waitForURL("**/done");
    assert.deepEqual(posts, ["/slow"]);
  },
  async "the button is ready again after going back"(p) {
    await p.goto(origin + "/once");
    await p.evaluate(() => {
      const note = () => sessionStorage.setItem("busy", document.querySelector("button").ariaDisabled);
      document.querySelector("form").addEventListener("submit", () => setTimeout(note));
    });
    await p.click("button");
    await p.waitForURL("**/done");
    assert.equal(await p.evaluate(() => sessionStorage.getItem("busy")), "true");
    await p.goBack();
    assert.equal(await p.textContent("button"), "Gửi");
    assert.equal(await p.getAttribute("button", "aria-disabled"), null);
  },
  async "typing is kept, restored and thrown away"(p) {
    await p.goto(origin + "/keep");
    await p.fill("[name=t]", "tương");
    await p.fill("[name=m]", "hai\ndòng");
    await p.fill("[name=p]", "bí mật");
    await p.check("[name=c]");
    await p.waitForTimeout(600);
    p.on("dialog", (d) => d.accept());
    await p.goto(origin + "/keep");
    assert.deepEqual([await p.inputValue("[name=t]"), await p.inputValue("[name=m]"), await p.inputValue("[name=p]")], ["tương", "hai\ndòng", ""]);
    assert.ok(await p.isChecked("[name=c]"));
    assert.ok(!(await p.evaluate(() => JSON.stringify({ ...localStorage }))).includes("bí mật"));
    await p.click(".kept button");
    assert.deepEqual([await p.inputValue("[name=t]"), await p.isChecked("[name=c]"), await p.locator(".kept").count()], ["", false, 0]);
  },
  async "what was saved is not offered again"(p) {
    await p.goto(origin + "/keep");
    await p.fill("[name=t]", "x");
    await p.click("button");
    await p.waitForURL("**/done");
    assert.equal(await p.evaluate(() => localStorage.length), 0);
  },
  async "another person is not shown it"(p) {
    await p.goto(origin + "/keep");
    await p.fill("[name=t]", "riêng");
    await p.waitForTimeout(600);
    await p.route("**/keep", (r) => r.fulfill({ contentType: "text/html", body: pages["/keep"].replace("u1", "u2") }));
    p.on("dialog", (d) => d.accept());
    await p.goto(origin + "/keep");
    assert.equal(await p.inputValue("[name=t]"), "");
  },
  async "leaving with unsaved typing asks"(p) {
    let asked = 0;
    p.on("dialog", (d) => (asked++, d.accept()));
    await p.goto(origin + "/keep");
    await p.type("[name=t]", "x");
    await p.goto(origin + "/done");
    assert.equal(asked, 1);
  },
  async "the error summary has the focus and leads to the field"(p) {
    await p.goto(origin + "/refused");
    assert.equal(await p.evaluate(() => document.activeElement.id), "faults");
    await p.click("#faults a");
    assert.equal(await p.evaluate(() => document.activeElement.id), "t");
  },
  async "photos shrink, a dead connection is tried again"(p) {
    drop = true;
    await p.goto(origin + "/upload");
    await p.setInputFiles("#file", [
      { name: "to.png", mimeType: "image/png", buffer: noise(3200, 1000) },
      { name: "giấy.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 nguyên vẹn") },
    ]);
    await p.waitForSelector(".upload-list canvas");
    await p.click("button");
    await p.waitForSelector(".upload-bar.is-bad button");
    assert.match(await p.textContent(".upload-bar p"), /Mất kết nối/);
    drop = false;
    await p.click(".upload-bar button");
    await p.waitForURL("**/done");
    assert.equal(jpegWidth(files[0]), 2400);
    assert.ok(files[0].includes("%PDF-1.4 nguyên vẹn"));
  },
  async "a dialog asks first"(p) {
    await p.goto(origin + "/ask");
    await p.click("main button");
    await p.keyboard.press("Escape");
    await p.waitForTimeout(100);
    assert.deepEqual(posts, []);
    await p.click("main button");
    await p.click("dialog button[value=yes]");
    await p.waitForURL("**/done");
    assert.deepEqual(posts, ["/saved"]);
  },
  async "letters are counted and never cut, passwords can be seen"(p) {
    await p.goto(origin + "/count");
    await p.fill("#d", "tê\u0301m bảy chữ");
    assert.match(await p.textContent("#d-count"), /11 \/ 5/);
    assert.equal(await p.inputValue("#d"), "tê\u0301m bảy chữ");
    await p.click(".reveal");
    assert.equal(await p.getAttribute("#p", "type"), "text");
  },
  async "select all ticks and counts"(p) {
    await p.goto(origin + "/boxes");
    await p.click("label");
    assert.equal(await p.textContent("[data-selected]"), "2");
  },
  async "a job is followed to its end"(p) {
    await p.goto(origin + "/job");
    await p.waitForURL("**/done", { timeout: 8000 });
    assert.equal(jobs, 3);
  },
  async "marks are summed and saved while typing"(p) {
    await p.goto(origin + "/judge/sheets/x");
    const before = await p.textContent("[data-total]");
    await p.fill(first, "2,5");
    assert.notEqual(await p.textContent("[data-total]"), before);
    await p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("10:47"));
    assert.equal(drafts.at(-1).marks["1.1"], "2.5");
    assert.equal(await p.inputValue("[name=version]"), String(drafts.at(-1).version + 1));
    assert.equal(await p.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith("typed")).length), 0);
  },
  async "a mark out of bounds is named and not sent"(p) {
    await p.goto(origin + "/judge/sheets/x");
    await p.fill(first, "55");
    await p.press(first, "Tab");
    assert.match(await p.textContent("[data-crit]:has([name='marks.1.1']) [data-fault]"), /Nhiều nhất là 5/);
    await p.waitForTimeout(600);
    assert.equal(drafts.at(-1)?.marks["1.1"] ?? "4.5", "4.5");
  },
  async "marks survive a reload without network"(p) {
    await p.goto(origin + "/judge/sheets/x");
    answerDraft = () => [503, {}];
    await p.fill(first, "1,5");
    await onDevice(p);
    await p.reload();
    assert.equal(await p.inputValue(first), "1,5");
    answerDraft = saveDraft;
    meeting = { sample: "council-meeting", revision: 1, asked: 0, gone: false };
    await p.evaluate(() => dispatchEvent(new Event("online")));
    await p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("10:47"));
  },
  async "what is typed before the scripts run is saved"(p) {
    let run;
    const held = new Promise((go) => (run = go));
    await p.route("**/assets/sheet.*.js", async (r) => (await held, r.continue()));
    await p.goto(origin + "/judge/sheets/x", { waitUntil: "commit" });
    await p.fill(first, "2");
    run();
    await p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("10:47"));
    assert.equal(drafts.at(-1).marks["1.1"], "2");
    assert.equal(await p.inputValue(first), "2");
  },
  async "a device store that never answers stops nothing"(p) {
    await p.addInitScript(() => (indexedDB.open = () => ({})));
    await p.goto(origin + "/judge/sheets/x");
    answerDraft = () => [503, {}];
    await p.fill(first, "1,5");
    await onDevice(p);
    await p.reload();
    assert.equal(await p.inputValue(first), "1,5");
  },
  async "what only the forced writes have comes back, beside what is typed meanwhile"(p) {
    await p.goto(origin + "/judge/sheets/x");
    answerDraft = () => [503, {}];
    await p.fill(first, "1,5");
    await onDevice(p);
    await p.evaluate(() => localStorage.clear());
    await p.addInitScript(() => {
      const open = indexedDB.open.bind(indexedDB);
      indexedDB.open = (...given) => {
        const late = {};
        const request = open(...given);
        request.onsuccess = () => setTimeout(() => ((late.result = request.result), late.onsuccess()), 2000);
        return late;
      };
    });
    await p.reload();
    await p.fill("[name='marks.1.2']", "0,5");
    await p.waitForFunction(() => document.querySelector("[name='marks.1.1']").value === "1,5");
    answerDraft = saveDraft;
    meeting = { sample: "council-meeting", revision: 1, asked: 0, gone: false };
    await p.evaluate(() => dispatchEvent(new Event("online")));
    await until(() => drafts.at(-1).marks["1.2"] === "0.5");
    assert.equal(drafts.at(-1).marks["1.1"], "1.5");
  },
  async "another device's marks are merged, a clash is asked about"(p) {
    await p.goto(origin + "/judge/sheets/x");
    const comment = await p.inputValue("[name=comment]");
    const base = await p.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-max]")].map((f) => [f.name, f.value])));
    let stale = { ...base, "marks.1.2": "1" };
    answerDraft = (sheet) => (sheet.version < 9 ? [409, { code: "stale_version", version: 9, marks: stale, comment }] : saveDraft(sheet));
    await p.fill(first, "2");
    await p.waitForFunction(() => document.querySelector("[name='marks.1.2']").value === "1");
    await p.waitForFunction(() => document.querySelector("[name=version]").value === "10");
    assert.equal(drafts.at(-1).marks["1.1"], "2");
    stale = { ...base, "marks.1.1": "3" };
    answerDraft = () => [409, { code: "stale_version", version: 12, marks: stale, comment }];
    await p.fill(first, "5");
    await p.waitForSelector("[data-saved] button");
    assert.equal(await p.inputValue(first), "5");
    await p.click("[data-saved] button");
    await p.waitForURL("**/done");
    assert.ok(posts.includes("/judge/sheets/x"));
  },
  async "an ended session keeps the marks and offers the sign-in"(p) {
    await p.goto(origin + "/judge/sheets/x");
    answerDraft = () => [401, {}];
    await p.fill(first, "0,5");
    await p.waitForSelector("[data-saved] a[href='/login?next=%2Fjudge%2Fsheets%2Fx']");
    await p.reload();
    assert.equal(await p.inputValue(first), "0,5");
  },
  async "single keys are off until asked for, and never while typing"(p) {
    await p.route("**/judge/sheets/y", (r) => r.fulfill({ contentType: "text/html", body: pages["/done"] }));
    await p.goto(origin + "/judge/sheets/x");
    await p.click("h1");
    await p.keyboard.press("]");
    await p.click("[data-keys] summary");
    await p.check("[data-keys-on]");
    await p.focus("[name=comment]");
    await p.keyboard.press("]");
    await p.waitForTimeout(200);
    assert.ok(p.url().endsWith("/judge/sheets/x"));
    await p.click("h1");
    await p.keyboard.press("]");
    await p.waitForURL("**/judge/sheets/y");
  },
  async "Ctrl and Enter save and go on"(p) {
    await p.goto(origin + "/judge/sheets/x");
    await p.focus(first);
    await p.keyboard.press("Control+Enter");
    await p.waitForURL("**/done");
    assert.ok(posts.includes("/judge/sheets/x"));
  },
  async "Enter goes to the next mark and sends nothing"(p) {
    await p.goto(origin + "/judge/sheets/x");
    await p.fill(first, "4");
    await p.press(first, "Enter");
    assert.equal(await p.evaluate(() => document.activeElement.name), "marks.1.2");
    await p.waitForTimeout(200);
    assert.ok(!posts.includes("/judge/sheets/x"));
  },
  async "a button without network keeps the page, and works when there is"(p) {
    await p.goto(origin + "/judge/sheets/x");
    await p.context().setOffline(true);
    await p.fill(first, "1");
    await p.click("[value=check]");
    await p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("chưa nộp"));
    assert.equal(await p.inputValue(first), "1");
    await p.context().setOffline(false);
    await p.click("[value=check]");
    await p.waitForURL("**/done");
  },
  async "a form without network is not sent and says so"(p) {
    await p.goto(origin + "/once");
    await p.context().setOffline(true);
    await p.click("button");
    assert.match(await p.textContent("[data-offline]"), /mất mạng/);
    await p.context().setOffline(false);
    await p.waitForFunction(() => !document.querySelector("p[data-offline]"));
    await p.click("button");
    await p.waitForURL("**/done");
    assert.deepEqual(posts, ["/slow"]);
  },
  async "the total's bar never hides the focus"(p) {
    await p.setViewportSize({ width: 1280, height: 720 });
    await p.goto(origin + "/judge/sheets/x");
    await p.focus(first);
    for (let i = 0; i < 12; i++) {
      const hidden = await p.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return top !== document.activeElement && !document.activeElement.contains(top) && document.activeElement.outerHTML;
      });
      assert.equal(hidden, false);
      await p.keyboard.press("Tab");
    }
  },
  async "text composed by an input method is left alone"(p) {
    await p.goto(origin + "/judge/sheets/x");
    await p.focus("[name=comment]");
    const ime = await p.context().newCDPSession(p);
    await ime.send("Input.imeSetComposition", { text: "tieengs", selectionStart: 7, selectionEnd: 7 });
    await ime.send("Input.insertText", { text: "tiếng" });
    assert.ok((await p.inputValue("[name=comment]")).includes("tiếng"));
    await p.waitForFunction(() => document.querySelector("[data-saved]").textContent.includes("10:47"));
    assert.ok(drafts.at(-1).comment.includes("tiếng"));
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
let failed = 0;
try {
  for (const [name, run] of Object.entries(tests)) {
    posts = [];
    drop = false;
    files = [];
    jobs = 0;
    drafts = [];
    answerDraft = saveDraft;
    meeting = { sample: "council-meeting", revision: 1, asked: 0, gone: false };
    const context = await browser.newContext();
    const p = await context.newPage();
    p.setDefaultTimeout(15000);
    const errors = [];
    p.on("pageerror", (e) => errors.push(e.message));
    try {
      await run(p);
      assert.deepEqual(errors, []);
    } catch (error) {
      failed++;
      console.log(`${name}: ${error.message} ${errors.join("; ")}`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`${Object.keys(tests).length} tried, ${failed} failed`);
process.exit(failed ? 1 : 0);
