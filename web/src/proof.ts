// The page locks itself once it has everything, and counts what it asked the network for since then.

import { isSingleFile } from "./engine/load";
import { byId, plural } from "./dom";

/**
 * What is added to the page's policy when nothing is left to fetch. Policies add up: this cannot be taken back. Scripts
 * that are loaded stay; a data: URL, like that of the icon, asks nobody.
 */
const LOCK = "default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:";

/** Where the frame comes from that sends questions to a model. It is the one thing that may still be opened. */
export function frameUrl(): string {
  return new URL("./ask/", document.baseURI).href.replace(/[?#].*$/, "");
}

let lockedAt: number | null = null;
let requests = 0;
/** What the other frame said that it sent. */
const sent = { frames: 0, requests: 0, bytes: 0, hosts: new Set<string>() };

export function lock(): void {
  if (lockedAt !== null) return;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = isSingleFile ? LOCK : `${LOCK}; frame-src ${frameUrl()}`;
  document.head.append(meta);
  lockedAt = performance.now();
  const since = lockedAt;
  const counts = (entry: PerformanceEntry) => entry.startTime > since && !/^(data|blob):/.test(entry.name);
  new PerformanceObserver((list) => {
    const all = list.getEntries().filter(counts);
    const frames = all.filter((entry) => entry.name === frameUrl()).length;
    sent.frames += frames;
    requests += all.length - frames;
    show();
  }).observe({ type: "resource", buffered: true });
  document.addEventListener("securitypolicyviolation", (event) => {
    blocked += 1;
    console.warn(`blocked by the page's own policy: ${event.effectiveDirective}`);
    show();
  });
  show();
}

let blocked = 0;

/** The other frame has sent something: it says to whom, and how much. */
export function asked(host: string, bytes: number): void {
  sent.requests += 1;
  sent.bytes += bytes;
  sent.hosts.add(host);
  show();
}

function other(): string {
  if (sent.requests > 0) return `; the other frame sent ${plural(sent.requests, "request")} of ${sent.bytes.toLocaleString("en")} bytes to ${[...sent.hosts].join(", ")}`;
  return sent.frames > 0 ? "; the other frame was opened and sent nothing" : "";
}

function show(): void {
  const line = byId("requests");
  const said = isSingleFile ? `${plural(requests, "request")} since it was opened` : `${plural(requests, "request")} since load`;
  line.textContent = (blocked === 0 ? said : `${said}, ${blocked} blocked`) + other();
  line.dataset["requests"] = String(requests);
  line.dataset["asked"] = String(sent.requests);
  line.title = "Counted by the browser. The page forbade itself the network when the engine was loaded; developer tools show the same.";
}
