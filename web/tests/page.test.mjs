// Every journey through the workbench, in a real browser.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { commandLine, dist, launch, open, paste, repository, serve, verdict } from "./harness.mjs";

let browser, server, page;
before(async () => {
  server = await serve(dist);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  page = await open(browser, server.address, { permissions: ["clipboard-read", "clipboard-write"] });
});
afterEach(async () => {
  const problems = page.problems;
  await page.context().close();
  assert.deepEqual(problems, []);
});

const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
/** The worker that answers; another one waits beside it. */
async function engineOf(page) {
  for (const worker of page.workers()) if ((await worker.evaluate(() => self.name)) === "engine") return worker;
  throw new Error("no worker is the engine");
}
const read = (path) => readFileSync(join(repository, path), "utf8");
const example = async (name) => {
  await page.click(`[data-incident="${name}"]`);
  await page.waitForSelector("#verdict");
};

test("an incident of the gallery shows its verdict, its numbers and its timeline", async () => {
  await example("oom-kill");
  const shown = await verdict(page);
  assert.deepEqual([shown.cause, shown.exitCode, shown.container, shown.state], ["out-of-memory", "137", "main", "failed"]);
  const words = await page.textContent("#answer");
  for (const said of ["15 to 45 min", "certain", "2 attempts made", "10 s of back-off between attempts", "kubectl logs aggregate-d2nf5"]) assert.ok(words.includes(said), said);
  assert.equal(await page.locator("#timeline svg .run.bad").count(), 2);
  assert.match(await page.locator("#timeline svg").getAttribute("aria-label"), /2 runs, 2 of them failed/);
  await page.click("#timeline summary");
  assert.ok((await page.textContent("#timeline table")).includes("main exited 137 (OOMKilled)"));
  assert.deepEqual(await page.locator("#sources li").evaluateAll((all) => all.map((one) => one.dataset.recognised)), ["11 Events; Job aggregate; Pod aggregate-d2nf5, aggregate-nxnpn", "11 Events; Job aggregate; Pod aggregate-d2nf5, aggregate-nxnpn", "Job aggregate"]);
});

test("evidence leads to its line, and the line is marked", async () => {
  await example("oom-kill");
  const place = page.locator("button.evidence", { hasText: "OOMKilled" }).first();
  await place.click();
  const line = (await place.getAttribute("data-place")).split(":")[1];
  const row = page.locator(".row.now").first();
  assert.equal(await row.getAttribute("data-line"), line);
  assert.match(await row.textContent(), /OOMKilled/);
  await page.waitForTimeout(600);
  const [inside, around] = [await row.boundingBox(), await page.locator("#text").boundingBox()];
  assert.ok(inside.y >= around.y && inside.y < around.y + around.height, "the line is in view");
});

test("what is missing is named with a command to copy", async () => {
  await paste(page, read("examples/oom-kill/get.txt").split("\n").slice(0, 3).join("\n"));
  assert.equal((await verdict(page)).verdict, "unknown");
  const command = await page.textContent("#needs .command code");
  await page.click("#needs .command button");
  assert.equal(await clipboard(), command);
});

test("a repaired manifest is a diff to copy, with the bytes that the command line gives", async () => {
  const text = read("examples/etl-exit-1/manifest.yaml").replace("restartPolicy: Never", "restartPolicy: Always # why not");
  await paste(page, text);
  await page.waitForSelector("[data-worked]", { state: "attached" });
  assert.match(await page.textContent("#verdict"), /API server refuses/);
  await page.check("input[value=hardened]");
  await page.waitForFunction(() => document.querySelector(".fixes h4")?.textContent === "Applied");
  await page.click("text=Copy repaired manifest");
  const repaired = await clipboard();
  assert.equal(repaired, commandLine(["fix", "-", "--level", "hardened"], text));
  assert.ok(repaired.includes("# why not"));
  await page.click("text=Copy diff");
  const folder = mkdtempSync(join(tmpdir(), "stackengine-"));
  writeFileSync(join(folder, "manifest.yaml"), text);
  writeFileSync(join(folder, "change"), await clipboard());
  execFileSync("git", ["apply", "change"], { cwd: folder });
  assert.equal(readFileSync(join(folder, "manifest.yaml"), "utf8"), repaired);
});

