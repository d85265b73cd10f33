// The catalogue, read without JavaScript and with it; every page and view against the accessibility rules; small screens.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commandLine, dist, launch, open, paste, repository, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, server;
before(async () => {
  server = await serve(dist);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("every diagnostic has a page that says the same as the command line, and a way there by its code", () => {
  const catalogue = JSON.parse(commandLine(["catalogue", "--format", "json"]));
  assert.ok(catalogue.length > 200);
  const matrix = readFileSync(join(dist, "catalogue/index.html"), "utf8");
  for (const { name, code } of catalogue) {
    const page = readFileSync(join(dist, "d", name, "index.html"), "utf8");
    assert.ok(page.includes("<h2>Meaning</h2>") && page.includes("<h2>Fix</h2>"), name);
    assert.ok(readFileSync(join(dist, "d", code, "index.html"), "utf8").includes(`../${name}/`), code);
    assert.ok(matrix.includes(`../d/${name}/`), name);
    for (const [, to] of page.matchAll(/href="\.\.\/([\w-]+)\/"/g)) assert.ok(existsSync(join(dist, "d", to)) || existsSync(join(dist, to)), `${name} leads to ${to}`);
  }
  assert.equal(readdirSync(join(dist, "d")).length, catalogue.length * 2);
});

test("the catalogue is read without JavaScript", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.address}catalogue/`);
  assert.ok((await page.locator("tbody tr").count()) > 200);
  await page.click("text=out-of-memory >> nth=0");
  assert.match(await page.textContent("main"), /Every attempt does the work up to the peak again/);
  await page.click("text=heap-exhausted >> nth=0");
  assert.match(page.url(), /d\/heap-exhausted\/$/);
  await page.goto(`${server.address}d/SE101/`);
  await page.waitForURL(/d\/out-of-memory\/$/);
  await page.goto(server.address);
  assert.match(await page.textContent("noscript"), /catalogue/);
  await context.close();
});

test("the matrix narrows down by name, code, exit code and error line", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.address}catalogue/`);
  for (const [words, name] of [["out-of-mem", "out-of-memory"], ["SE101", "out-of-memory"], ["137", "killed-by-sigkill"], ["exit code 127", "command-not-found"], ["pull image", "image-pull-failed"]]) {
    await page.fill("#filter", words);
    await page.waitForTimeout(30);
    assert.ok(await page.isVisible(`tr[data-name=${name}]`), words);
    assert.ok((await page.locator("tbody tr:visible").count()) < 60, words);
  }
  await page.fill("#filter", "java.lang.OutOfMemoryError: Java heap space");
  await page.click("text=Let the engine read it");
  await page.waitForSelector(".drawer");
  assert.match(await page.textContent(".drawer"), /heap-exhausted/);
  await page.goto(`${server.address}catalogue/`);
  await page.selectOption("#family", "3");
  assert.ok(await page.isVisible("tr[data-name=node-lost]"));
  assert.ok(!(await page.isVisible("tr[data-name=out-of-memory]")));
  await context.close();
});

async function violations(page) {
  // The test's own script comes in beside the policy, as developer tools do.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((found) => JSON.stringify(found.violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? node.all[0]?.message ?? "")).join(" | "))))`,
    awaitPromise: true,
  });
  return JSON.parse(result.value);
}

test("no view breaks a rule of axe, dark or light, wide or narrow", async () => {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1360, height: 900 }, { width: 360, height: 740 }]) {
      const page = await open(browser, server.address, { colorScheme, viewport, reducedMotion: "reduce" });
      const look = async (view) => found.push(...(await violations(page)).map((one) => `${view}, ${colorScheme}, ${viewport.width}: ${one}`));
      await look("start");
      await page.click("[data-incident=oom-kill]");
      await page.waitForSelector("[data-worked]", { state: "attached" });
      await look("verdict");
      await page.click("[data-view=diff]");
      await page.check("input[value=hardened]");
      await page.waitForTimeout(500);
      await look("diff");
      if (viewport.width > 1000) {
        await page.locator("a.diagnostic").first().click();
        await page.waitForSelector(".drawer");
        await look("drawer");
        await page.keyboard.press("Escape");
        await page.click("text=Share…");
        await page.click("text=Make the link");
        await page.waitForSelector("[data-link]");
        await look("share");
        await page.keyboard.press("Escape");
        await page.click("#keys");
        await look("legend");
        await page.keyboard.press("Escape");
        for (const path of ["catalogue/", "d/out-of-memory/", "limits/"]) {
          await page.goto(server.address + path);
          await look(path);
        }
      }
      await page.context().close();
    }
  }
  assert.deepEqual(found, []);
});

test("nothing is wider than a small phone", async () => {
  const page = await open(browser, server.address, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const fits = async (view) => assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, view);
  await fits("start");
  await page.tap("[data-incident=cron-forbid-blocked]");
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await fits("verdict");
  await paste(page, readFileSync(join(repository, "examples/etl-exit-1/objects.json"), "utf8"));
  await page.waitForSelector(".evidence");
  await page.locator(".evidence").first().tap();
  await page.waitForTimeout(400);
  assert.ok(await page.locator(".row.now").first().isVisible());
  await fits("evidence");
  for (const path of ["catalogue/", "d/out-of-memory/", "limits/"]) {
    await page.goto(server.address + path);
    await fits(path);
  }
  await page.context().close();
});

test("whoever wants less motion gets none", async () => {
  const page = await open(browser, server.address, { reducedMotion: "reduce" });
  await page.click("[data-incident=oom-kill]");
  await page.waitForSelector("#verdict");
  assert.equal(await page.$eval("#verdict", (element) => getComputedStyle(element).animationName), "none");
  await page.context().close();
});
