// The verdict, and below it everything it rests on.

import { byId, copyButton, h, plural, prose } from "../dom";
import { secondOpinion } from "../main";
import { pageLink } from "../pages-drawer";
import { shareDialog } from "../share";
import { state } from "../state";
import type { Diagnosis, Evidence, Finding } from "../wire";
import { manifestSection } from "./manifest";
import { asSources, maskDialog, redact } from "./masks";
import { openSource, reopen, textPanel } from "./text";
import { timelineSection } from "./timeline";

export function showNothing(): void {
  byId("answer").replaceChildren();
  state.watch?.();
}

export function showAnswer(): void {
  const answer = state.answer;
  if (answer === null) return showNothing();
  const diagnosis = answer.diagnoses[state.shown];
  const parts: (Node | null)[] = [];
  if (answer.diagnoses.length > 1) parts.push(choice(answer.diagnoses));
  const onlyManifests = answer.manifests.length > 0 && answer.diagnoses.every((one) => one.state === "unknown" && one.cause === null);
  if (diagnosis === undefined) parts.push(nothingFound());
  else if (onlyManifests) parts.push(manifestHead(diagnosis));
  else parts.push(head(diagnosis));
  const left: (Node | null)[] = [];
  const manifest = answer.manifests.length > 0 ? manifestSection(answer.manifests) : null;
  if (onlyManifests) left.push(manifest);
  if (diagnosis !== undefined) {
    left.push(findings(diagnosis), needs(diagnosis, onlyManifests), cost(diagnosis), timelineSection(diagnosis), next(diagnosis));
  }
  if (!onlyManifests) left.push(manifest);
  left.push(notAnalysed());
  // A manifest alone stands in its editor already.
  const alone = onlyManifests && state.sources.length === 1;
  const columns = h("div", { class: alone ? "columns single" : "columns" }, h("div", { class: "story" }, left), alone ? null : textPanel());
  byId("answer").replaceChildren(...parts.filter((part) => part !== null), columns);
  state.watch?.();
  // The verdict first: the text beside it may come a frame later.
  requestAnimationFrame(reopen);
}

function choice(diagnoses: Diagnosis[]): HTMLElement {
  const buttons = diagnoses.slice(0, 200).map((one, index) => {
    const button = h("button", { type: "button", "aria-pressed": String(index === state.shown), class: `dot ${tone(one)}` },
      `${one.subject.kind} ${one.subject.name}`, h("span", { class: "offscreen" }, `, ${word(one)}`));
    button.addEventListener("click", () => {
      state.shown = index;
      showAnswer();
      document.getElementById("verdict")?.focus();
    });
    return button;
  });
  return h("div", { class: "choice", role: "group", "aria-label": `${diagnoses.length} workloads` }, buttons);
}

/** Colour says again what the words say. */
function tone(one: Diagnosis): string {
  if (one.verdict === "clean") return "good";
  if (one.verdict === "unknown") return "open";
  if (one.verdict === "attention") return "warn";
  return one.impact?.severity === "medium" || one.impact?.severity === "low" ? "warn" : "bad";
}

function word(one: Diagnosis): string {
  return { cause: "the cause is known", unknown: "the cause cannot be known from this", attention: "works, and wants attention", clean: "nothing is wrong" }[one.verdict];
}

function actions(): HTMLElement {
  const markdown = copyButton(async () => (await state.engine?.ask("markdown", {}, state.sources)) ?? "", "Copy as Markdown", { "data-copy-markdown": true });
  const masked = copyButton(async () => {
    const { files } = await redact(state.sources);
    return (await state.engine?.ask("markdown", {}, asSources(files))) ?? "";
  }, "Copy masked", { "data-copy-masked": true, title: "The same Markdown without passwords, keys, accounts, hosts and addresses" });
  const masks = h("button", { type: "button", class: "quiet", onClick: () => void maskDialog() }, "What is private…");
  const share = h("button", { type: "button", class: "quiet", onClick: () => void shareDialog() }, "Share…");
  const second = h("button", { type: "button", class: "quiet", "data-second": true, onClick: () => void secondOpinion() }, "Ask a model…");
  return h("div", { class: "actions" }, markdown, masked, masks, share, second);
}

