// How long it takes: to load cold and warm, to answer a paste, to type in a long manifest. In a real browser.

import { readFileSync } from "node:fs";
import { dist, incidents, launch, open, paste, pasteOf, serve } from "../tests/harness.mjs";

const runs = Number(process.env["RUNS"] ?? 7);
const server = await serve(dist);
const browser = await launch();
const sorted = (times) => times.toSorted((one, other) => one - other);
const median = (times) => sorted(times)[Math.floor(times.length / 2)];
const print = (what, times, limit) => console.log(`${what.padEnd(46)} median ${median(times).toFixed(0).padStart(5)} ms   worst ${Math.max(...times).toFixed(0).padStart(5)} ms   wanted ${limit}`);
const sinceNavigation = (page, mark) => page.evaluate((mark) => performance.getEntriesByName(mark)[0].startTime, mark);

const usable = (page) => page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
const [cold, coldBox, warm, warmBox] = [[], [], [], []];
for (let run = 0; run < runs; run += 1) {
  const page = await open(browser, server.address, { serviceWorkers: "allow" });
  cold.push(await sinceNavigation(page, "ready"));
  coldBox.push(await usable(page));
  await page.waitForSelector("html[data-offline]", { state: "attached", timeout: 60_000 });
  await page.reload();
  await page.waitForSelector("html[data-locked]", { state: "attached" });
  await page.reload();
  await page.waitForSelector("html[data-locked]", { state: "attached" });
  warm.push(await sinceNavigation(page, "ready"));
  warmBox.push(await usable(page));
  await page.context().close();
}
print("cold load: the box takes a paste", coldBox, "1000 ms");
print("cold load: the engine is ready", cold, "1000 ms");
print("warm load: the box takes a paste", warmBox, "150 ms");
print("warm load: the engine is ready", warm, "150 ms");

const page = await open(browser, server.address);
const answers = [];
for (const incident of incidents()) {
  await paste(page, pasteOf(incident));
  answers.push(await page.evaluate(() => performance.getEntriesByName("verdict").at(-1).duration));
}
print(`verdict after a paste (${answers.length} incidents)`, answers, "50 ms");
const late = answers.filter((time) => time > 50).length;
console.log(`${"".padEnd(46)} ${answers.length - late} of ${answers.length} within 50 ms`);

// A manifest of two thousand lines, typed into.
const one = readFileSync(new URL("../../examples/oom-kill/manifest.yaml", import.meta.url), "utf8").trim();
const documents = Array.from({ length: Math.ceil(2000 / (one.split("\n").length + 1)) }, (_, n) => one.replace("aggregate", `aggregate-${n}`));
await page.click("#clear");
await page.setInputFiles("#files", [{ name: "many.yaml", mimeType: "text/yaml", buffer: Buffer.from(`${documents.join("\n---\n")}\n`) }]);
await page.waitForSelector("[data-worked]", { state: "attached", timeout: 120_000 });
await page.click("[data-view=edit]");
await page.locator(".editor:not([hidden]) .cm-content").click();
await page.waitForTimeout(1500);
await page.evaluate(() => {
  globalThis.longest = [];
  new PerformanceObserver((list) => globalThis.longest.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask", buffered: false });
  globalThis.keys = [];
  addEventListener("keydown", () => { const from = performance.now(); setTimeout(() => globalThis.keys.push(performance.now() - from)); }, { capture: true });
});
for (let n = 0; n < 60; n += 1) await page.keyboard.type("x", { delay: 40 });
await page.waitForTimeout(3000);
const keys = await page.evaluate(() => globalThis.keys);
const tasks = await page.evaluate(() => globalThis.longest);
print("a key in a manifest of 2,000 lines", keys, "16 ms");
console.log(`${"".padEnd(46)} ${tasks.length} tasks above 50 ms${tasks.length > 0 ? `, the longest ${Math.max(...tasks).toFixed(0)} ms` : ""}`);
await browser.close();
await server.stop();
