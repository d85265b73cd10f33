// The manifest: its findings inline, its repair as a diff, a switch for every fix.

import { copyButton, download, h, plural, prose, say } from "../dom";
import type { EngineCrash } from "../engine/client";
import { crashed } from "../main";
import { pageLink } from "../pages-drawer";
import { state, textOf } from "../state";
import type { Checked, Fixed, Level, Lint, Manifest, Replayed, Step } from "../wire";
import { replayed } from "./replay";
import type { Editor } from "./editor";

interface Bench {
  name: string;
  /** Line ends of the file, put back on the way out. */
  crlf: boolean;
  level: Level;
  evidence: boolean;
  off: Set<string>;
  on: Set<string>;
  fixed: Fixed | null;
}

/** Rows of a list that are shown at once. */
const FIRST = 40;

/** Kept over a new answer, so that a click elsewhere does not undo what was chosen. */
let kept: { manifest: string; text: string; bench: Bench } | null = null;

export function manifestSection(manifests: Manifest[]): HTMLElement {
  const host = h("div", { class: "bench" });
  const select = h("select", { "aria-label": "Which manifest" }, manifests.map((one, index) => h("option", { value: index }, `${one.objects.join(", ")} in ${state.sources[one.source]?.name ?? ""}${one.dump ? " (as the cluster returned it)" : ""}`)));
  // What was written comes before what the cluster returned.
  const best = Math.max(0, manifests.findIndex((one) => !one.dump));
  select.value = String(best);
  const open = (index: number) => {
    const manifest = manifests[index];
    if (manifest !== undefined) void show(host, manifest);
  };
  select.addEventListener("change", () => open(Number(select.value)));
  open(best);
  return h("section", { id: "manifest", class: "panel", tabindex: "-1", "aria-labelledby": "manifest-heading" },
    h("div", { class: "heading" }, h("h3", { id: "manifest-heading" }, "The manifest, repaired"), manifests.length > 1 ? select : null), host);
}

