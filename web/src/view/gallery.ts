// One click each: what a recorded incident looked like, and what became of it.

import { byId, h } from "../dom";
import type { Source } from "../state";

export async function showGallery(replace: (sources: Source[]) => void): Promise<void> {
  const { incidents } = await import("../gallery");
  byId("incidents").replaceChildren(...incidents.map((incident) => {
    const button = h("button", { type: "button", "data-incident": incident.name },
      h("strong", null, incident.title), h("span", null, incident.name));
    button.addEventListener("click", () => {
      history.replaceState(null, "", `#example=${incident.name}`);
      replace(incident.files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text), fromBox: false, cut: null })));
      scrollTo({ top: 0 });
    });
    return h("li", null, button);
  }));
}
