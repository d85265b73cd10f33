// Everything can be done with the keyboard; `?` shows how.

import { byId, h } from "./dom";

interface Actions {
  search(): void;
  box(): void;
  share(): void;
  ask(): void;
}

const legend: [string, string][] = [
  ["/", "search the catalogue"],
  ["i", "go to the box"],
  ["j  k", "next and previous evidence"],
  ["Enter", "show its line in the text"],
  ["v", "go to the verdict"],
  ["m", "go to the manifest"],
  ["d", "the repair as a diff"],
  ["c", "copy as Markdown"],
  ["s", "share"],
  ["a", "ask your own model"],
  ["Esc", "close, or leave the editor"],
  ["?", "this legend"],
];

export function keyboard(actions: Actions): void {
  byId("keys").addEventListener("click", showLegend);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (event.key === "Escape" && target instanceof HTMLElement && isTyping(target)) return target.blur();
    if (target instanceof HTMLElement && (isTyping(target) || target.closest("dialog") !== null)) return;
    const action = {
      "/": actions.search,
      i: actions.box,
      j: () => step(1),
      k: () => step(-1),
      v: () => focusOn("verdict"),
      m: () => focusOn("manifest"),
      d: () => document.querySelector<HTMLElement>("[data-view=diff]")?.click(),
      c: () => document.querySelector<HTMLElement>("[data-copy-markdown]")?.click(),
      s: actions.share,
      a: actions.ask,
      "?": showLegend,
    }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

function isTyping(element: HTMLElement): boolean {
  return element.isContentEditable || element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

function step(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("button.evidence")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[next]?.focus();
}

function focusOn(id: string): void {
  const section = document.getElementById(id);
  section?.focus();
  section?.scrollIntoView({ block: "start" });
}

function showLegend(): void {
  const close = h("button", { type: "button", autofocus: true }, "Close");
  const dialog = h("dialog", { class: "legend", "aria-labelledby": "legend-title" },
    h("h2", { id: "legend-title" }, "Keyboard"),
    h("dl", null, legend.map(([keys, what]) => h("div", null, h("dt", null, keys.split("  ").map((key) => h("kbd", null, key))), h("dd", null, what)))),
    h("p", null, close));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
