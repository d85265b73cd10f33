// Runs the tests of the page one file after the other: they share the machine's cores with a browser each.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const here = new URL("..", import.meta.url);
const wanted = process.argv.slice(2);
const all = readdirSync(new URL("tests/", here)).filter((name) => name.endsWith(".test.mjs")).sort();
const files = all.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word))).map((name) => `tests/${name}`);
const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], { cwd: here, stdio: "inherit" });
process.exit(status ?? 1);
