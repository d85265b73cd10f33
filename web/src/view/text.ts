// The text of a source with its lines numbered; evidence is marked in it. Only a window of a long text is in the page.

import { h, say } from "../dom";
import { state, textOf } from "../state";

/** Lines that are in the page at once. */
const WINDOW = 400;
/** Characters of a line that are shown: some prints make one line of everything. */
const LONGEST = 2000;

interface Mark {
  line: number;
  last: number;
}

let shownSource = -1;
const lines = new WeakMap<Uint8Array, string[]>();

function linesOf(index: number): string[] {
  const source = state.sources[index];
  if (source === undefined) return [];
  let found = lines.get(source.bytes);
  if (found === undefined) {
    found = textOf(source).split("\n");
    lines.set(source.bytes, found);
  }
  return found;
}

/** Every line that the shown diagnosis cites in a source. */
function cited(index: number): Mark[] {
  const diagnosis = state.answer?.diagnoses[state.shown];
  const all = diagnosis?.findings.flatMap((finding) => finding.evidence) ?? [];
  return all.filter((one) => one.source === index).map((one) => ({ line: one.line, last: one.last_line }));
}

/** Shows a source; with a mark, the line it is about. Only where somebody asked for it does the page itself move. */
export function openSource(index: number, mark: Mark | null, asked = false): void {
  const panel = document.getElementById("text");
  if (panel === null) return;
  panel.closest<HTMLElement>(".text-panel")?.setAttribute("data-open", "true");
  const all = linesOf(index);
  const focus = mark?.line ?? 1;
  const from = Math.max(0, Math.min(focus - WINDOW / 2, all.length - WINDOW));
  draw(panel, index, Math.max(0, from), mark);
  shownSource = index;
  for (const tab of document.querySelectorAll<HTMLElement>("[data-source]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset["source"] === String(index)));
  }
  if (mark === null) return;
  const row = panel.querySelector<HTMLElement>(`[data-line="${mark.line}"]`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (row !== null) {
    const top = row.offsetTop - panel.clientHeight / 3;
    panel.scrollTo({ top, left: 0, behavior: calm || !asked ? "auto" : "smooth" });
    const { top: above, bottom } = panel.getBoundingClientRect();
    if (asked && (above < 0 || bottom > innerHeight + panel.clientHeight / 2)) {
      panel.closest(".text-panel")?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  }
  if (asked) say(`${state.sources[index]?.name ?? ""}, line ${mark.line}: ${all[mark.line - 1]?.trim().slice(0, 200) ?? ""}`);
}

function draw(panel: HTMLElement, index: number, from: number, mark: Mark | null): void {
  const all = linesOf(index);
  const to = Math.min(all.length, from + WINDOW);
  const marks = cited(index);
  const rows: HTMLElement[] = [];
  const more = (label: string, start: number) => {
    const button = h("button", { type: "button", class: "quiet more" }, label);
    button.addEventListener("click", () => draw(panel, index, start, mark));
    return button;
  };
  if (from > 0) rows.push(more(`Lines 1 to ${from} are above: show the part before`, Math.max(0, from - WINDOW)));
  for (let at = from; at < to; at += 1) {
    const line = at + 1;
    const text = all[at] ?? "";
    const is = (one: Mark) => line >= one.line && line <= Math.min(one.last, one.line + 40);
    const lit = mark !== null && is(mark) ? "now" : marks.some(is) ? "cited" : null;
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)` : text;
    rows.push(h("div", { class: lit === null ? "row" : `row ${lit}`, "data-line": line, "aria-current": lit === "now" ? "true" : null },
      h("span", { class: "number", "aria-hidden": "true" }, line), h("span", { class: "line" }, shown.replace(/\r$/, "") || " ")));
  }
  if (to < all.length) rows.push(more(`${all.length - to} lines are below: show the part after`, Math.min(to, all.length - 1)));
  panel.replaceChildren(...rows);
}

/** The panel with a tab for each source. */
export function textPanel(): HTMLElement {
  const tabs = state.sources.map((source, index) => {
    const tab = h("button", { type: "button", "data-source": index, "aria-pressed": "false" }, source.name);
    tab.addEventListener("click", () => openSource(index, null));
    return tab;
  });
  return h("aside", { class: "text-panel", "aria-label": "The text, with the cited lines marked" },
    h("div", { class: "tabs", role: "group", "aria-label": "Sources" }, tabs),
    h("div", { id: "text", class: "text", tabindex: "0", role: "region", "aria-label": "Text of the source" }));
}

export function reopen(): void {
  const first = state.answer?.diagnoses[state.shown];
  const place = first?.findings[first.cause ?? 0]?.evidence[0];
  if (place !== undefined) openSource(place.source, { line: place.line, last: place.last_line });
  else openSource(state.sources[shownSource] === undefined ? 0 : shownSource, null);
}
