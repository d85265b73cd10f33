// What is downloaded before the first verdict, as Brotli sends it. Each part has its share, and the test prints them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { dist } from "./harness.mjs";

const KB = 1000;
const budgets = {
  shell: { most: 60 * KB, of: /^(index|style|theme|worker)-.*\.(js|css)$/ },
  editor: { most: 130 * KB, of: /^editor-.*\.js$/ },
  // The goal is not reached: what the repair, redaction and replay need must become a module of its own. Until then this
  // holds what is reached, so that it does not grow unseen.
  engine: { goal: 400 * KB, most: 780 * KB, of: /\.wasm$/ },
  // Not needed for a verdict; loaded behind it.
  pages: { most: 180 * KB, of: /^pages-.*\.js$/ },
  ask: { most: 8 * KB, of: /^panel-.*\.js$/ },
  gallery: { most: 30 * KB, of: /^gallery-.*\.js$/ },
};

function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
}

test("every part keeps its budget", () => {
  const files = readdirSync(join(dist, "assets"));
  const sizes = {};
  for (const [part, { of }] of Object.entries(budgets)) {
    const own = files.filter((file) => of.test(file));
    assert.ok(own.length > 0, `${part} is there`);
    sizes[part] = own.reduce((sum, file) => sum + brotli(readFileSync(join(dist, "assets", file))), part === "shell" ? brotli(readFileSync(join(dist, "index.html"))) : 0);
  }
  for (const [part, size] of Object.entries(sizes)) console.log(`# ${part.padEnd(8)} ${(size / KB).toFixed(1).padStart(7)} KB of ${(budgets[part].most / KB).toFixed(0)}${budgets[part].goal === undefined ? "" : ` (goal ${(budgets[part].goal / KB).toFixed(0)})`}`);
  const over = Object.entries(sizes).filter(([part, size]) => size > budgets[part].most).map(([part]) => part);
  assert.deepEqual(over, []);
});
