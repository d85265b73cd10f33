// Asking the user's own model: a choice, the exact request, the frame that sends it, and what came back.

import { byId, copyButton, h, plural, say } from "../dom";
import { isSingleFile } from "../engine/load";
import { crashed } from "../main";
import { state, type Source } from "../state";
import { maskDialog, masking } from "../view/masks";
import { Courier, originOf } from "./courier";
import { opinion } from "./opinion";
import { preview } from "./preview";
import { Reading } from "./reading";
import type { Judged, Prepared, Provider, Request } from "./wire";

/** What was asked, so that the answer is judged against the same. */
interface Asked {
  options: Record<string, unknown>;
  sources: Source[];
  provider: Provider;
  model: string;
}

let panel: Panel | null = null;

/** Opens the panel, or goes to it. */
export function openPanel(): void {
  if (state.engine === null || state.sources.length === 0) return;
  panel ??= new Panel(() => (panel = null));
  panel.show();
}

class Panel {
  #closed: () => void;
  #provider = h("select", { name: "provider" });
  #model = field("model", "as the provider calls it");
  #address = field("address", "");
  #budget = h("input", { type: "text", inputmode: "numeric", name: "budget", value: "6000", autocomplete: "off" });
  #plain = h("input", { type: "checkbox", name: "plain" });
  #why = h("p", { class: "hint", role: "status", "data-why": true });
  #preview = h("div");
  #frame = h("div", { "data-frame": true });
  #progress = h("div", { class: "asking", role: "status" });
  #result = h("div", { class: "opinion" });
  #byHand = h("div");
  #providers: Provider[] = [];
  #courier: Courier | null = null;
  /** What the frame holds now. */
  #offered: Asked | null = null;
  #reading: Reading | null = null;
  #turn = 0;
  /** A long text takes a while to be masked: who types meanwhile is answered once, about what stands there then. */
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #theme = new MutationObserver(() => this.#courier?.theme());

