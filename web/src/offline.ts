// The page without a network: a service worker keeps the whole release. A new one waits for a visible click.

import { byId } from "./dom";
import { isSingleFile } from "./engine/load";
import { scriptUrl } from "./trusted";

export async function offline(): Promise<void> {
  const line = byId("offline");
  if (isSingleFile) {
    line.textContent = "One file: works from disk";
    return;
  }
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl("./sw.js") as string, { updateViaCache: "none" });
    const offer = () => {
      const waiting = registration.waiting;
      if (waiting === null || navigator.serviceWorker.controller === null) return;
      const update = byId("update");
      update.hidden = false;
      update.addEventListener("click", () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        waiting.postMessage("use the new version");
      }, { once: true });
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
    offer();
    line.textContent = navigator.serviceWorker.controller === null ? "Keeping a copy for offline use…" : "Works offline";
    void navigator.serviceWorker.ready.then(() => {
      line.textContent = "Works offline";
      document.documentElement.dataset["offline"] = "true";
    });
  } catch {
    line.textContent = "No offline copy: this browser or host does not allow it";
  }
}