async function show(host: HTMLElement, manifest: Manifest): Promise<void> {
  const source = state.sources[manifest.source];
  if (source === undefined) return;
  const whole = manifest.text ?? textOf(source);
  const name = manifest.text === null && /\.(ya?ml|json)$/.test(source.name) ? source.name.replace(/^.*\//, "") : "manifest.yaml";
  const crlf = /\r\n/.test(whole) && !/[^\r]\n/.test(whole);
  const original = crlf ? whole.replaceAll("\r\n", "\n") : whole;
  const more = state.sources.length > 1 || (state.answer?.sources[manifest.source]?.parts.length ?? 0) > 1;
  const bench: Bench = kept?.manifest === original ? kept.bench : { name, crlf, level: "basic", evidence: more, off: new Set(), on: new Set(), fixed: null };
  const start = kept?.manifest === original ? kept.text : original;
  kept = { manifest: original, text: start, bench };

  const { diffView, editor, unifiedDiff } = await import("./editor");
  const editorHost = h("div", { class: "editor" });
  const diffHost = h("div", { class: "editor" });
  const lists = h("div", { class: "fixes" });
  const summary = h("p", { class: "summary", role: "status" });
  const delivery = h("div", { class: "delivery" });
  const proof = h("div", { class: "proofs" });
  let diff: { destroy(): void } | null = null;
  let drawn: string | null = null;
  const view: Editor = editor(editorHost, start, () => later());
  const text = () => view.text();
  const out = (lf: string) => (bench.crlf ? lf.replaceAll("\n", "\r\n") : lf);
  const repaired = () => bench.fixed?.text ?? text();

  const tabs = (["diff", "edit"] as const).map((which) => {
    const tab = h("button", { type: "button", "data-view": which, "aria-pressed": "false" }, which === "diff" ? "Diff of the repair" : "Edit");
    tab.addEventListener("click", () => choose(which));
    return tab;
  });
  const choose = (which: "diff" | "edit") => {
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset["view"] === which));
    diffHost.hidden = which !== "diff";
    editorHost.hidden = which !== "edit";
    showDiff();
  };
  // Made only when it is looked at: whoever types does not wait for it.
  const showDiff = () => {
    const shown = bench.fixed === null ? null : `${text()}\n---\n${bench.fixed.text}`;
    if (diffHost.hidden || shown === null || shown === drawn) return;
    drawn = shown;
    diff?.destroy();
    diff = diffView(diffHost, text(), repaired());
  };
  const level = (value: Level, label: string) => {
    const radio = h("input", { type: "radio", name: "level", value, checked: bench.level === value });
    radio.addEventListener("change", () => { bench.level = value; void work(); });
    return h("label", null, radio, label);
  };
  const evidence = h("input", { type: "checkbox", checked: bench.evidence });
  evidence.addEventListener("change", () => { bench.evidence = evidence.checked; void work(); });

  host.replaceChildren(
    h("div", { class: "controls" },
      h("div", { role: "group", "aria-label": "View", class: "tabs" }, tabs),
      h("fieldset", { class: "level" }, h("legend", { class: "offscreen" }, "How far"), level("basic", "basic: it runs, ends, tells the truth"), level("hardened", "hardened")),
      more ? h("label", { class: "evidence-switch" }, evidence, "numbers from this incident") : null),
    summary, diffHost, editorHost,
    h("div", { class: "actions" },
      copyButton(() => out(repaired()), "Copy repaired manifest", { class: "main" }),
      copyButton(() => unifiedDiff(bench.name, out(text()), out(repaired())), "Copy diff"),
      h("button", { type: "button", class: "quiet", onClick: () => download(bench.name, out(repaired())) }, "Download"),
      h("button", { type: "button", class: "quiet", onClick: () => { view.setText(repaired()); choose("edit"); } }, "Take it over and edit")),
    lists, proof, delivery);
  choose("diff");

  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    if (kept !== null) kept.text = text();
    clearTimeout(timer);
    timer = setTimeout(() => void work(), 180);
  };
  let turn = 0;
  const work = async () => {
    const engine = state.engine;
    if (engine === null) return;
    const mine = ++turn;
    const file = [{ name: bench.name, bytes: new TextEncoder().encode(text()) }];
    const options = { level: bench.level, evidence: bench.evidence };
    try {
      const checked = await engine.askJson<Checked>("check", options, file);
      if (mine !== turn) return;
      view.setLints(checked.findings, (lint) => void fixOne(lint));
      title(checked);
      const fixed = await engine.askJson<Fixed>("fix", { ...options, off: [...bench.off], on: [...bench.on] }, file);
      if (mine !== turn) return;
      bench.fixed = fixed;
      if (mine === 1 && fixed.text === text()) choose("edit");
      showDiff();
      summary.textContent = sentence(checked, fixed);
      lists.replaceChildren(...fixLists(bench, checked, fixed, () => void work(), (line) => { choose("edit"); view.goTo(line); }));
      delivery.replaceChildren(...deliveries(fixed));
      host.dataset["worked"] = String(mine);
      const changed = { name: bench.name, bytes: new TextEncoder().encode(fixed.text) };
      const played = await engine.askJson<Replayed>("replay", { evidence: bench.evidence }, [...file, changed]);
      if (mine !== turn) return;
      proof.replaceChildren(...replayed(played));
      host.dataset["played"] = String(mine);
    } catch (error) {
      crashed(error as EngineCrash);
    }
  };
  const fixOne = async (lint: Lint) => {
    if (state.engine === null) return;
    const file = [{ name: bench.name, bytes: new TextEncoder().encode(text()) }];
    const fixed = await state.engine.askJson<Fixed>("fix", { evidence: bench.evidence, only: lint.key }, file);
    view.setText(fixed.text);
    say(fixed.applied.length > 0 ? `Done: ${lint.fix?.title ?? ""}` : "That fix did not hold: nothing was changed");
  };
  await work();
}

/** Of a manifest alone, the head is about its findings. */
function title(checked: Checked): void {
  const head = document.querySelector("[data-manifest-title]");
  if (head === null) return;
  const open = checked.findings.filter((lint) => lint.suppressed === null);
  const refused = open.filter((lint) => lint.api_refuses).length;
  const fails = open.filter((lint) => !lint.api_refuses && /critical|high/.test(lint.severity)).length;
  const verdict = head.closest("article");
  if (verdict !== null) verdict.className = `verdict ${refused + fails > 0 ? "bad" : open.length > 0 ? "warn" : "good"}`;
  head.textContent = refused > 0 ? `The API server refuses it, for ${plural(refused, "reason")}`
    : fails > 0 ? `It will be accepted, and ${plural(fails, "thing")} in it will fail, hang or lie`
    : open.length > 0 ? `It will run; ${plural(open.length, "thing")} could be better` : "Nothing was found in it";
}

function sentence(checked: Checked, fixed: Fixed): string {
  const open = checked.findings.filter((lint) => lint.suppressed === null).length;
  if (open === 0) return "Nothing was found in it up to this level.";
  const done = fixed.applied.length === 0 ? "nothing could be mended without you" : `${plural(fixed.applied.length, "fix")} applied`.replace("fixs", "fixes");
  return `${plural(open, "finding")}: ${done}, ${fixed.remaining === 0 ? "none left" : `${fixed.remaining} left`}. Each fix was applied on its own and checked again; no other byte changed.`;
}

