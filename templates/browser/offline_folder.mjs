// Opens an exported page for offline checks from its folder, as from a stick, and checks one text.
// Usage: node offline_folder.mjs FOLDER TEXT
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, text] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.stack));
  page.on("request", (r) => r.url().startsWith("file:") || troubles.push(r.url()));
  page.on("requestfailed", (r) => troubles.push(`failed: ${r.url()}`));
  await page.goto(pathToFileURL(path.join(folder, "index.html")).href);
  await page.fill("#text", text, { timeout: 10_000 });
  await page.click("[data-typed] button");
  await page.locator(".tone-good:focus").waitFor({ timeout: 10_000 });
  await page.click(".language");
  await page.locator("h1", { hasText: "without a network" }).waitFor({ timeout: 10_000 });
  if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE, fullPage: true });
  assert.deepEqual(troubles, []);
} finally {
  await browser.close();
}