test("level and switches decide which fixes are made", async () => {
  await paste(page, read("examples/oom-kill/manifest.yaml"));
  await page.waitForSelector("[data-worked]", { state: "attached" });
  const worked = async (action) => {
    const before = await page.getAttribute("[data-worked]", "data-worked");
    await action();
    await page.waitForFunction((before) => document.querySelector("[data-worked]")?.dataset.worked !== before, before);
  };
  const copied = async () => {
    await page.click("text=Copy repaired manifest");
    return clipboard();
  };
  await worked(() => page.check("input[value=hardened]"));
  const all = await copied();
  assert.equal(all, commandLine(["fix", "-", "--level", "hardened"], read("examples/oom-kill/manifest.yaml")));
  assert.ok(all.includes("seccompProfile"));
  const seccomp = page.locator("li", { hasText: "seccomp-unset" }).locator("input").first();
  await worked(() => seccomp.click());
  assert.ok(!(await copied()).includes("seccompProfile"));
  const root = page.locator("li", { hasText: "runs-as-root" }).locator("input").first();
  await worked(() => root.click());
  assert.ok((await copied()).includes("runAsNonRoot: true"));
});

test("numbers come from the incident where there is one", async () => {
  await example("oom-kill");
  await page.waitForSelector("[data-worked]", { state: "attached" });
  const limit = page.locator("li", { hasText: "memory-limit-too-low" }).locator("input").first();
  await limit.click();
  await page.waitForFunction(() => document.querySelector(".fixes")?.textContent.includes("Applied"));
  await page.click("text=Copy repaired manifest");
  assert.match(await clipboard(), /memory: 64Mi/);
});

test("the manifest is edited with its findings inline, and a quick fix mends one", async () => {
  await paste(page, read("examples/etl-exit-1/manifest.yaml").replace("restartPolicy: Never", "restartPolicy: Always"));
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await page.click("[data-view=edit]");
  await page.waitForSelector(".cm-lintRange-error");
  await page.hover(".cm-lintRange-error");
  await page.click(".cm-diagnosticAction");
  await page.waitForFunction(() => !document.querySelector(".bench")?.innerHTML.includes("restart-policy-invalid"));
  await page.click("[data-view=edit]");
  await page.locator(".editor:not([hidden]) .cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nbackofLimit: 3");
  await page.waitForFunction(() => document.querySelector(".fixes")?.textContent.includes("unknown-field"));
});

test("line ends of Windows stay what they are", async () => {
  const text = read("examples/etl-exit-1/manifest.yaml").replace("restartPolicy: Never", "restartPolicy: Always").replaceAll("\n", "\r\n");
  await page.setInputFiles("#files", [{ name: "job.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) }]);
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await page.check("input[value=hardened]");
  await page.waitForFunction(() => document.querySelector(".fixes h4")?.textContent === "Applied");
  await page.click("text=Copy repaired manifest");
  const repaired = await clipboard();
  assert.ok(repaired.includes("seccompProfile") && !/[^\r]\n/.test(repaired));
  assert.equal(repaired, commandLine(["fix", "-", "--level", "hardened"], text));
});

test("many files and a folder are read, and binary ones do no harm", async () => {
  const file = (name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(read(`examples/ghost-pipe/${name}`)) });
  await page.setInputFiles("#files", [file("describe.txt"), file("manifest.yaml"), { name: "dump-jtc9t.main.txt", mimeType: "text/plain", buffer: Buffer.from(read("examples/ghost-pipe/logs/dump-jtc9t.main.txt")) }, { name: "core.bin", mimeType: "application/octet-stream", buffer: Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 37) % 256)) }]);
  await page.waitForSelector("#verdict");
  assert.equal((await verdict(page)).cause, "masked-exit-code");
  assert.equal(await page.locator("#sources li").count(), 4);
  await page.click("[aria-label='Remove describe.txt']");
  await page.waitForFunction(() => document.querySelectorAll("#sources li").length === 3);
});

