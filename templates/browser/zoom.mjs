// Opens previewed pages as people see them who need them larger: text at 200 % and the whole page at 400 %, which is
// a screen 320 px wide (WCAG 2.2, 1.4.4 and 1.4.10). Usage: node zoom.mjs FOLDER PICTURES [NAME-START…]; "-" takes no
// pictures. Prints one line for each loss and exits 1 when there is any: sideways scrolling, words that are cut off
// or lie over each other, a main control outside of the screen. Forced colours are looked at on the way, English at 400 % alone.
import http from "node:http";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const [folder, pictures, ...only] = process.argv.slice(2);
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const server = http.createServer((request, response) => {
  if (request.url.endsWith("/meeting/now")) return response.writeHead(304).end(); // nothing happens in a sample's meeting
  const file = path.join(folder, path.normalize(new URL(request.url, "http://x").pathname));
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
  response.end(fs.readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
if (pictures !== "-") fs.mkdirSync(pictures, { recursive: true });

// losses are what a reader cannot see or read. Tables and code may scroll sideways in their own box (1.4.10).
const losses = () => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(-1)[0];
    found.push(`wider than the screen by ${root.scrollWidth - root.clientWidth} px: ${wide?.className || wide?.tagName}`);
  }
  for (const e of document.querySelectorAll("h1, h2, h3, p, dt, dd, li, label, .btn, .tag, td, summary")) {
    if (!e.checkVisibility() || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    if (style.clipPath !== "none" || style.position === "absolute") continue;
    const cut = style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1;
    const low = style.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 1;
    if (cut || low) found.push(`cut off: ${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 30)}"`);
  }
  for (const e of document.querySelectorAll("main .btn, main .form-control, main .form-select")) {
    if (!e.checkVisibility()) continue;
    const box = e.getBoundingClientRect();
    if (box.left < 0 || box.right > root.clientWidth + 1) found.push(`outside: ${e.className}`);
    if (box.width < 24 || box.height < 24) found.push(`crushed: ${e.className} ${box.width} x ${box.height}`);
  }
  for (const e of document.querySelectorAll("main p, main h1, main h2, main h3")) {
    const text = e.textContent.trim();
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (e.checkVisibility() && text.length > 20 && e.getBoundingClientRect().width < 4 * size)
      found.push(`a column of letters: "${text.slice(0, 30)}"`);
  }
  return found;
};

// views are a screen at 400 %, a phone and an old laptop with the text at 200 %, and a phone in forced colours.
const views = [
  { name: "400%", width: 320, height: 256 },
  { name: "text 200% on a phone", width: 360, height: 800, text: 200 },
  { name: "text 200% on a laptop", width: 1280, height: 800, text: 200 },
  { name: "forced colours", width: 360, height: 800, forced: true },
];
const findings = [];
let looked = 0;
try {
  for (const view of views) {
    const page = await (
      await browser.newContext({
        viewport: { width: view.width, height: view.height },
        forcedColors: view.forced ? "active" : "none",
      })
    ).newPage();
    for (const lang of ["vi", "en"]) {
      for (const file of fs.readdirSync(path.join(folder, lang))) {
        const name = file.replace(/\.html$/, "");
        if (only.length && !only.some((start) => `${name}.`.startsWith(start))) continue;
        if (lang === "en" && view.width !== 320) continue;
        await page.goto(`${origin}/${lang}/${name}.html`, { waitUntil: "load" });
        if (view.text) await page.addStyleTag({ content: `html { font-size: ${view.text}% !important; }` });
        await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
        for (const loss of await page.evaluate(losses)) findings.push(`${lang}/${name} ${view.name}: ${loss}`);
        if (pictures !== "-" && lang === "vi")
          await page.screenshot({ path: path.join(pictures, `${name}-${view.name.replace(/\W+/g, "-")}.png`), fullPage: true });
        looked++;
      }
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  server.close();
}
for (const f of findings) console.log(f);
console.log(`looked at ${looked} pages, ${findings.length} losses`);
process.exit(findings.length || !looked ? 1 : 0);
