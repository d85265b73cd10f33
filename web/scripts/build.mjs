// The page from its sources: types checked, then bundled, once for hosts and once as a single file; and the frame that sends.

import { execFileSync } from "node:child_process";

const run = (program, args, env = {}) => execFileSync(process.execPath, [`node_modules/${program}`, ...args], { cwd: new URL("..", import.meta.url), stdio: "inherit", env: { ...process.env, ...env } });

run("typescript/bin/tsc", ["--noEmit"]);
run("vite/bin/vite.js", ["build", "--logLevel", "error"]);
// It warns of import.meta, which nothing reads where everything is in one file.
run("vite/bin/vite.js", ["build", "--logLevel", "error"], { SINGLE: "1" });
run("vite/bin/vite.js", ["build", "--logLevel", "error"], { FRAME: "1" });