test("files that are dropped are read", async () => {
  const text = read("examples/oom-kill/describe.txt");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "describe.txt", { type: "text/plain" }));
    dispatchEvent(new DragEvent("dragenter", { dataTransfer: data, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await page.waitForSelector("#verdict");
  assert.equal((await verdict(page)).cause, "out-of-memory");
});

test("a copy as Markdown is what the command line writes", async () => {
  const text = read("examples/oom-kill/describe.txt");
  await paste(page, text);
  await page.click("[data-copy-markdown]");
  await page.waitForFunction(() => document.querySelector("[data-copy-markdown]")?.textContent === "Copied");
  assert.equal(await clipboard(), commandLine(["diagnose", "-", "--format", "markdown"], text).replace("`-`", "`pasted text`"));
});

test("a link is shown before it is made, holds what was chosen, and opens again", async () => {
  await example("oom-kill");
  await page.click("text=Share…");
  await page.waitForFunction(() => document.querySelector(".preview")?.textContent.includes("aggregate-d2nf5"));
  await page.locator("dialog label", { hasText: "get.txt" }).locator("input").uncheck();
  await page.waitForFunction(() => !document.querySelector(".preview")?.textContent.includes("=== get.txt"));
  await page.click("text=Make the link");
  const link = await page.inputValue("[data-link]");
  assert.ok(link.length < 2600, `${link.length} characters`);
  const other = await open(browser, server.address, { path: new URL(link).hash });
  await other.waitForSelector("#verdict");
  assert.equal((await verdict(other)).cause, "out-of-memory");
  assert.deepEqual(await other.locator("#sources .open").allTextContents(), ["describe.txt", "manifest.yaml"]);
  assert.deepEqual(server.seen.filter((url) => url.includes("#") || url.includes("?")), []);
  const broken = await open(browser, server.address, { path: new URL(link).hash.slice(0, -40) });
  assert.match(await broken.textContent("#notice"), /cannot be opened: it is damaged/);
  assert.deepEqual([...other.problems, ...broken.problems], []);
  await other.context().close();
  await broken.context().close();
});

test("the search box takes a name, a code, an exit code and an error line", async () => {
  for (const [words, title, said] of [["SE101", "out-of-memory", "raise"], ["OOMKilled", "out-of-memory", "kernel"], ["exit 137", "Exit code 137", "SIGKILL"], ["java.lang.OutOfMemoryError: Java heap space", "A line like this speaks for", "heap-exhausted"], ["xyzzy", "Nothing is known", "exit code"]]) {
    await page.keyboard.press("/");
    await page.fill("#words", words);
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog.drawer");
    assert.ok((await page.textContent(".drawer h2")).includes(title), words);
    assert.ok((await page.textContent(".drawer .page")).toLowerCase().includes(said.toLowerCase()), `${words}: ${said}`);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.drawer", { state: "detached" });
  }
});

test("a page of the catalogue opens its example in the workbench", async () => {
  const other = await open(browser, server.address, { path: "#try=out-of-memory" });
  await other.waitForSelector("#verdict");
  assert.equal((await verdict(other)).cause, "out-of-memory");
  await other.context().close();
});

test("everything can be done with the keyboard", async () => {
  await page.keyboard.press("?");
  assert.ok((await page.textContent("dialog.legend")).includes("next and previous evidence"));
  await page.keyboard.press("Escape");
  await page.focus("[data-incident=oom-kill]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#verdict");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const place = await page.evaluate(() => document.activeElement?.dataset["place"]);
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute(".row.now", "data-line"), place.split(":")[1]);
  await page.keyboard.press("c");
  await page.waitForFunction(() => document.querySelector("[data-copy-markdown]")?.textContent === "Copied");
  await page.keyboard.press("m");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "manifest");
  await page.keyboard.press("i");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "paste");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await page.waitForSelector("dialog.share");
});

test("the repair is played out beside the old manifest, under what the incident did", async () => {
  await example("sidecar-blocks");
  await page.waitForSelector("[data-played]", { state: "attached" });
  await page.locator(".fixes section", { hasText: "Yours to judge" }).locator("input").first().click();
  await page.waitForSelector(".proofs table");
  const words = await page.textContent(".proofs");
  assert.match(words, /Played out: Job ingest/);
  assert.match(words, /Before, the incident again: .*hangs for ever/);
  assert.match(words, /After: 1 pod, completes after/);
  assert.match(words, /a failure that stays/);
  assert.equal(await page.locator(".proofs figure svg").count(), 2);
  assert.match(await page.locator(".proofs svg").first().getAttribute("aria-label"), /1 pod; .*none|0 of them failed/);
});

