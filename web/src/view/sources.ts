// What was given, and what was recognised in it.

import { byId, h } from "../dom";
import { size } from "../input/limits";
import { replaceSources } from "../main";
import { state } from "../state";
import { openSource } from "./text";

export function showSources(): void {
  const list = byId("sources");
  list.replaceChildren(
    ...state.sources.map((source, index) => {
      const recognised = state.answer?.sources[index];
      const parts = recognised?.name === source.name ? recognised.parts : null;
      const remove = h("button", { type: "button", class: "remove", "aria-label": `Remove ${source.name}` }, "×");
      remove.addEventListener("click", () => replaceSources(state.sources.filter((other) => other !== source)));
      const open = h("button", { type: "button", class: "open", title: "Show the text" }, source.name);
      open.addEventListener("click", () => openSource(index, null));
      const said = parts === null ? "waiting for the engine" : parts.length === 0 ? "nothing of Kubernetes recognised" : parts.join(" · ");
      return h("li", { "data-recognised": parts?.join("; ") ?? null },
        open, h("span", { class: "size" }, size(source.bytes.length)), h("span", { class: "parts" }, said), remove);
    }),
  );
}
