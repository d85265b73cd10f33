// The one place that asks the engine: in a worker where that worker's own headers forbid it the network, else here.

import type { Told } from "./worker";
import { Engine, EngineCrash, type File, type Question } from "./abi";
import { scriptUrl } from "../trusted";
import { isSingleFile, load, type Progress } from "./load";
import type { Verb } from "./verbs";

export { EngineCrash };

type Waiting = { resolve(answer: string): void; reject(error: Error): void };

export class Client {
  #worker: Worker | null = null;
  /** Made before the page locks itself: one that hangs can be ended, and another cannot be made any more. */
  #spare: Worker | null = null;
  #here: Engine | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 0;
  /** Where the engine runs, for the page's line about itself. */
  place: "worker" | "page" = "page";

  static async start(urls: { module: string; size: number; worker: string }, report: (progress: Progress) => void): Promise<Client> {
    const client = new Client();
    const [module, workers] = await Promise.all([load(urls.module, urls.size, report), fencedWorkers(urls.worker)]);
    if (workers === null) {
      client.#here = new Engine(module);
      return client;
    }
    client.place = "worker";
    [client.#worker, client.#spare] = workers;
    for (const worker of workers) {
      worker.postMessage(module);
      worker.addEventListener("message", (event: MessageEvent<Told>) => client.#told(event.data));
      worker.addEventListener("error", () => client.#lost());
    }
    return client;
  }

  /** Whether work that takes too long can be ended. */
  get canStop(): boolean {
    return this.#spare !== null;
  }

  /** Ends what is being worked on; the spare worker takes over. */
  stop(): void {
    if (this.#spare === null) return;
    this.#worker?.terminate();
    [this.#worker, this.#spare] = [this.#spare, null];
    this.#lost();
  }

  /** The answer as text; throws an EngineCrash where the engine stopped. The files stay with the caller. */
  ask(verb: Verb, options: unknown, files: File[]): Promise<string> {
    const question: Question = { verb, options, files };
    if (this.#worker === null) {
      const engine = this.#here;
      // Behind the next frame, so that what was typed is on the screen before.
      return new Promise((resolve, reject) => {
        setTimeout(() => {
          try {
            if (engine === null) throw new EngineCrash("it is not there any more");
            resolve(engine.ask(question));
          } catch (error) {
            reject(error instanceof Error ? error : new EngineCrash(String(error)));
          }
        });
      });
    }
    const id = ++this.#next;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...question });
    });
  }

  async askJson<T>(verb: Verb, options: unknown, files: File[]): Promise<T> {
    return JSON.parse(await this.ask(verb, options, files)) as T;
  }

  #told(told: Told): void {
    const waiting = this.#waiting.get(told.id);
    this.#waiting.delete(told.id);
    if ("answer" in told) waiting?.resolve(told.answer);
    else waiting?.reject(new EngineCrash(told.crash));
  }

  #lost(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new EngineCrash("its worker stopped"));
    this.#waiting.clear();
  }
}

/** A worker takes its policy from its own headers. Without them it would be free to send, so there is none. */
async function fencedWorkers(url: string): Promise<[Worker, Worker] | null> {
  if (isSingleFile || location.protocol === "file:") return null;
  try {
    const head = await fetch(url, { credentials: "omit" });
    const policy = head.headers.get("content-security-policy") ?? "";
    await head.arrayBuffer();
    if (!/default-src 'none'/.test(policy) || !/connect-src 'none'/.test(policy)) return null;
    const worker = (name: string) => new Worker(scriptUrl(url) as string, { type: "module", name });
    return [worker("engine"), worker("spare engine")];
  } catch {
    return null;
  }
}