/** Made when the test runs, so that no scanner stops at this file. */
const secret = ["k3Jq", "9vTz", "1xQ!"].join("");
const privateText = () => `${read("examples/oom-kill/describe.txt")}\nDB_PASSWORD=${secret}\ncalling db.corp.internal at 10.11.12.13\nagain ${Buffer.from(secret).toString("base64")}\n`;

test("what is private is shown beside what may leave, and its owner has the last word", async () => {
  await paste(page, privateText());
  await page.click("text=What is private…");
  await page.waitForSelector("dialog.masks [data-masked]");
  const masked = async () => (await page.locator("dialog.masks .pair pre").nth(1).textContent()).split("\n").slice(-5).join("\n");
  assert.match(await masked(), /DB_PASSWORD=<PASSWORD_1>\ncalling <HOST_\d+> at <IP_\d+>\nagain <PASSWORD_1_B64>/);
  assert.ok((await page.locator("dialog.masks .pair pre").first().textContent()).includes(secret));
  await page.uncheck("[data-class=places]");
  await page.waitForFunction(() => !document.querySelector("dialog.masks .pair pre:nth-of-type(2)")?.textContent.includes("<HOST_"));
  assert.match(await masked(), /calling db\.corp\.internal at 10\.11\.12\.13/);
  await page.check("[data-class=places]");
  await page.fill("[data-words=keep]", secret);
  await page.press("[data-words=keep]", "Enter");
  await page.waitForFunction((secret) => document.querySelector("dialog.masks .pair pre:nth-of-type(2)")?.textContent.includes(secret), secret);
  await page.fill("[data-words=keep]", "");
  await page.press("[data-words=keep]", "Enter");
  await page.waitForFunction((secret) => !document.querySelector("dialog.masks .pair pre:nth-of-type(2)")?.textContent.includes(secret), secret);
  await page.click("[data-copy-text]");
  assert.ok(!(await clipboard()).includes(secret));
  // The module masks what the program masks, byte for byte.
  assert.equal(await clipboard(), commandLine(["redact", "-"], privateText()));
});

test("a link and a masked copy hold nothing private, unless somebody says so", async () => {
  await paste(page, privateText());
  await page.click("text=Copy masked");
  await page.waitForFunction(() => document.querySelector("[data-copy-masked]")?.textContent === "Copied");
  assert.match(await clipboard(), /out-of-memory/);
  await page.click("text=Share…");
  await page.waitForFunction(() => document.querySelector("dialog.share .preview")?.textContent.includes("<PASSWORD_1>"));
  assert.ok(!(await page.textContent("dialog.share .preview")).includes(secret));
  await page.click("text=Make the link");
  const link = await page.inputValue("[data-link]");
  const other = await open(browser, link);
  await other.waitForSelector("#verdict");
  assert.equal((await verdict(other)).cause, "out-of-memory");
  const text = await other.inputValue("#paste");
  assert.ok(text.includes("<PASSWORD_1>") && !text.includes(secret) && !text.includes("10.11.12.13"));
  await other.context().close();
  await page.uncheck("[data-mask]");
  await page.waitForFunction((secret) => document.querySelector("dialog.share .preview")?.textContent.includes(secret), secret);
});