  constructor(closed: () => void) {
    this.#closed = closed;
    const close = h("button", { type: "button", class: "quiet", onClick: () => this.close() }, "Close, and forget the key");
    const label = (text: string, input: HTMLElement) => h("label", null, h("span", null, text), input);
    byId("second").replaceChildren(
      h("div", { class: "heading" }, h("h2", { id: "second-title" }, "A second opinion, from your own model"), close),
      h("p", { class: "lead" }, "For what rules cannot know: why the program itself failed. You choose who is asked, see every byte before it goes, and send it yourself. What comes back is believed in nothing that rules cannot check."),
      h("div", { class: "ask-form" },
        label("Who is asked", this.#provider), label("Model", this.#model), label("Address", this.#address)),
      h("details", null, h("summary", null, "More"),
        h("div", { class: "ask-form" }, label("Tokens to send at most, about", this.#budget),
          h("label", { class: "check" }, this.#plain, "without a schema, for servers that know none"))),
      this.#why, this.#preview, this.#frame, this.#byHand, this.#progress, this.#result);
    for (const input of [this.#model, this.#address, this.#budget]) input.addEventListener("input", () => this.changed(300));
    for (const input of [this.#provider, this.#plain]) input.addEventListener("change", () => this.changed());
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    state.watch = () => this.#overtaken();
    if (isSingleFile) this.#frame.append(h("p", { class: "notice", "data-single": true }, "From this single file nothing can be sent: a file has one policy for everything in it, and this one's forbids the network. The page on a host can ask, and so can the command `stackengine ask`. What would be sent can be copied."));
    this.changed();
  }

  show(): void {
    const section = byId("second");
    section.hidden = false;
    section.scrollIntoView({ block: "start" });
    this.#provider.focus({ preventScroll: true });
  }

  close(): void {
    this.#theme.disconnect();
    this.#reading?.end();
    this.#courier?.close();
    state.watch = null;
    byId("second").replaceChildren();
    byId("second").hidden = true;
    this.#closed();
    document.getElementById("verdict")?.focus();
  }

  /** Prepares anew what would be sent. Until then nothing can be. */
  changed(after = 0): void {
    this.#turn += 1;
    this.#offered = null;
    this.#courier?.withdraw();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#prepare(), after);
  }

  /** Other texts, or another workload: an opinion about the ones before would mislead. */
  #overtaken(): void {
    if (state.sources.length === 0) return this.close();
    this.#reading?.end();
    this.#reading = null;
    this.#courier?.stop();
    this.#result.replaceChildren();
    this.#progress.replaceChildren();
    this.changed();
  }

  #options(): Record<string, unknown> {
    const { kind, name: about } = state.answer?.diagnoses[state.shown]?.subject ?? { kind: "", name: "" };
    const { value: address } = this.#address;
    return { ...masking(), kind, about, provider: this.#provider.value, model: this.#model.value.trim(), address: address.trim(), budget: Number.parseInt(this.#budget.value, 10) || 6000, plain: this.#plain.checked };
  }

  async #prepare(): Promise<void> {
    const engine = state.engine;
    if (engine === null || this.#busy) return;
    this.#busy = true;
    const mine = this.#turn;
    const [options, sources] = [this.#options(), state.sources];
    try {
      const prepared = await engine.askJson<Prepared>("askPrepare", options, sources);
      if (mine !== this.#turn) return;
      this.#fill(prepared.providers);
      const provider = this.#providers.find((one) => one.name === this.#provider.value);
      this.#address.placeholder = provider?.address ?? "";
      const request = prepared.request;
      if (request === null || provider === undefined) return this.#nothing(prepared.why_not);
      const where = originOf(request.address);
      if ("why" in where) return this.#nothing(where.why);
      this.#why.textContent = "";
      this.#preview.replaceChildren(preview(request, this.#masks()));
      const asked = { options, sources, provider, model: String(options["model"]) };
      this.#hand(asked, request);
      if (!isSingleFile) this.#offer(asked, request, where.origin);
    } catch (error) {
      if (mine === this.#turn) crashed(error);
    } finally {
      this.#busy = false;
      if (mine !== this.#turn) void this.#prepare();
    }
  }

  #nothing(why: string): void {
    this.#why.textContent = why === "" ? "" : `Nothing to send yet: ${why}.`;
    // Where something private would be left, its owner has the last word about it.
    this.#preview.replaceChildren(/private/.test(why) ? this.#masks() : "");
    this.#byHand.replaceChildren();
  }

  #masks(): HTMLElement {
    return h("button", { type: "button", class: "quiet", onClick: () => void maskDialog(() => this.changed()) }, "What is masked…");
  }

  #fill(providers: Provider[]): void {
    if (this.#providers.length > 0) return;
    this.#providers = providers;
    const option = (one: Provider) => h("option", { value: one.name }, one.name === "openai-chat" ? `${one.title} (Chat Completions)` : one.name === "compatible" ? "Another server that speaks Chat Completions" : one.title);
    this.#provider.replaceChildren(h("option", { value: "" }, "Choose…"),
      h("optgroup", { label: "On this machine, without a key" }, providers.filter((one) => one.local && one.address !== "").map(option)),
      h("optgroup", { label: "With your key" }, providers.filter((one) => !one.local || one.address === "").map(option)));
  }

  #offer(asked: Asked, request: Request, origin: string): void {
    if (this.#courier?.origin !== origin) {
      // Another host gets another frame: no key is ever within reach of the wrong one.
      this.#courier?.close();
      this.#courier = new Courier(origin, {
        sent: (host) => this.#sent(host),
        said: (bytes, status, retryAfter, ended) => this.#reading?.more(bytes, status, retryAfter, ended),
        failed: (why) => this.#failed(why),
      });
      this.#frame.replaceChildren(this.#courier.element);
    }
    this.#offered = asked;
    const { method, address, headers, body } = request;
    this.#courier.offer({ method, address, headers, body, title: asked.provider.title, needsKey: !asked.provider.local });
  }

  #sent(host: string): void {
    const asked = this.#offered;
    this.#offered = null;
    this.#reading?.end();
    if (asked === null) return;
    const so_far = h("pre", { class: "preview", tabindex: "0", "aria-label": "The answer so far" });
    const stop = h("button", { type: "button", onClick: () => this.#courier?.stop() }, "Stop");
    const line = h("p", null, `Asked ${host}, waiting… `);
    this.#result.replaceChildren();
    this.#progress.replaceChildren(line, stop);
    say(`Asked ${host}`);
    this.#reading = new Reading(asked.provider, {
      progress: (bytes, shown) => {
        line.textContent = `${bytes.toLocaleString("en")} bytes of the answer of ${host} `;
        so_far.textContent = shown;
        if (shown !== "" && !so_far.isConnected) this.#progress.append(so_far);
      },
      enough: () => this.#courier?.stop(),
      trouble: (sentence) => this.#trouble(sentence),
      whole: (text, usage) => void this.#judge(asked, text, usage),
    });
  }

  #failed(why: Parameters<ConstructorParameters<typeof Courier>[1]["failed"]>[0]): void {
    // Whoever hung up because enough was heard has said why already.
    if (why === "unloaded") return this.#unloaded();
    if (this.#reading === null) return;
    const provider = this.#reading.provider;
    this.#reading.end();
    this.#reading = null;
    const host = this.#courier === null ? "" : new URL(this.#courier.origin).host;
    const unreached = provider.local
      ? `nobody answers at ${host}, or it does not let a page ask it: ${provider.cure}, and allow pages there (Ollama: OLLAMA_ORIGINS); \`stackengine ask\` needs no such leave`
      : `${host} could not be reached: see whether this machine has a network. Some hosts and organisations let no page ask them; \`stackengine ask\` can`;
    this.#trouble({
      unreached,
      broken: "the answer broke off: try again",
      late: "the answer was not complete after 5 minutes: try again, or another model",
      endless: "the answer is longer than any answer: try another model",
      stopped: "stopped; what was sent is sent",
    }[why]);
  }

  /** Whoever wants it tries again: nothing here asks a host by itself. */
  #unloaded(): void {
    this.#courier?.close();
    this.#courier = null;
    const again = h("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => {
      this.#progress.replaceChildren();
      this.changed();
    });
    this.#progress.replaceChildren(h("p", { class: "notice", role: "alert", "data-trouble": true },
      "The frame that sends did not load: it comes from the host of this page, which cannot be reached now. `stackengine ask` needs no host. "), again);
  }

  #trouble(sentence: string): void {
    // What still comes of that answer says nothing any more.
    this.#reading = null;
    this.#progress.replaceChildren(h("p", { class: "notice", role: "alert", "data-trouble": true }, `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`));
    this.changed();
  }

