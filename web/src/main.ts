// The workbench: what comes in, what the engine says, what is shown.

import "./style/page.css";
import moduleUrl from "../build/engine.wasm?url";
import workerUrl from "./engine/worker.ts?worker&url";
import { byId, h, plural, say } from "./dom";
import { Client, EngineCrash } from "./engine/client";
import { dropped, readFiles } from "./input/gather";
import { MOST_BYTES, MOST_IN_BOX, size } from "./input/limits";
import { keyboard } from "./keyboard";
import { offline } from "./offline";
import { lock } from "./proof";
import { openSearch, search } from "./search";
import { openFragment, shareDialog } from "./share";
import { state, type Source } from "./state";
import { theme } from "./theme";
import { showAnswer, showNothing } from "./view/answer";
import { showGallery } from "./view/gallery";
import { showSources } from "./view/sources";
import type { Answer } from "./wire";

declare const ENGINE_SIZE: number;

const box = byId<HTMLTextAreaElement>("paste");
const encoder = new TextEncoder();
const emptyBox = box.placeholder;

/** Why there is no engine, where it did not load. */
let failure: string | null = null;

/** Loads the engine, then everything a later click could want, then forbids itself the network. */
async function start(): Promise<void> {
  const progress = byId<HTMLProgressElement>("progress");
  const stage = byId("stage");
  try {
    state.engine = await Client.start({ module: moduleUrl, size: ENGINE_SIZE, worker: workerUrl }, ({ step, done }) => {
      if (done !== null) progress.value = done;
      const share = done === null ? "" : ` ${Math.round(done * 100)} %`;
      stage.textContent = step === "fetching" ? `Initializing enclave…${share}` : "Initializing enclave… compiling";
    });
  } catch (error) {
    progress.remove();
    stage.textContent = "The engine did not load";
    failure = `The engine did not load: ${error instanceof Error ? error.message : String(error)}. Your text is still here; reload the page to try again.`;
    notice(failure);
    return;
  }
  progress.remove();
  stage.textContent = state.engine.place === "worker" ? "Engine ready, in a worker without a network" : "Engine ready, in this page";
  document.documentElement.dataset["ready"] = "true";
  performance.mark("ready");
  if (state.sources.length > 0) void diagnose();
  await openFragment(location.hash, replaceSources);
  await offline();
  const [, gallery] = await Promise.allSettled([import("./view/editor"), import("./gallery"), import("./pages"), import("./ask/panel")]);
  lock();
  if (gallery.status === "fulfilled") warmUp(gallery.value.incidents);
  document.documentElement.dataset["locked"] = "true";
}

/** Milliseconds after which somebody may want to stop it. */
const PATIENCE = 8000;

/** The first question is the slowest, because the browser compiles as it goes: it is one that nobody waits for. */
function warmUp(incidents: { files: { name: string; text: string }[] }[]): void {
  if (state.sources.length > 0) return;
  const files = (incidents[0]?.files ?? []).map(({ name, text }) => ({ name, bytes: encoder.encode(text) }));
  void state.engine?.ask("diagnose", {}, files).catch(() => undefined);
}

/** Asks again whenever the sources change; an answer that is overtaken is not shown. */
let asked = 0;

/** Asking a model: its part was loaded before the lock, and does nothing before this. */
export async function secondOpinion(): Promise<void> {
  const { openPanel } = await import("./ask/panel");
  openPanel();
}

export async function diagnose(): Promise<void> {
  const engine = state.engine;
  const sources = state.sources;
  byId("clear").hidden = sources.length === 0;
  document.documentElement.dataset["filled"] = String(sources.length > 0);
  box.placeholder = sources.length > 0 ? "Paste more" : emptyBox;
  if (sources.length === 0) {
    asked += 1;
    state.answer = null;
    showSources();
    return showNothing();
  }
  if (engine === null) {
    // The paste waits for the engine, not the other way round.
    if (failure !== null) notice(failure);
    return showSources();
  }
  const mine = ++asked;
  performance.mark("asked");
  const waiting = byId("waiting");
  const patience = setTimeout(() => {
    if (mine !== asked || !engine.canStop) return;
    waiting.replaceChildren("The engine has been working on this for a while. ", h("button", { type: "button", onClick: () => engine.stop() }, "Stop it"));
    waiting.hidden = false;
  }, PATIENCE);
  try {
    const answer = await engine.askJson<Answer>("diagnose", {}, sources);
    if (mine !== asked) return;
    const same = state.answer?.diagnoses[state.shown]?.subject.name;
    state.answer = answer;
    state.shown = Math.max(0, answer.diagnoses.findIndex((one) => one.subject.name === same));
    showSources();
    showAnswer();
    performance.mark("answered");
    performance.measure("verdict", "asked", "answered");
    const first = answer.diagnoses[0];
    say(first === undefined ? "Nothing was found in it" : `${first.subject.kind} ${first.subject.name}: ${first.broke}`);
  } catch (error) {
    if (mine !== asked) return;
    crashed(error);
  } finally {
    clearTimeout(patience);
    if (mine === asked) waiting.hidden = true;
  }
}

