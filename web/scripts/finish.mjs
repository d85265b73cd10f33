// What can only be written when everything else is there: policies, the service worker's list, the single file.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { framePolicy, headersFile, metaPolicy } from "./headers.mjs";

const here = new URL("..", import.meta.url).pathname;
const dist = join(here, "dist");
const meta = (policy) => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  }).sort();
}

const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
/** The script and the style of a page that is to be one file. */
function parts(folder) {
  const assets = walk(join(folder, "assets"));
  const read = (end) => readFileSync(assets.find((path) => path.endsWith(end)), "utf8");
  return { script: read(".js").replaceAll("</script", "<\\/script"), style: read(".css") };
}

// The frame that sends: one file, because nothing that has no origin may fetch a second one.
const frame = parts(join(here, "build/frame"));
mkdirSync(join(dist, "ask"), { recursive: true });
writeFileSync(join(dist, "ask/index.html"), readFileSync(join(here, "build/frame/ask.html"), "utf8")
  .replace("<!-- policy -->", () => meta(framePolicy(digest(frame.script), digest(frame.style))))
  .replace(/<script[^>]*src="[^"]*"[^>]*><\/script>/g, "")
  .replace(/<link rel="stylesheet"[^>]*>/g, "")
  .replace("</head>", () => `<style>${frame.style}</style>\n</head>`)
  .replace("</body>", () => `<script>${frame.script}</script>\n</body>`));

const page = readFileSync(join(dist, "index.html"), "utf8").replace("<!-- policy -->", meta(metaPolicy)).replaceAll(" crossorigin", "");
writeFileSync(join(dist, "index.html"), page);
rmSync(join(dist, ".vite"), { recursive: true, force: true });
rmSync(join(dist, "stackengine.html"), { force: true });

// The service worker keeps all of it, each file by the name under which it is asked for.
const files = walk(dist).map((path) => `./${relative(dist, path)}`).filter((path) => !/sw\.js$|_headers$|\/d\/SE\d+\/index\.html$/.test(path));
const release = createHash("sha256");
for (const path of files) release.update(path).update(readFileSync(join(dist, path)));
const version = release.digest("hex").slice(0, 16);
const names = files.map((path) => (path === "./index.html" ? "./" : path.replace(/\/index\.html$/, "/")));
const worker = readFileSync(join(here, "src/sw.js"), "utf8");
writeFileSync(join(dist, "sw.js"), `const RELEASE = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(names)};\n${worker}`);

const workers = walk(join(dist, "assets")).filter((path) => /worker-/.test(path)).map((path) => `/${relative(dist, path)}`);
writeFileSync(join(dist, "_headers"), headersFile(workers));

// The single file: script, style and engine inside, allowed by their own digests and nothing else.
const single = join(here, "build/single");
const { script, style } = parts(single);
const engine = `globalThis.stackengineModule="${gzipSync(readFileSync(join(here, "build/engine.wasm")), { level: 9 }).toString("base64")}";`;
const policy = `default-src 'none'; script-src ${digest(engine)} ${digest(script)} 'wasm-unsafe-eval'; style-src ${digest(style)}; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types stackengine`;
const body = readFileSync(join(single, "index.html"), "utf8")
  .replace("<!-- policy -->", () => meta(policy))
  .replace(/<script[^>]*src="[^"]*"[^>]*><\/script>/g, "")
  .replace(/<link rel="(stylesheet|manifest)"[^>]*>/g, "")
  .replace(/<a href="\.\/(catalogue|limits)\/" data-page>[^<]*<\/a>/g, "")
  .replace(/ The <a href="\.\/catalogue\/">catalogue<\/a> does not\./, "")
  .replace("</head>", () => `<style>${style}</style>\n</head>`)
  .replace("</body>", () => `<script>${engine}</script>\n<script>${script}</script>\n</body>`);
if (/ (src|href)="(?!#|data:|\.\/")[^"]*"/.test(body.replace(/<script>[\s\S]*<\/script>/g, ""))) throw new Error("the single file names another file");
writeFileSync(join(dist, "stackengine.html"), body);
console.log(`web/dist: ${files.length} files, release ${version}; web/dist/stackengine.html: ${Math.round(statSync(join(dist, "stackengine.html")).size / 1024)} KB`);
