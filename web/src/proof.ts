// The page locks itself once it has everything, and counts what it asked the network for since then.

import { isSingleFile } from "./engine/load";
import { byId, plural } from "./dom";

/**
 * What is added to the page's policy when nothing is left to fetch. Policies add up: this cannot be taken back. Scripts
 * that are loaded stay; a data: URL, like that of the icon, asks nobody.
 */
export const LOCK = "default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:";

let lockedAt: number | null = null;
let requests = 0;

export function lock(): void {
  if (lockedAt !== null) return;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = LOCK;
  document.head.append(meta);
  lockedAt = performance.now();
  const since = lockedAt;
  const counts = (entry: PerformanceEntry) => entry.startTime > since && !/^(data|blob):/.test(entry.name);
  new PerformanceObserver((list) => {
    requests += list.getEntries().filter(counts).length;
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

function show(): void {
  const line = byId("requests");
  const said = isSingleFile ? `${plural(requests, "request")} since it was opened` : `${plural(requests, "request")} since load`;
  line.textContent = blocked === 0 ? said : `${said}, ${blocked} blocked`;
  line.dataset["requests"] = String(requests);
  line.title = "Counted by the browser. The page forbade itself the network when the engine was loaded; developer tools show the same.";
}
