// The matrix of all diagnostics: its rows are in the page already; this narrows them down.

import "./style/page.css";
import { h } from "./dom";
import { theme } from "./theme";

theme();
const field = document.querySelector<HTMLInputElement>("#filter");
const rows = [...document.querySelectorAll<HTMLTableRowElement>("tbody tr")];
const count = document.querySelector("#count");

interface Reading {
  code: string;
  names: string[];
}

/** Signs of exit codes, written into the page by the engine: `137` leads to what can end with it. */
const codes: Reading[] = JSON.parse(document.querySelector("#codes")?.textContent ?? "[]") as Reading[];

function narrow(): void {
  const words = (field?.value ?? "").trim().toLowerCase();
  const number = /(?:^|exit(?:ed)?(?: with)?(?: code| status)?:? *)(-?\d{1,3})$/.exec(words)?.[1];
  const byCode = codes.find((one) => one.code === number)?.names ?? [];
  const parts = words.split(/[\s,;:"'()[\]{}]+/).filter((part) => part.length > 1);
  const family = document.querySelector<HTMLSelectElement>("#family")?.value ?? "";
  let n = 0;
  for (const row of rows) {
    const text = row.dataset["words"] ?? "";
    const name = row.dataset["name"] ?? "";
    const hits = parts.filter((part) => text.includes(part)).length;
    const fits = words === "" || byCode.includes(name) || (byCode.length === 0 && (parts.length <= 3 ? hits === parts.length : hits >= Math.max(2, parts.length / 3)));
    row.hidden = !(fits && (family === "" || row.dataset["family"] === family));
    if (!row.hidden) n += 1;
  }
  if (count !== null) count.textContent = `${n} of ${rows.length}`;
  const hint = document.querySelector("#to-workbench");
  const line = words.length > 12 && number === undefined;
  // Behind the #, so that it goes to nobody.
  hint?.replaceChildren(...(line ? ["An error line? ", h("a", { href: `../#ask=${encodeURIComponent(field?.value ?? "")}` }, "Let the engine read it"), ", which knows more than these words."] : []));
}

field?.addEventListener("input", narrow);
document.querySelector("#family")?.addEventListener("change", narrow);
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field?.focus();
  }
});
narrow();
