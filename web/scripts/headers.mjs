// The headers of every answer, in one place: for the server here, for the tests, and as a file that static hosts read.

import { existsSync, readFileSync } from "node:fs";

const page = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self'",
  // The frame that asks a model; the page's lock leaves it that one.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];
const onlyAsHeader = ["frame-ancestors 'none'", "object-src 'none'", "webrtc 'block'"];
const trusted = ["require-trusted-types-for 'script'", "trusted-types stackengine"];

/** What stands in the page itself, for hosts that set no headers. */
export const metaPolicy = [...page, "object-src 'none'", ...trusted].join("; ");
export const pagePolicy = [...page, ...onlyAsHeader, ...trusted].join("; ");
/** The engine's worker is handed the compiled module: it needs no network and gets none. */
export const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'none'; webrtc 'block'";
/** The service worker fetches its own release and nothing else. */
export const servicePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/**
 * The frame that sends questions to a model: its own script and style by their digests, and a network. Which host it may
 * ask, it fixes for itself with its first question. It is nobody's: it has no origin, so it cannot reach into the page.
 */
export function framePolicy(script, style) {
  return `default-src 'none'; script-src ${script}; style-src ${style}; connect-src https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
}
const frame = new URL("../dist/ask/index.html", import.meta.url);
function frameHeader() {
  const policy = existsSync(frame) ? (/content="(default-src [^"]*)"/.exec(readFileSync(frame, "utf8"))?.[1] ?? "") : "";
  if (policy === "") throw new Error("the frame that sends has no policy: build the page first");
  return `${policy}; sandbox allow-scripts; frame-ancestors 'self'; webrtc 'block'`;
}

const common = {
  "connection-allowlist": "(response-origin)",
  "referrer-policy": "no-referrer",
  "x-dns-prefetch-control": "off",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": ["accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking"].map((name) => `${name}=()`).concat("clipboard-write=(self)").join(", "),
};

/** The headers for a path below the root. */
export function headersFor(path) {
  const worker = /^\/assets\/worker-[\w-]+\.js$/.test(path);
  const service = path === "/sw.js";
  const headers = {
    ...common,
    "content-security-policy": worker ? workerPolicy : service ? servicePolicy : path.startsWith("/ask/") ? frameHeader() : pagePolicy,
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  // It would have to name the host before anybody has chosen one.
  if (path.startsWith("/ask/")) delete headers["connection-allowlist"];
  return headers;
}

/** The same as a `_headers` file. Later rules add to earlier ones, so each kind of path has its own. */
export function headersFile(workers) {
  const block = (path, headers) => `${path}\n${Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`).join("")}`;
  const policy = (path) => ({ "! content-security-policy": "", "content-security-policy": headersFor(path)["content-security-policy"] });
  const rules = [block("/*", headersFor("/")), block("/assets/*", { "cache-control": headersFor("/assets/x")["cache-control"] })];
  for (const path of [...workers, "/sw.js"]) {
    rules.push(`${path}\n  ! Content-Security-Policy\n  content-security-policy: ${policy(path)["content-security-policy"]}\n`);
  }
  rules.push(`/ask/*\n  ! Content-Security-Policy\n  ! Connection-Allowlist\n  content-security-policy: ${policy("/ask/")["content-security-policy"]}\n`);
  return rules.join("\n");
}
