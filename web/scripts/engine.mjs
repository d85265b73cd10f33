// From what the compiler wrote to what the page loads: three exports, no import, and small.
//
// A parser that the engine uses brings wasm-bindgen along for random numbers that nothing here asks for. Its exports
// are taken away, and whatever import is still named becomes a trap: then nothing is left that could call outside.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import binaryen from "binaryen";

const [from, to] = process.argv.slice(2);
const kept = new Set(["memory", "question", "call", "answer"]);
const here = new URL("..", import.meta.url).pathname;
const input = readFileSync(from);
const stamp = createHash("sha256").update(input).update(readFileSync(new URL(import.meta.url).pathname)).digest("hex");
const stampFile = `${to}.stamp`;
if (existsSync(to) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

const module = binaryen.readBinary(input);
const exports = Array.from({ length: module.getNumExports() }, (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)).name);
for (const name of exports) if (!kept.has(name)) module.removeExport(name);
module.runPasses(["remove-unused-module-elements"]);
const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
for (const { name, module: outside, params, results } of functions) {
  if (outside === "") continue;
  module.removeFunction(name);
  module.addFunction(name, params, results, [], module.unreachable());
}
mkdirSync(new URL("../build", import.meta.url), { recursive: true });
const bare = `${to}.bare`;
writeFileSync(bare, withoutPages(Buffer.from(module.emitBinary())));
const features = ["bulk-memory", "sign-ext", "mutable-globals", "nontrapping-float-to-int", "reference-types", "multivalue"].map((name) => `--enable-${name}`);
execFileSync(process.execPath, [`${here}node_modules/binaryen/bin/wasm-opt`, bare, "-Oz", ...features, "--strip-debug", "--strip-producers", "--strip-target-features", "-o", to], { stdio: "inherit" });
// What is left of the tools in custom sections says nothing to a browser.
const bytes = withoutCustomSections(readFileSync(to));
const left = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
if (left.length > 0) throw new Error(`the engine imports ${left.map((one) => one.name).join(", ")}`);
writeFileSync(to, bytes);
writeFileSync(stampFile, stamp);

/** Pages are a file of their own, see build/pages.json. Of each, the head and the first sentence stay: a verdict needs them. */
function withoutPages(bytes) {
  const catalogue = new URL("../../crates/stackengine/src/catalogue/", import.meta.url);
  let n = 0;
  for (const folder of readdirSync(catalogue)) {
    const path = new URL(`${folder}/page.md`, catalogue);
    if (!existsSync(path)) continue;
    const page = readFileSync(path);
    const rest = page.indexOf("\n", page.indexOf("\n---\n", 4) + 7);
    const at = bytes.indexOf(page);
    if (at === -1) throw new Error(`the page of ${folder} is not in the module`);
    bytes.fill(0, at + rest + 1, at + page.length);
    n += 1;
  }
  if (n === 0) throw new Error("there are no pages");
  return bytes;
}

function withoutCustomSections(bytes) {
  const parts = [bytes.subarray(0, 8)];
  let at = 8;
  while (at < bytes.length) {
    const start = at;
    const id = bytes[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      length |= (byte & 127) << shift;
      if ((byte & 128) === 0) break;
    }
    at += length >>> 0;
    if (id !== 0) parts.push(bytes.subarray(start, at));
  }
  return Buffer.concat(parts);
}
