// What would be masked before a text leaves: both texts side by side, and the owner's last word about each value.

import { beginning, copyButton, download, h, plural } from "../dom";
import { state, textOf, type Source } from "../state";
import type { Masked, Redacted } from "../wire";

/** What the owner of the text has decided; kept as long as the page is open, and nowhere else. */
const choice = { identifiers: true, places: true, mask: [] as string[], keep: [] as string[] };

/** The same for whatever else masks. */
export function masking(): typeof choice {
  return { ...choice };
}

/** Characters of a text that are shown beside each other. */
const MOST = 60_000;

/** The sources without what is private, all together: one value has one placeholder in all of them. */
export async function redact(sources: Source[]): Promise<Redacted> {
  const empty: Redacted = { files: [], legend: [], report: [], leaks: [] };
  return (await state.engine?.askJson<Redacted>("redact", choice, sources)) ?? empty;
}

/** Masked texts as sources, for whatever reads sources. */
export function asSources(files: { name: string; text: string }[]): Source[] {
  return files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text), fromBox: false, cut: null }));
}

export async function maskDialog(closed: () => void = () => {}): Promise<void> {
  if (state.engine === null || state.sources.length === 0) return;
  const body = h("div", { class: "masks-body" });
  let answer: Redacted = await redact(state.sources);
  const refresh = async () => {
    answer = await redact(state.sources);
    draw(body, answer);
  };
  const close = h("button", { type: "button", class: "quiet" }, "Close");
  const all = () => answer.files.map(({ name, text }) => (answer.files.length > 1 ? `==> ${name} <==\n${text}` : text)).join("\n");
  const save = h("button", { type: "button", class: "quiet" }, "Download masked text");
  save.addEventListener("click", () => download("masked.txt", all()));
  const dialog = h("dialog", { class: "masks", "aria-labelledby": "masks-title" },
    h("h2", { id: "masks-title" }, "What is private in it"),
    h("p", null, "Left is your text, right what may leave this page. A value has the same name everywhere, base64 of it too. Nothing is sent: this only shows what a link, or a copy, would hold."),
    switches(refresh), body,
    h("p", { class: "actions" }, copyButton(all, "Copy masked text", { "data-copy-text": true }), save, close));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  draw(body, answer);
  dialog.showModal();
}

/** Classes that may be kept, and words of one's own. */
function switches(refresh: () => Promise<void>): HTMLElement {
  const box = (name: "identifiers" | "places", label: string) => {
    const input = h("input", { type: "checkbox", checked: choice[name], "data-class": name });
    input.addEventListener("change", () => {
      choice[name] = input.checked;
      void refresh();
    });
    return h("label", null, input, label);
  };
  const words = (name: "mask" | "keep", label: string) => {
    const input = h("input", { type: "text", value: choice[name].join(" "), spellcheck: "false", autocapitalize: "off", autocomplete: "off", "data-words": name });
    input.addEventListener("change", () => {
      choice[name] = input.value.split(/\s+/).filter((word) => word !== "");
      void refresh();
    });
    return h("label", { class: "words" }, label, input);
  };
  return h("fieldset", null, h("legend", null, "What is masked"),
    h("label", null, h("input", { type: "checkbox", checked: true, disabled: true }), "credentials, always"),
    box("identifiers", "accounts, users, e-mail addresses"), box("places", "hosts, addresses, registries, buckets"),
    words("mask", "mask these words, too"), words("keep", "never mask these"));
}

function draw(body: HTMLElement, answer: Redacted): void {
  const places = answer.report.reduce((sum, one) => sum + one.places, 0);
  const said = places === 0
    ? "Nothing private was found."
    : `${plural(places, "place")} masked: ${answer.report.map((one) => `${one.places} by ${one.rule}`).join(", ")}.`;
  const leak = answer.leaks.length === 0 ? null
    : h("p", { class: "notice", role: "alert" }, `This may not leave: ${answer.leaks.join("; ")}`);
  const legend = answer.legend.length === 0 ? null
    : h("details", null, h("summary", null, "What each name stands for"), h("ul", { class: "mask-legend" }, answer.legend.map((line) => h("li", null, line))));
  body.replaceChildren(
    h("p", { role: "status", "data-masked": places }, said), leak ?? "", legend ?? "",
    ...answer.files.map((file, index) => pair(file, state.sources[index])));
}

function pair(file: Redacted["files"][number], source: Source | undefined): HTMLElement {
  const before = source === undefined ? "" : textOf(source);
  const pane = (label: string, ...content: (Node | string)[]) => h("pre", { tabindex: "0", "aria-label": label }, ...content);
  return h("section", { class: "pair", "aria-label": file.name },
    h("h3", null, file.name),
    h("div", { class: "panes" },
      pane(`${file.name}, as it is`, beginning(before, MOST)),
      pane(`${file.name}, masked`, ...marked(file.text, file.masks))));
}

/** The masked text as text nodes, its placeholders marked. */
function marked(text: string, masks: Masked[]): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let after = 0;
  for (const { from, to, class: kind, rule } of masks) {
    if (to > MOST) break;
    parts.push(text.slice(after, from), h("mark", { class: kind, title: `${kind}: ${rule}` }, text.slice(from, to)));
    after = to;
  }
  parts.push(beginning(text.slice(after), MOST));
  return parts;
}