  async #judge(asked: Asked, text: string, usage: [number | null, number | null] | null): Promise<void> {
    const engine = state.engine;
    if (engine === null) return;
    const files = [...asked.sources, { name: "answer", bytes: new TextEncoder().encode(text) }];
    try {
      const judged = await engine.askJson<Judged>("askOpinion", asked.options, files);
      this.#reading = null;
      if (judged.why_not !== "") return this.#trouble(judged.why_not);
      const [read, written] = usage ?? [null, null];
      this.#progress.replaceChildren(read === null || written === null ? "" : h("p", { class: "hint" }, `${read.toLocaleString("en")} tokens were read and ${written.toLocaleString("en")} written, says ${asked.provider.title}.`));
      const restored = async () => (await engine.askJson<Judged>("askOpinion", { ...asked.options, restore: true }, files)).manifest;
      this.#result.replaceChildren(...opinion(judged, asked.provider.title, asked.model, restored));
      this.#result.scrollIntoView({ block: "nearest" });
      say(`The second opinion is there: ${judged.cause?.name ?? "none of the known causes"}, ${plural(judged.kept.length, "edit")} kept, ${judged.dropped.length} dropped`);
      this.changed();
    } catch (error) {
      crashed(error);
    }
  }

  /** For those whose model no page can reach: the question to be copied, and a place for the answer. */
  #hand(asked: Asked, request: Request): void {
    const open = this.#byHand.querySelector("details")?.open ?? isSingleFile;
    const answer = h("textarea", { rows: "4", spellcheck: "false", "data-answer": true });
    answer.value = this.#byHand.querySelector("textarea")?.value ?? "";
    const judge = h("button", { type: "button" }, "Judge this answer");
    judge.addEventListener("click", () => void this.#judge(asked, answer.value, null));
    this.#byHand.replaceChildren(h("details", { open }, h("summary", null, "By hand: copy the question, paste the answer"),
      h("div", { class: "by-hand" }, copyButton(`${request.system}\n${request.user}`, "Copy the question"),
        h("label", null, h("span", null, "The answer, as the model wrote it"), answer), h("p", { class: "actions" }, judge))));
  }
}

function field(name: string, placeholder: string): HTMLInputElement {
  return h("input", { type: "text", name, placeholder, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
}
