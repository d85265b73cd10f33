// A server with the real headers, a real browser, and what a test needs of both.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "../scripts/serve.mjs";

export const here = new URL("..", import.meta.url).pathname;
export const dist = join(here, "dist");
export const repository = join(here, "..");

function browserPath() {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // The next name may be there.
    }
  }
  throw new Error("there is no Chromium: install it, or name one in CHROMIUM");
}

export async function launch() {
  // Tests run as root in containers, where the browser's own sandbox cannot start.
  return chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-component-update"] });
}

/** Headers for browsers that know them; Chromium says of the others that it does not. */
const unknownHere = /Unrecognized Content-Security-Policy directive 'webrtc'/;

/** Opens the workbench in a context of its own and waits until the engine is ready. */
export async function open(browser, address, { path = "", locked = true, ...options } = {}) {
  // Keeping a copy of the whole release is on trial in tests of its own: everywhere else it only takes time.
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, serviceWorkers: "block", ...options });
  const page = await context.newPage();
  page.problems = [];
  page.requests = [];
  context.on("request", (request) => page.requests.push(request.url()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !unknownHere.test(message.text())) page.problems.push(message.text()); });
  await page.goto(address + path);
  await page.waitForSelector(locked ? "html[data-locked]" : "html[data-ready]", { state: "attached", timeout: 60_000 });
  return page;
}

/** Puts a text into the box as a paste does, and waits for its verdict. */
export async function paste(page, text) {
  await page.evaluate((text) => {
    const box = document.querySelector("#paste");
    document.querySelector("#answer").replaceChildren();
    box.focus();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    if (!box.dispatchEvent(event)) return;
    box.value = text;
    box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  }, text);
  await page.waitForSelector("#verdict", { timeout: 60_000 });
}

export async function verdict(page) {
  return page.$eval("#verdict", (element) => ({ ...element.dataset }));
}

/** Every recorded incident: those beside the repository, or its own examples where they are missing. */
export function incidents() {
  const shared = join(repository, "../shared/incidents");
  const folder = existsSync(shared) ? shared : join(repository, "examples");
  if (folder !== shared) console.error(`${shared} is missing: the examples alone are tried`);
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory()).sort().map((name) => {
    const root = join(folder, name);
    const times = readdirSync(root).filter((entry) => /^\d+s$/.test(entry)).sort();
    return { name, root, recording: times.length === 0 ? root : join(root, times.at(-1)) };
  });
}

/** Everything of a recording in one text, each log behind the command that showed it. */
export function pasteOf({ recording }, files = ["objects.json"]) {
  const parts = files.filter((file) => existsSync(join(recording, file))).map((file) => readFileSync(join(recording, file), "utf8"));
  const logs = join(recording, "logs");
  for (const log of existsSync(logs) ? readdirSync(logs).sort() : []) {
    const [pod, container] = log.split(".");
    const previous = log.includes(".previous.") ? " --previous" : "";
    parts.push(`$ kubectl logs ${pod} -c ${container}${previous}\n${readFileSync(join(logs, log), "utf8")}`);
  }
  return `${parts.join("\n")}\n`;
}

/** The command line, built before the tests. */
export function commandLine(args, input) {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(repository, "target");
  const program = join(target, "debug/stackengine");
  try {
    return execFileSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"] });
  } catch (error) {
    // Findings end with 1, and that is no failure here.
    if (typeof error.stdout === "string" && error.stdout !== "") return error.stdout;
    throw error;
  }
}

export { serve };