test("a crash of the engine loses neither the text nor the page", async () => {
  await page.fill("#paste", "Name: etl");
  await page.waitForSelector("#verdict");
  // An unknown verb is a fault of the page, and the engine traps on it: a real crash of the real module.
  const worker = await engineOf(page);
  const crash = await worker.evaluate(() => new Promise((resolve) => {
    const tell = self.postMessage.bind(self);
    self.postMessage = (told) => { self.postMessage = tell; resolve(told); };
    self.dispatchEvent(new MessageEvent("message", { data: { id: -1, verb: "no such verb", options: {}, files: [] } }));
  }));
  assert.match(crash.crash, /unreachable/);
  assert.equal(await page.inputValue("#paste"), "Name: etl");
  await paste(page, read("examples/oom-kill/describe.txt"));
  assert.equal((await verdict(page)).cause, "out-of-memory");
  // The same from the page's side: the answer never comes, the text stays, and one click tries again.
  await worker.evaluate(() => {
    const tell = self.postMessage.bind(self);
    self.postMessage = ({ id }) => { self.postMessage = tell; tell({ id, crash: "unreachable" }); };
  });
  await page.fill("#paste", `${read("examples/oom-kill/describe.txt")}\n`);
  await page.waitForSelector("#notice button");
  assert.match(await page.textContent("#notice"), /Your text is still here/);
  assert.ok((await page.inputValue("#paste")).includes("OOMKilled"));
  await page.evaluate(() => document.querySelector("#answer").replaceChildren());
  await page.click("#notice button");
  await page.waitForSelector("#verdict");
});

test("a paste of a hundred megabytes is cut with a sentence, and the page lives", async () => {
  await page.evaluate((text) => {
    const filler = "2026-11-23T23:17:43Z info still working on it, nothing to see here\n".repeat(1024);
    const parts = [text, ...Array.from({ length: Math.ceil((100 << 20) / filler.length) }, () => filler), text];
    const data = new DataTransfer();
    data.items.add(new File(parts, "all.txt"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, read("examples/oom-kill/describe.txt"));
  await page.waitForSelector("#verdict", { timeout: 120_000 });
  assert.equal((await verdict(page)).cause, "out-of-memory");
  assert.match(await page.textContent("#notice"), /all\.txt has 100\.\d MB: the first and the last 24\.0 MB were read/);
  await page.click("#clear");
  await paste(page, read("examples/ghost-pipe/describe.txt"));
  const text = await page.evaluate(async () => {
    const data = new DataTransfer();
    data.setData("text/plain", "x".repeat(100 << 20));
    document.querySelector("#paste").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    return document.querySelector("#paste").value.length;
  });
  assert.ok(text < 100_000, "the box does not hold it");
  await page.waitForFunction(() => document.querySelector("#notice")?.textContent.includes("were not"), null, { timeout: 120_000 });
});

test("nothing that is pasted becomes markup", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  await paste(page, read("examples/oom-kill/describe.txt").replaceAll("aggregate-d2nf5", "aggregate-d2nf5").replace("OOMKilled", `OOMKilled\n      Message: ${evil}`));
  assert.equal(await page.locator("#answer img").count(), 0);
  assert.ok((await page.textContent("#text")).includes(evil));
});

test("what is pasted before the engine is there waits for it, and the page says what it does", async () => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const early = await context.newPage();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await early.route("**/*.wasm", async (route) => { await held; await route.continue(); });
  await early.goto(server.address);
  await early.fill("#paste", read("examples/oom-kill/describe.txt"));
  await early.waitForSelector("#sources li");
  assert.match(await early.textContent("#stage"), /Initializing enclave…/);
  assert.equal(await early.locator("progress").count(), 1);
  assert.match(await early.textContent("#sources"), /waiting for the engine/);
  release();
  await early.waitForSelector("#verdict");
  assert.equal((await verdict(early)).cause, "out-of-memory");
  assert.equal(await early.locator("progress").count(), 0);
  await context.close();
});

test("an engine that does not come is said, and the text stays", async () => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const broken = await context.newPage();
  await broken.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "\0asm" }));
  await broken.goto(server.address);
  await broken.fill("#paste", "Name: etl");
  await broken.waitForSelector("#notice:not([hidden])");
  assert.match(await broken.textContent("#notice"), /The engine did not load.*Your text is still here/);
  assert.equal(await broken.inputValue("#paste"), "Name: etl");
  await context.close();
});

test("an engine that does not come to an end is stopped by a click, and another takes over", async () => {
  await (await engineOf(page)).evaluate(() => { setTimeout(() => { const end = Date.now() + 60_000; while (Date.now() < end); }, 50); });
  await page.waitForTimeout(200);
  await page.fill("#paste", read("examples/oom-kill/describe.txt"));
  await page.click("text=Stop it", { timeout: 30_000 });
  await page.click("text=Try again");
  await page.waitForSelector("#verdict");
  assert.equal((await verdict(page)).cause, "out-of-memory");
});