/** The engine fell over: the text stays, the next question gets a new instance. */
export function crashed(error: unknown): void {
  if (!(error instanceof EngineCrash)) throw error;
  const again = h("button", { type: "button", onClick: () => void diagnose() }, "Try again");
  notice("The engine stopped while it worked on this. Your text is still here, and a fresh engine stands ready. ", again);
}

export function notice(text: string, ...more: Node[]): void {
  const line = byId("notice");
  line.replaceChildren(text, ...more);
  line.hidden = text === "";
}

export function replaceSources(sources: Source[]): void {
  state.sources = sources;
  const typed = sources.find((source) => source.fromBox);
  box.value = typed === undefined ? "" : new TextDecoder().decode(typed.bytes);
  void diagnose();
}

export function addSources(sources: Source[]): void {
  const names = new Set(sources.map((source) => source.name));
  state.sources = [...state.sources.filter((source) => !names.has(source.name)), ...sources];
  void diagnose();
}

/** What stands in the box is one source among the others. */
function fromBox(): void {
  const text = box.value;
  const others = state.sources.filter((source) => !source.fromBox);
  state.sources = text.trim() === "" ? others : [{ name: "pasted text", bytes: encoder.encode(text), fromBox: true, cut: null }, ...others];
  void diagnose();
}

let typing: ReturnType<typeof setTimeout> | undefined;
box.addEventListener("input", (event) => {
  notice("");
  clearTimeout(typing);
  const pasted = event instanceof InputEvent && /^insertFrom/.test(event.inputType);
  typing = setTimeout(fromBox, pasted ? 0 : Math.min(600, 120 + box.value.length / 2000));
});

box.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const files = [...(event.clipboardData?.files ?? [])];
  if (text === "" && files.length > 0) {
    event.preventDefault();
    void take(files.map((file) => ({ name: file.name, file })));
  } else if (text.length > MOST_IN_BOX) {
    event.preventDefault();
    void take([{ name: freshName("pasted text"), file: new Blob([text]) }]);
  }
});

function freshName(name: string): string {
  const taken = new Set(state.sources.map((source) => source.name));
  for (let n = 1; ; n += 1) {
    const fresh = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(fresh)) return fresh;
  }
}

async function take(files: { name: string; file: Blob }[]): Promise<void> {
  if (files.length === 0) return;
  notice("");
  const used = state.sources.reduce((sum, source) => sum + source.bytes.length, 0);
  const { sources, notes } = await readFiles(files, used);
  if (used >= MOST_BYTES) notes.unshift(`The page already holds ${size(used)}; start over to give it more.`);
  if (notes.length > 0) notice(notes.slice(0, 3).join(" ") + (notes.length > 3 ? ` And ${plural(notes.length - 3, "more remark")}.` : ""));
  if (sources.length > 0) addSources(sources);
}

function inputs(): void {
  for (const [button, input] of [["choose", "files"], ["folder", "folders"]] as const) {
    const chooser = byId<HTMLInputElement>(input);
    byId(button).addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => {
      const chosen = [...(chooser.files ?? [])];
      void take(chosen.map((file) => ({ name: file.webkitRelativePath.replace(/^[^/]*\//, "") || file.name, file })));
      chooser.value = "";
    });
  }
  byId("clear").addEventListener("click", () => {
    notice("");
    history.replaceState(null, "", location.pathname);
    replaceSources([]);
    box.focus();
  });
  const veil = byId("drop");
  let depth = 0;
  const over = (change: number) => {
    depth = Math.max(0, depth + change);
    veil.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
  addEventListener("dragleave", () => over(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    if (event.dataTransfer === null) return;
    const text = event.dataTransfer.getData("text/plain");
    const files = await dropped(event.dataTransfer);
    if (files.length > 0) return take(files);
    if (text !== "") return take([{ name: freshName("dropped text"), file: new Blob([text]) }]);
  });
  addEventListener("hashchange", () => void openFragment(location.hash, replaceSources));
}

theme();
inputs();
search();
keyboard({
  search: openSearch,
  box: () => box.focus(),
  share: () => void shareDialog(),
  ask: () => void secondOpinion(),
});
void showGallery(replaceSources);
void start();