function subject(one: Diagnosis): string {
  const { kind, namespace, name } = one.subject;
  return `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`;
}

function head(one: Diagnosis): HTMLElement {
  const cause = one.cause === null ? undefined : one.findings[one.cause];
  const title = cause === undefined ? word(one) : cause.name.replaceAll("-", " ");
  const code = cause?.exit_code ?? null;
  const where = [cause?.container === null || cause === undefined ? null : `in ${cause.container}`, cause?.pod ? `pod ${cause.pod}` : null].filter(Boolean).join(", ");
  const facts: [string, string, string?][] = [];
  if (one.impact !== null) {
    const [least, most] = one.impact.minutes_to_fix;
    facts.push(["Impact", one.impact.severity, one.impact.severity], ["Downtime risk", one.impact.downtime_risk, one.impact.downtime_risk], ["Time to fix", least === most ? `${least} min` : `${least} to ${most} min`]);
  }
  if (cause !== undefined) facts.push(["How sure", cause.confidence]);
  return h("article", {
    id: "verdict", class: `verdict ${tone(one)}`, tabindex: "-1", "aria-labelledby": "verdict-title",
    "data-verdict": one.verdict, "data-state": one.state, "data-cause": cause?.name ?? "", "data-exit-code": code ?? "", "data-container": cause?.container ?? "",
  },
    h("p", { class: "subject" }, h("span", { class: "state" }, one.state), ` ${subject(one)}`),
    h("div", { class: "title" },
      h("h2", { id: "verdict-title" }, title.charAt(0).toUpperCase() + title.slice(1)),
      cause === undefined ? null : pageLink(cause.name, cause.code, "What this means"),
      code === null ? null : h("p", { class: "exit" }, h("span", null, "exit code "), h("strong", null, code), where === "" ? null : h("span", null, ` ${where}`))),
    h("dl", { class: "sentences" },
      one.broke === "" ? null : h("div", null, h("dt", null, "What broke"), h("dd", null, prose(one.broke))),
      one.fix === "" ? null : h("div", null, h("dt", null, "What to do"), h("dd", null, prose(one.fix)))),
    facts.length === 0 ? null : h("dl", { class: "facts" }, facts.map(([name, value, level]) => h("div", { "data-level": level ?? null }, h("dt", null, name), h("dd", null, value)))),
    actions());
}

function manifestHead(one: Diagnosis): HTMLElement {
  return h("article", { id: "verdict", class: "verdict open", tabindex: "-1", "aria-labelledby": "verdict-title", "data-verdict": one.verdict, "data-state": one.state, "data-cause": "", "data-exit-code": "", "data-container": "" },
    h("p", { class: "subject" }, h("span", { class: "state" }, "manifest"), ` ${subject(one)}`),
    h("div", { class: "title" }, h("h2", { id: "verdict-title", "data-manifest-title": true }, "Reading the manifest…")),
    h("p", { class: "lead", "data-manifest-lead": true }, "How it runs cannot be known from a manifest alone; what it will do wrong can."),
    actions());
}

function nothingFound(): HTMLElement {
  const commands = ["kubectl describe job NAME", "kubectl get jobs,pods,events -o json", "kubectl logs job/NAME --all-containers"];
  return h("article", { id: "verdict", class: "verdict open", tabindex: "-1", "data-verdict": "nothing" },
    h("h2", null, "No Job, CronJob or pod was found in it"),
    h("p", null, "Give it what these print, in any mixture:"),
    h("ul", { class: "commands" }, commands.map(command)));
}

function command(text: string): HTMLElement {
  return h("li", { class: "command" }, h("code", null, text), copyButton(text));
}

const groups: [Finding["role"], string][] = [
  ["cause", "The proof"],
  ["contributing", "What made it worse"],
  ["symptom", "What it looks like from outside"],
  ["lint", "Also seen"],
];

