// The headers of every answer, in one place: for the server here, for the tests, and as a file that static hosts read.

const page = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self'",
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
  return {
    ...common,
    "content-security-policy": worker ? workerPolicy : service ? servicePolicy : pagePolicy,
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

/** The same as a `_headers` file. Later rules add to earlier ones, so each kind of path has its own. */
export function headersFile(workers) {
  const block = (path, headers) => `${path}\n${Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`).join("")}`;
  const policy = (path) => ({ "! content-security-policy": "", "content-security-policy": headersFor(path)["content-security-policy"] });
  const rules = [block("/*", headersFor("/")), block("/assets/*", { "cache-control": headersFor("/assets/x")["cache-control"] })];
  for (const path of [...workers, "/sw.js"]) {
    rules.push(`${path}\n  ! Content-Security-Policy\n  content-security-policy: ${policy(path)["content-security-policy"]}\n`);
  }
  return rules.join("\n");
}
