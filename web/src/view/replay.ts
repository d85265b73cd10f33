// The repair played out: the old manifest and the new one under the same behaviour, on one scale.

import { h } from "../dom";
import type { Replayed } from "../wire";
import { figures } from "./timeline";

export function replayed(answer: Replayed): HTMLElement[] {
  return answer.objects.map((object) => {
    const heading = h("h4", null, `Played out: ${object.name}`);
    if (object.refused !== null) return h("section", { class: "replay" }, heading, h("p", null, `It cannot be played: ${object.refused}`));
    const first = object.scenarios[0];
    const drawn = object.pictures === null || first === undefined ? [] : figures([
      { title: `Before, ${first.name}: ${first.before}`, picture: object.pictures[0], moments: [] },
      { title: `After: ${first.after}`, picture: object.pictures[1], moments: [] },
    ]);
    const rows = object.scenarios.map((one) => h("tr", null,
      h("th", { scope: "row" }, one.name),
      h("td", null, one.before),
      h("td", null, one.before === one.after ? "the same" : one.after, one.worse.map((what) => h("span", { class: "note worse" }, `worse: ${what}`)))));
    return h("section", { class: "replay" }, heading, drawn,
      h("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": `What becomes of ${object.name}, before and after` },
        h("table", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, "If there is"), h("th", { scope: "col" }, "Before"), h("th", { scope: "col" }, "After"))), h("tbody", null, rows))));
  });
}
