// What a diagnostic means, beside the work and without leaving it.

import { h } from "./dom";
import { isSingleFile } from "./engine/load";
import type { Block, Inline } from "./wire";

export function pageLink(name: string, code: string, label: string): HTMLElement {
  const words = label === name ? [h("span", { class: "name" }, name), " ", h("span", { class: "code" }, code)] : [label, " ", h("span", { class: "code" }, code)];
  const link = h("a", { class: "diagnostic", href: isSingleFile ? `#page=${name}` : `./d/${name}/` }, words);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void openPage(name);
  });
  return link;
}

export async function openPage(name: string): Promise<void> {
  const { pages } = await import("./pages");
  const page = pages[name];
  if (page === undefined) return;
  const [least, most] = page.minutes_to_fix;
  const related = page.related.map((other) => pages[other]).filter((other) => other !== undefined);
  drawer(page.name, [
    h("p", { class: "subject" }, `${page.code} · impact ${page.impact} · downtime risk ${page.downtime_risk} · ${least} to ${most} min to fix`),
    ...page.blocks.map(block),
    related.length === 0 ? h("span") : h("ul", { class: "related" }, related.map((other) => h("li", null, pageLink(other.name, other.code, other.name), " ", other.sentence))),
    isSingleFile ? h("span") : h("p", null, h("a", { href: `./d/${name}/` }, "Open as a page")),
  ]);
}

/** A dialog at the side; Escape and the button close it, and the focus goes back to where it was. */
export function drawer(title: string, content: HTMLElement[]): void {
  document.querySelector("dialog.drawer")?.remove();
  const close = h("button", { type: "button", class: "quiet", "aria-label": "Close" }, "Close");
  const dialog = h("dialog", { class: "drawer", "aria-labelledby": "drawer-title" },
    h("header", null, h("h2", { id: "drawer-title" }, title), close), h("div", { class: "page" }, content));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}

export function block(one: Block): HTMLElement {
  switch (one.is) {
    case "heading": return h("h3", null, one.text);
    case "paragraph": return h("p", null, one.parts.map(inline));
    case "list": return h(one.ordered ? "ol" : "ul", null, one.items.map((item) => h("li", null, item.map(inline))));
    case "code": return h("pre", { tabindex: "0" }, h("code", null, one.text));
    case "table": return h("table", null, one.rows.map((row, index) => h("tr", null, row.map((cell) => h(index === 0 ? "th" : "td", null, cell.map(inline))))));
  }
}

export function inline(one: Inline): Node {
  switch (one.is) {
    case "plain": return document.createTextNode(one.text);
    case "code": return h("code", null, one.text);
    case "strong": return h("em", null, one.text);
  }
}
