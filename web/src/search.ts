// The search box takes a name, a code, an exit code or a pasted error line, and works out which it is.

import { byId, h } from "./dom";
import { block, drawer, openPage, pageLink } from "./pages-drawer";
import { crashed } from "./main";
import { state } from "./state";
import type { Entry, Explanation } from "./wire";

export function openSearch(): void {
  byId("words").focus();
}

export function search(): void {
  const words = byId<HTMLInputElement>("words");
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    void explain(words.value);
  });
}

export async function explain(words: string): Promise<void> {
  const engine = state.engine;
  if (engine === null || words.trim() === "") return;
  try {
    const answer = await engine.askJson<Explanation>("explain", { words }, []);
    switch (answer.kind) {
      case "page": return openPage(answer.name);
      case "exit-code": return drawer(`Exit code ${answer.code}`, readings(answer));
      case "line": return drawer("A line like this speaks for", [entries(answer.entries), h("p", null, "It is the cause only if the container failed after it: paste the rest into the box to know.")]);
      case "unknown": return drawer("Nothing is known by these words", answer.close.length === 0
        ? [block({ is: "paragraph", parts: [{ is: "plain", text: "Ask for a name, a code, an exit code such as 137, or paste an error line." }] })]
        : [h("p", null, "Close by:"), entries(answer.close)]);
    }
  } catch (error) {
    crashed(error);
  }
}

function entries(all: Entry[]): HTMLElement {
  return h("ul", { class: "related" }, all.map((entry) => h("li", null, pageLink(entry.name, entry.code, entry.name), " ", entry.sentence)));
}

function readings(answer: Extract<Explanation, { kind: "exit-code" }>): HTMLElement[] {
  const signal = answer.signal === null ? [] : [h("p", null, `128 + the number of ${answer.signal}, if a signal it was.`)];
  return [...signal, h("dl", { class: "readings" }, answer.readings.map((one) => h("div", null,
    h("dt", null, one.who), h("dd", null, one.meaning,
      one.second_fact === null ? null : h("p", null, h("strong", null, "Only together with: "), one.second_fact),
      h("p", { class: "hint" }, `${one.retry} · source: ${one.source}`),
      one.diagnostic === null ? null : h("p", null, pageLink(one.diagnostic, "", one.diagnostic))))))];
}
