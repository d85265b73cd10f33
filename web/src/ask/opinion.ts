// What is left of an answer: all of it text, nothing of it a link but the names of our own pages.

import { copyButton, download, h, plural, say } from "../dom";
import { pageLink } from "../pages-drawer";
import { openSource } from "../view/text";
import type { Judged } from "./wire";

type Manifest = NonNullable<Judged["manifest"]>;

export function opinion(judged: Judged, title: string, model: string, restored: () => Promise<Manifest | null>): HTMLElement[] {
  const by_rule = judged.by_rule === null ? "no cause" : judged.by_rule.name;
  const cause = judged.cause === null
    ? h("p", { class: "chosen", "data-chosen": "" }, h("strong", null, "None of the known causes"))
    : h("p", { class: "chosen", "data-chosen": judged.cause.name }, pageLink(judged.cause.name, judged.cause.code, judged.cause.name),
      h("span", { class: "sure" }, judged.agrees ? "as the rules say" : "not what the rules say"));
  return [
    h("p", { class: "subject" }, `Written by ${model} at ${title}. The rules say: ${by_rule}.`), cause,
    h("div", { class: "explanation" }, judged.explanation.split("\n").filter((line) => line.trim() !== "").map((line) => h("p", null, line))),
    cited(judged), edits(judged, restored), dropped(judged),
  ].filter((part) => part !== null);
}

function cited(judged: Judged): HTMLElement {
  if (judged.cited.length === 0) return h("p", { class: "notice plain" }, "It cites no line: take it for a guess.");
  const line = ({ place, source, line, text }: Judged["cited"][number]) => {
    const words = [h("span", { class: "where" }, `${source}:${line}`), h("code", null, text)];
    // A line that moved when values were masked cannot be pointed at.
    if (place === null) return h("li", null, h("div", { class: "evidence" }, words));
    const button = h("button", { type: "button", class: "evidence", "data-place": place.join(":") }, words);
    button.addEventListener("click", () => openSource(place[0], { line: place[1], last: place[1] }, true));
    return h("li", null, button);
  };
  return h("section", { class: "group" }, h("h3", null, "Lines it cites"), h("ul", { class: "places" }, judged.cited.map(line)));
}

function edits(judged: Judged, restored: () => Promise<Manifest | null>): HTMLElement | null {
  const manifest = judged.manifest;
  if (judged.kept.length === 0 || manifest === null) return null;
  const edit = (kept: Judged["kept"][number]) => h("li", { "data-kept": kept.path },
    h("span", { class: "name" }, h("code", null, kept.path), ` ${kept.what} `, kept.written_by_a_model ? h("span", { class: "tag warn" }, "written by a model: no rule can judge what it runs, so read it") : h("span", { class: "tag good" }, "checked by rules")),
    h("span", { class: "words" }, h("span", { class: "note" }, kept.why)));
  const host = h("div", { class: "editor" });
  const shown = { text: manifest.after };
  const note = h("p", { class: "summary", role: "status", "data-values": "masked" }, "Values stay masked until you put them back.");
  let view: { destroy(): void } | null = null;
  const draw = async (before: string, after: string) => {
    const { diffView } = await import("../view/editor");
    view?.destroy();
    view = diffView(host, before, after, "The edits as a diff");
  };
  void draw(manifest.before, manifest.after);
  const back = h("button", { type: "button" }, "Put my values back");
  back.addEventListener("click", async () => {
    const own = await restored();
    if (own === null) return;
    if (own.why_not !== "") {
      note.textContent = `${own.why_not.charAt(0).toUpperCase()}${own.why_not.slice(1)}.`;
      return;
    }
    shown.text = own.after;
    note.textContent = "Your values are in it again, where they stood before. It is not masked any more.";
    note.dataset["values"] = "back";
    back.remove();
    say("Your values are back in the manifest");
    await draw(own.before, own.after);
  });
  return h("section", { class: "group" }, h("h3", null, `${plural(judged.kept.length, "edit")} that ${judged.kept.length === 1 ? "holds" : "hold"}`),
    h("ul", { class: "switches" }, judged.kept.map(edit)),
    judged.worse.length === 0 ? null : h("p", { class: "notice" }, `Played out, worse: ${judged.worse.join("; ")}.`),
    note, host,
    h("div", { class: "actions" }, back, copyButton(() => shown.text, "Copy the manifest"), h("button", { type: "button", class: "quiet", onClick: () => download("manifest.yaml", shown.text) }, "Download")));
}

function dropped(judged: Judged): HTMLElement | null {
  if (judged.dropped.length === 0) return null;
  return h("section", { class: "group", "data-dropped": judged.dropped.length }, h("h3", null, "Dropped, and why"),
    h("ul", { class: "dropped" }, judged.dropped.map(({ what, why }) => h("li", null, h("code", null, what), ` ${why}`))));
}