function fixLists(bench: Bench, checked: Checked, fixed: Fixed, again: () => void, goTo: (line: number) => void): HTMLElement[] {
  const lists: HTMLElement[] = [];
  const lineOf = (key: string) => checked.findings.find((lint) => lint.key === key)?.line ?? null;
  // Of a file with hundreds of findings, only those that somebody asks for become elements: each key would wait for them.
  const list = <T>(heading: string, all: T[], item: (one: T) => HTMLElement) => {
    if (all.length === 0) return;
    const rows = h("ul", { class: "switches" }, all.slice(0, FIRST).map(item));
    const rest = all.slice(FIRST);
    const more = rest.length === 0 ? null : h("button", { type: "button", class: "quiet" }, `Show ${rest.length} more`);
    more?.addEventListener("click", () => { rows.append(...rest.map(item)); more.remove(); });
    lists.push(h("section", null, h("h4", null, heading), rows, more));
  };
  const words = (step: Pick<Step, "name" | "code" | "message" | "note">, extra: string | null) => h("span", { class: "words" },
    h("span", { class: "message" }, prose(step.message)), " ", pageLink(step.name, step.code, step.name), step.note === "" ? null : h("span", { class: "note" }, prose(step.note)), extra === null ? null : h("span", { class: "note" }, extra));
  const place = (key: string) => {
    const line = lineOf(key);
    if (line === null) return null;
    const button = h("button", { type: "button", class: "quiet", "aria-label": `Show line ${line} in the editor` }, `line ${line}`);
    button.addEventListener("click", () => goTo(line));
    return button;
  };
  const switched = (key: string, name: string, is: boolean, change: (on: boolean) => void) => {
    const box = h("input", { type: "checkbox", checked: is, "data-key": key, "aria-label": name });
    box.addEventListener("change", () => { change(box.checked); again(); });
    return box;
  };
  const toggle = (set: Set<string>, key: string, into: boolean) => { if (into) set.add(key); else set.delete(key); };
  list("Applied", fixed.applied, (step) => h("li", null,
    h("label", null, switched(step.key, step.title, true, (on) => { toggle(bench.off, step.key, !on); if (!on) bench.on.delete(step.key); }), h("strong", null, step.title), step.safety === "unsafe" ? h("span", { class: "tag warn" }, "changes the behaviour") : null),
    words(step, null), place(step.key)));
  const off = checked.findings.filter((lint) => bench.off.has(lint.key) && lint.fix !== null);
  list("Switched off", off, (lint) => h("li", null,
    h("label", null, switched(lint.key, lint.fix?.title ?? "", false, (on) => { toggle(bench.off, lint.key, !on); if (on && lint.fix?.safety === "unsafe") bench.on.add(lint.key); }), h("strong", null, lint.fix?.title ?? "")),
    h("span", { class: "words" }, lint.message), place(lint.key)));
  const waiting = fixed.proposed.filter((step) => step.safety === "unsafe" && !bench.off.has(step.key));
  list("Yours to judge: they change the behaviour", waiting, (step) => h("li", null,
    h("label", null, switched(step.key, step.title, false, (on) => toggle(bench.on, step.key, on)), h("strong", null, step.title)), words(step, null), place(step.key)));
  list("Only you know the value", fixed.proposed.filter((step) => step.safety === "display-only"), (step) => h("li", null,
    h("span", { class: "name" }, step.title), words(step, null), place(step.key)));
  list("Tried and taken back", fixed.dropped.filter((step) => step.safety !== "unsafe" || bench.on.has(step.key)), (step) => h("li", null,
    h("span", { class: "name" }, step.title), words(step, step.why), place(step.key)));
  const plain = checked.findings.filter((lint) => lint.fix === null && lint.suppressed === null);
  list("No mechanical fix", plain, (lint) => h("li", null,
    h("span", { class: "name" }, prose(lint.message)), h("span", { class: "words" }, pageLink(lint.name, lint.code, lint.name), lint.help === "" ? null : h("span", { class: "note" }, lint.help)), place(lint.key)));
  const meant = checked.findings.filter((lint) => lint.suppressed !== null);
  list("Meant, says its owner", meant, (lint) => h("li", null, h("span", { class: "name" }, lint.message), h("span", { class: "words" }, h("span", { class: "note" }, lint.suppressed)), place(lint.key)));
  const aside = [...checked.remarks, ...checked.not_analysed];
  list("Not analysed, and remarks", aside, (remark) => h("li", null, h("span", { class: "words" }, remark.line === null ? remark.text : `line ${remark.line}: ${remark.text}`)));
  return lists;
}

function deliveries(fixed: Fixed): HTMLElement[] {
  return fixed.deliveries.map((one) => h("section", null,
    h("h4", null, `How ${one.object} reaches the cluster`), h("p", null, one.why),
    h("ul", { class: "commands" }, one.commands.map((command) => h("li", { class: "command" }, h("code", null, command), copyButton(command))))));
}
