// CodeMirror, in a shadow root so that its styles are sheets and not inline: the page's policy allows no inline style.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Chunk, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Text } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Lint } from "../wire";

const look = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "min(70vh, 46rem)" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--tint)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--select)" },
  // Underlines are drawn by the browser: the library's are images in data URLs, which the policy forbids.
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--faint) 1px", textUnderlineOffset: "3px" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px", maxWidth: "34rem" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", borderLeft: "3px solid var(--faint)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "4px", padding: "0.2rem 0.6rem", margin: "0.4rem 0.4rem 0 0" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  ".cm-changedLine, &.cm-merge-b .cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--added)" },
  ".cm-changedText, &.cm-merge-b .cm-changedText": { background: "var(--added-text)" },
  ".cm-deletedChunk": { backgroundColor: "var(--removed)", paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText": { background: "var(--removed-text)" },
  ".cm-changeGutter": { width: "3px" },
  ".cm-changedLineGutter": { backgroundColor: "var(--good)" },
  ".cm-deletedLineGutter": { backgroundColor: "var(--bad)" },
  ".cm-collapsedLines": { background: "var(--tint)", color: "var(--soft)", padding: "4px 12px" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--tint)", color: "var(--soft)", border: "none" },
});

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.keyword], color: "var(--code-value)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.meta, tags.punctuation, tags.separator], color: "var(--soft)" },
]));

export interface Editor {
  text(): string;
  /** Replaces what differs and nothing else, so that the cursor stays. */
  setText(text: string): void;
  setLints(lints: Lint[], fix: (lint: Lint) => void): void;
  goTo(line: number): void;
  destroy(): void;
}

function rootOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}

const common = [lineNumbers(), highlightSpecialChars(), drawSelection(), yaml(), colours, look, EditorView.lineWrapping];

export function editor(host: HTMLElement, text: string, changed: () => void): Editor {
  const root = rootOf(host);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        common, foldGutter(), history(), indentOnInput(), bracketMatching(), highlightActiveLine(), highlightSelectionMatches(),
        // A carriage return of a mixed file stays what it is: part of its line.
        EditorState.lineSeparator.of("\n"),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ "aria-label": "Manifest, editable", tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText(next) {
      const now = view.state.doc.toString();
      let from = 0;
      while (from < now.length && from < next.length && now[from] === next[from]) from += 1;
      let end = 0;
      while (end < now.length - from && end < next.length - from && now[now.length - 1 - end] === next[next.length - 1 - end]) end += 1;
      view.dispatch({ changes: { from, to: now.length - end, insert: next.slice(from, next.length - end) } });
    },
    setLints(lints, fix) {
      const length = view.state.doc.length;
      const diagnostics = lints.filter((lint) => lint.suppressed === null && lint.from <= length).map((lint): Diagnostic => ({
        from: lint.from,
        to: Math.min(length, endOfLine(view, lint.from, lint.to)),
        severity: lint.api_refuses || /critical|high/.test(lint.severity) ? "error" : lint.severity === "medium" ? "warning" : "info",
        source: `${lint.name} (${lint.code})`,
        message: lint.help === "" ? lint.message : `${lint.message}\n${lint.help}`,
        actions: lint.fix === null || lint.fix.safety === "display-only" ? [] : [{ name: lint.fix.title, apply: () => fix(lint) }],
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    goTo(line) {
      const found = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: found.from }, effects: EditorView.scrollIntoView(found.from, { y: "center" }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** A mark of several lines would underline half the file: the first line is enough to point. */
function endOfLine(view: EditorView, from: number, to: number): number {
  return Math.max(from, Math.min(to, view.state.doc.lineAt(Math.min(from, view.state.doc.length)).to));
}

/** The repaired text with what was there before, in one column. */
export function diffView(host: HTMLElement, before: string, after: string, label = "The repair as a diff"): { destroy(): void } {
  const root = rootOf(host);
  root.replaceChildren();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: after,
      extensions: [
        common,
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", role: "textbox", "aria-readonly": "true", "aria-multiline": "true" }),
        unifiedMergeView({ original: Text.of(before.split("\n")), mergeControls: false, gutter: true, collapseUnchanged: { margin: 3, minSize: 6 } }),
      ],
    }),
  });
  return { destroy: () => view.destroy() };
}

/** The change as `git apply` and `patch` read it. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = (text: string) => (text === "" ? [] : text.split(/(?<=\n)/));
  const [old, fresh] = [lines(before), lines(after)];
  const [a, b] = [Text.of(before.split("\n")), Text.of(after.split("\n"))];
  // A chunk ends behind its last line break, which may be one more than there are signs.
  const at = (text: Text, offset: number) => (offset > text.length ? text.lines : text.lineAt(offset).number - 1);
  // Whole lines that differ, as pairs of ranges.
  const ranges = Chunk.build(a, b).map((chunk) => ({
    fromA: at(a, chunk.fromA), toA: Math.min(old.length, at(a, chunk.toA)), fromB: at(b, chunk.fromB), toB: Math.min(fresh.length, at(b, chunk.toB)),
  }));
  const out = [`--- a/${name}\n`, `+++ b/${name}\n`];
  const write = (sign: string, line: string) => out.push(line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`);
  let next = 0;
  while (next < ranges.length) {
    const group = [ranges[next]!];
    next += 1;
    while (next < ranges.length && ranges[next]!.fromA - group[group.length - 1]!.toA <= 6) group.push(ranges[next++]!);
    const [first, last] = [group[0]!, group[group.length - 1]!];
    const startA = Math.max(0, first.fromA - 3);
    const startB = first.fromB - (first.fromA - startA);
    const endA = Math.min(old.length, last.toA + 3);
    const endB = last.toB + (endA - last.toA);
    const place = (start: number, n: number) => `${n === 0 ? start : start + 1}${n === 1 ? "" : `,${n}`}`;
    out.push(`@@ -${place(startA, endA - startA)} +${place(startB, endB - startB)} @@\n`);
    let line = startA;
    for (const range of group) {
      for (; line < range.fromA; line += 1) write(" ", old[line] ?? "");
      for (; line < range.toA; line += 1) write("-", old[line] ?? "");
      for (let added = range.fromB; added < range.toB; added += 1) write("+", fresh[added] ?? "");
    }
    for (; line < endA; line += 1) write(" ", old[line] ?? "");
  }
  return out.join("");
}
