// Dark or light as the system says, unless told otherwise. Kept in this browser and nowhere else.

import { byId } from "./dom";

const KEY = "stackengine.theme";
const order = ["system", "light", "dark"] as const;
type Theme = (typeof order)[number];

export function theme(): void {
  const button = byId("theme");
  let now: Theme = read();
  const show = () => {
    if (now === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = now;
    button.textContent = { system: "◐", light: "○", dark: "●" }[now];
    button.setAttribute("aria-label", now === "system" ? "Theme: as the system" : `Theme: ${now}`);
  };
  button.addEventListener("click", () => {
    now = order[(order.indexOf(now) + 1) % order.length] ?? "system";
    try {
      localStorage.setItem(KEY, now);
    } catch {
      // A page from disk or a private window may have no storage: the choice then holds for this visit.
    }
    show();
  });
  show();
}

function read(): Theme {
  try {
    return order.find((one) => one === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}
