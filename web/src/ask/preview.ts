// What would be sent, before it is: as people read it, and byte for byte; what is masked stands out in both.

import { h, plural } from "../dom";
import type { Request } from "./wire";

export function preview(request: Request, masks: HTMLElement): HTMLElement {
  const masked = request.masked === 0 ? "nothing is masked" : `${plural(request.masked, "value")} ${request.masked === 1 ? "is" : "are"} masked`;
  const pre = h("pre", { class: "preview sent", tabindex: "0", role: "region", "aria-label": "What would be sent" });
  const views = {
    // What is the reader's own comes first; the model reads it second.
    text: () => readable(`${request.user}\n\n# Before that, what the model is told to be and to do\n\n${request.system}`),
    bytes: () => exact(request),
  };
  const tabs = ([["text", "As it is read"], ["bytes", "Byte for byte"]] as const).map(([which, label]) => {
    const tab = h("button", { type: "button", "data-sent": which, "aria-pressed": String(which === "text") }, label);
    tab.addEventListener("click", () => {
      for (const other of tabs) other.setAttribute("aria-pressed", String(other === tab));
      pre.replaceChildren(...views[which]());
    });
    return tab;
  });
  pre.replaceChildren(...views.text());
  return h("section", { "aria-label": "The request" },
    h("p", { class: "summary", "data-summary": true, "data-bytes": request.bytes },
      `About ${request.about}: ${request.bytes.toLocaleString("en")} bytes, about ${request.tokens.toLocaleString("en")} tokens (an estimate), ${plural(request.lines, "line")} of evidence; ${masked}.`),
    h("div", { class: "tabs", role: "group", "aria-label": "How it is shown" }, tabs, masks), pre);
}

function readable(text: string): (string | Node)[] {
  return text.split(/(<[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+>)/).map((part, at) => (at % 2 === 0 ? part : h("mark", null, part)));
}

/** The engine says where its masks stand. */
function exact({ method, address, headers, body, masks }: Request): (string | Node)[] {
  const head = headers.map(({ name, value, before }) => `${name}: ${value ?? `${before}(your key, put in by the frame below)`}\n`).join("");
  const parts: (string | Node)[] = [`${method} ${address}\n${head}\n`];
  let after = 0;
  for (const { from, to } of masks) {
    if (from < after) continue;
    parts.push(body.slice(after, from), h("mark", null, body.slice(from, to)));
    after = to;
  }
  parts.push(body.slice(after));
  return parts;
}
