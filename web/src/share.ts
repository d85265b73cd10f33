// A link that carries everything behind its `#`. It is shown before it is made, box by box.

import { beginning, copyButton, download, h, plural } from "./dom";
import { notice } from "./main";
import { explain } from "./search";
import { state, textOf, type Source } from "./state";
import { maskDialog, redact } from "./view/masks";
import type { Unpacked } from "./wire";

/** Chat tools and mail gateways cut links that are longer. */
const LONGEST = 8000;

export async function openFragment(hash: string, replace: (sources: Source[]) => void): Promise<void> {
  const fragment = hash.replace(/^#/, "");
  const engine = state.engine;
  if (fragment === "" || engine === null) return;
  if (fragment.startsWith("example=")) {
    const { incidents } = await import("./gallery");
    const found = incidents.find((one) => one.name === fragment.slice(8));
    if (found !== undefined) replace(found.files.map((file) => given(file.name, file.text)));
    else notice("There is no such example.");
    return;
  }
  if (fragment.startsWith("try=")) {
    const { pages } = await import("./pages");
    const example = pages[fragment.slice(4)]?.example ?? null;
    if (example !== null) replace([{ name: "pasted text", bytes: new TextEncoder().encode(example), fromBox: true, cut: null }]);
    else notice("That page has no example.");
    return;
  }
  if (fragment.startsWith("ask=")) return explain(decoded(fragment.slice(4)));
  if (!/^\d+\./.test(fragment)) return;
  const opened = await engine.askJson<Unpacked>("unpack", { fragment }, []);
  if (opened.error !== null) {
    notice(`The link cannot be opened: ${opened.error}. Ask for it again, or for the text itself.`);
    return;
  }
  replace(opened.files.map((file) => given(file.name, file.text)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function given(name: string, text: string): Source {
  return { name, bytes: new TextEncoder().encode(text), fromBox: name === "pasted text", cut: null };
}

export async function shareDialog(): Promise<void> {
  const engine = state.engine;
  if (engine === null || state.sources.length === 0) return;
  const included = new Set(state.sources);
  const result = h("div", { class: "link", role: "status" });
  const preview = h("pre", { class: "preview", tabindex: "0", "aria-label": "What the link will hold" });
  const boxes = state.sources.map((source) => {
    const box = h("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (box.checked) included.add(source);
      else included.delete(source);
      void show();
    });
    return h("li", null, h("label", null, box, source.name));
  });
  const masking = h("input", { type: "checkbox", checked: true, "data-mask": true });
  masking.addEventListener("change", () => void show());
  const warning = h("p", { class: "notice", hidden: true },
    "Nothing is masked now. Look the text through: whoever has the link reads all of it.");
  /** What goes into the link; null where it may not leave. */
  const texts = async (): Promise<{ name: string; text: string }[] | null> => {
    const chosen = state.sources.filter((source) => included.has(source));
    if (!masking.checked) return chosen.map((source) => ({ name: source.name, text: textOf(source) }));
    const { files, leaks } = await redact(chosen);
    if (leaks.length > 0) {
      result.replaceChildren(h("p", { class: "notice" }, `No link is made: something private would be left in it (${leaks.slice(0, 3).join("; ")}).`));
      return null;
    }
    return files.map(({ name, text }) => ({ name, text }));
  };
  const show = async () => {
    result.replaceChildren();
    warning.hidden = masking.checked;
    const all = (await texts()) ?? [];
    const joined = all.map(({ name, text }) => `=== ${name}\n${text}`).join("\n");
    preview.textContent = beginning(joined, 40_000);
  };
  const make = h("button", { type: "button", class: "main" }, "Make the link");
  make.addEventListener("click", async () => {
    const all = await texts();
    if (all === null) return;
    const files = all.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }));
    const { fragment } = await engine.askJson<{ fragment: string | null }>("pack", {}, files);
    const save = h("button", { type: "button" }, "Download incident.json");
    save.addEventListener("click", () => download("incident.json", `${JSON.stringify({ version: 1, files: all }, null, 1)}\n`));
    if (fragment === null) {
      result.replaceChildren(h("p", null, "That is too much for a link."), save);
      return;
    }
    const link = `${location.href.replace(/#.*$/, "")}#${fragment}`;
    const field = h("input", { type: "text", readonly: true, value: link, "aria-label": "The link", "data-link": true });
    field.value = link;
    field.addEventListener("focus", () => field.select());
    const long = link.length > LONGEST;
    result.replaceChildren(
      h("p", null, `${plural(link.length, "character")}. No server sees what stands behind the #; browser history and the chat you paste it into do.`),
      long ? h("p", { class: "notice" }, "Chat tools and mail gateways cut links as long as this one: better send a file. ", save) : "",
      h("div", { class: "command" }, field, copyButton(link)));
    field.focus();
  });
  const close = h("button", { type: "button", class: "quiet" }, "Close");
  const dialog = h("dialog", { class: "share", "aria-labelledby": "share-title" },
    h("h2", { id: "share-title" }, "Share"),
    h("p", null, h("label", null, masking, "Mask passwords, keys, accounts, hosts and addresses"), " ",
      h("button", { type: "button", class: "quiet", onClick: () => void maskDialog(() => void show()) }, "What is masked…")),
    warning,
    h("fieldset", null, h("legend", null, "What the link includes"), h("ul", null, boxes)),
    h("h3", null, "Exactly this will be in it"), preview,
    h("p", { class: "actions" }, make, close), result);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  await show();
}
