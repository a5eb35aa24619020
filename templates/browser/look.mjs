// Opens every previewed page in Chromium at three widths, takes a picture of each and runs axe-core on it.
// Usage: node look.mjs FOLDER PICTURES [NAME-PART…]; "-" takes no pictures. Prints one line per finding and exits 1
// when there is any.
import http from "node:http";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [folder, pictures, ...only] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"));
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const vectors = JSON.parse(fs.readFileSync(new URL("../../certificates/testdata/offline.json", import.meta.url)));

const server = http.createServer((request, response) => {
  if (request.url === "/axe.js")
    return response.writeHead(200, { "content-type": "text/javascript", "cache-control": "max-age=600" }).end(axe);
  if (request.url === "/v/offline/data.js")
    return response.writeHead(200, { "content-type": "text/javascript" }).end(`self.vinhdanhOffline=${JSON.stringify({ ...vectors, verify: "/v/", limit: 30 })}`);
  if (request.url.startsWith("/v/offline"))
    return response.writeHead(200, { "content-type": "text/javascript", "service-worker-allowed": "/v/offline" }).end("{}");
  if (request.url.endsWith("/meeting/now")) return response.writeHead(304).end(); // nothing happens in a sample's meeting
  const file = path.join(folder, path.normalize(new URL(request.url, "http://x").pathname));
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": types[path.extname(file)] ?? "application/octet-stream",
    "content-security-policy": policy,
  });
  response.end(fs.readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
  ],
});
if (pictures !== "-") fs.mkdirSync(pictures, { recursive: true });
const findings = [];
let looked = 0;

// targets lists the main controls that are lower than 44 px; links inside sentences are exempt.
const targets = () =>
  [...document.querySelectorAll(".btn, .form-control, .form-select, summary, .top nav a, .language")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
    .map((e) => `${e.className || e.tagName} ${e.getBoundingClientRect().height}`);

// looks are the widths and colour schemes that a page is seen at. English is seen on a phone alone, and so are
// pages that differ from another in their words only. Without LOOK=all only the first sample of each page type is
// seen, on a phone and, in Vietnamese, at a desk; axe-core then reads Vietnamese alone: English has the same parts.
const all = process.env.LOOK === "all";
const phone = [[360, "light"]];
const desk = [[1280, "light"]];
const looks = [...phone, [360, "dark"], [820, "light"], ...desk];
const wordsOnly = /^(lookup|help|error)-|-words-/;

// rules says what axe-core looks for in a view. Contrast is the dear one: dark pages are asked for nothing else,
// and wide ones, which show the same parts as narrow ones, are spared it, but for the start pages.
function rules(name, lang, width, scheme) {
  if (lang === "en" && !every) return;
  if (scheme === "dark") return { runOnly: { type: "rule", values: ["color-contrast"] } };
  const whole = { runOnly: { type: "tag", values: tags } };
  return width < 1280 || /home/.test(name) ? whole : { ...whole, rules: { "color-contrast": { enabled: false } } };
}

const firsts = new Set(fs.readFileSync(path.join(folder, "first.txt"), "utf8").split("\n"));
const every = all || only.length > 0;
const whole = (name) => every || firsts.has(name);
const viewsOf = (name, lang) => {
  if (wordsOnly.test(name) || lang === "en") return phone;
  return every ? looks : [...phone, ...desk];
};

async function look(page, lang, name) {
  let where = `${lang}/${name}`;
  const hear = (m) => {
    if (m.type() === "error" && !m.location().url.endsWith("favicon.ico"))
      findings.push(`${where}: console: ${m.text()}`);
  };
  page.on("console", hear);
  const views = viewsOf(name, lang);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${origin}/${lang}/${name}.html`, { waitUntil: "load" });
  await page.addScriptTag({ url: "/axe.js" });
  for (const [width, scheme] of views) {
    where = `${lang}/${name} ${width} ${scheme}`;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    if (width >= 820) await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
    await examine(page, where, rules(name, lang, width, scheme));
    if (pictures !== "-")
      await page.screenshot({
        path: path.join(pictures, `${name}-${lang}-${width}${scheme === "dark" ? "-dark" : ""}.png`),
        fullPage: true,
      });
    looked++;
  }
  page.off("console", hear);
}

async function examine(page, where, options) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) findings.push(`${where}: wider than the screen by ${wide} px`);
  for (const t of await page.evaluate(targets)) findings.push(`${where}: lower than 44 px: ${t}`);
  const fonts = await page.evaluate(() =>
    document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family)),
  );
  if (!fonts.some((f) => f.includes("Be Vietnam Pro"))) findings.push(`${where}: Be Vietnam Pro was not loaded`);
  if (!options) return;
  const result = await page.evaluate(
    (options) => axe.run(document, { ...options, resultTypes: ["violations"] }),
    options,
  );
  for (const v of result.violations)
    findings.push(
      `${where}: ${v.id}: ${v.nodes
        .map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? ""))
        .slice(0, 3)
        .join(" | ")}`,
    );
}

const waiting = ["vi", "en"].flatMap((lang) =>
  fs
    .readdirSync(path.join(folder, lang))
    .map((file) => [lang, file.replace(/\.html$/, "")])
    .filter(([, name]) => whole(name))
    .filter(([, name]) => !only.length || only.some((part) => name.includes(part))),
);

// work looks at pages until none waits; several at once keep the machine busy.
async function work() {
  const page = await (await browser.newContext()).newPage();
  for (let next = waiting.shift(); next; next = waiting.shift()) await look(page, ...next);
}

try {
  await Promise.all([work(), work()]);
} finally {
  await browser.close();
  server.close();
}
for (const f of findings) console.log(f);
console.log(`looked at ${looked} pages, ${findings.length} findings`);
process.exit(findings.length || !looked ? 1 : 0);