function findings(one: Diagnosis): HTMLElement | null {
  const shown = groups.map(([role, title]) => {
    const all = one.findings.filter((finding) => finding.role === role);
    return all.length === 0 ? null : h("section", { class: "group" }, h("h3", null, title), h("ul", { class: "findings" }, all.map((finding) => item(finding, role === "cause"))));
  });
  return shown.every((group) => group === null) ? null : h("section", { id: "findings", "aria-label": "Findings" }, shown);
}

/** Places that are shown before "more": the first ones are the strongest. */
const FIRST_PLACES = 6;

function item(finding: Finding, isCause: boolean): HTMLElement {
  const places = finding.evidence.map(place);
  const rest = places.slice(FIRST_PLACES);
  return h("li", { class: `finding ${finding.severity}` },
    isCause ? null : h("p", { class: "what" }, pageLink(finding.name, finding.code, finding.name), h("span", { class: "sure" }, finding.confidence), " ", prose(finding.message),
      finding.explained_by === null ? null : h("span", { class: "sure" }, `explained by ${finding.explained_by}`)),
    isCause ? h("p", { class: "what" }, prose(finding.message)) : null,
    h("ul", { class: "places" }, places.slice(0, FIRST_PLACES)),
    rest.length === 0 ? null : h("details", null, h("summary", null, plural(rest.length, "more place")), h("ul", { class: "places" }, rest)),
    finding.help === "" || isCause ? null : h("p", { class: "help" }, prose(finding.help)));
}

function place(one: Evidence): HTMLElement {
  const name = state.sources[one.source]?.name ?? "";
  const button = h("button", { type: "button", class: "evidence", "data-place": `${one.source}:${one.line}` },
    h("span", { class: "where" }, `${name}:${one.line}`), h("code", null, one.excerpt));
  button.addEventListener("click", () => openSource(one.source, { line: one.line, last: one.last_line }, true));
  return h("li", null, button);
}

function needs(one: Diagnosis, folded: boolean): HTMLElement | null {
  if (one.needs.length === 0) return null;
  const list = h("ul", { class: "commands" }, one.needs.map((need) => h("li", { class: "command" }, h("p", null, need.what), h("code", null, need.command), copyButton(need.command))));
  const title = one.verdict === "unknown" ? "What would show it" : "What would say more";
  return folded
    ? h("details", { id: "needs" }, h("summary", null, "To know how it runs, add what these print"), list)
    : h("section", { id: "needs", class: "panel" }, h("h3", null, title), h("p", { class: "hint" }, "Run them, and paste what they print below the rest."), list);
}

function cost(one: Diagnosis): HTMLElement | null {
  if (one.cost.length === 0) return null;
  // A number to the eye first; its words are the engine's.
  const lines = one.cost.map((line) => {
    const number = /^[\d.,]+(?: (?:min|s|h|d|ms)\b)?(?: \d+ (?:s|min|h)\b)?/.exec(line)?.[0] ?? "";
    return h("li", null, number === "" ? null : h("strong", null, number), line.slice(number.length));
  });
  return h("section", { id: "cost", class: "panel" }, h("h3", null, "Blast radius"), h("ul", { class: "numbers" }, lines));
}

function next(one: Diagnosis): HTMLElement | null {
  const of = (readOnly: boolean) => one.next.filter((entry) => entry.read_only === readOnly);
  const list = (entries: Diagnosis["next"]) => h("ul", { class: "commands" }, entries.map((entry) => h("li", { class: "command" }, h("p", null, entry.why), h("code", null, entry.command), copyButton(entry.command))));
  if (one.next.length === 0) return null;
  return h("section", { id: "next", class: "panel" },
    of(true).length === 0 ? null : [h("h3", null, "Next, changing nothing"), list(of(true))],
    of(false).length === 0 ? null : [h("h3", null, "Then, changing something"), list(of(false))]);
}

function notAnalysed(): HTMLElement | null {
  const parts = state.answer?.not_analysed ?? [];
  if (parts.length === 0) return null;
  const lines = parts.slice(0, 50).map((part) => h("li", null, `${state.sources[part.source]?.name ?? ""}${part.line === null ? "" : `, line ${part.line}`}: ${part.why}`));
  return h("details", { id: "not-read" }, h("summary", null, `Not read: ${plural(parts.length, "part")}`), h("ul", null, lines));
}

