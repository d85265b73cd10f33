// An answer while it comes: the engine reads it from its beginning again and again, so it is asked only now and then.

import { crashed } from "../main";
import { state } from "../state";
import type { Provider, Said } from "./wire";

/** Milliseconds between two looks. */
const EVERY = 300;

interface Told {
  progress(bytes: number, shown: string): void;
  /** Nothing more is wanted, though more is sent. */
  enough(): void;
  trouble(sentence: string): void;
  whole(text: string, usage: Said["usage"]): void;
}

export class Reading {
  readonly provider: Provider;
  #told: Told;
  #over = false;
  #busy = false;
  #last = 0;
  #next: (() => void) | null = null;

  constructor(provider: Provider, told: Told) {
    this.provider = provider;
    this.#told = told;
  }

  end(): void {
    this.#over = true;
  }

  /** All bytes so far. */
  more(bytes: Uint8Array, status: number, retryAfter: string, ended: boolean): void {
    if (this.#over) return;
    if (!ended && (this.#busy || performance.now() - this.#last < EVERY)) return;
    // The end waits for a look that is under way.
    if (this.#busy) this.#next = () => this.more(bytes, status, retryAfter, ended);
    else void this.#look(bytes.slice(), status, retryAfter, ended);
  }

  async #look(bytes: Uint8Array<ArrayBuffer>, status: number, retryAfter: string, ended: boolean): Promise<void> {
    this.#busy = true;
    try {
      const options = { provider: this.provider.name, status, retry_after: retryAfter, ended };
      const said = await state.engine?.askJson<Said>("askAnswer", options, [{ name: "", bytes }]);
      if (this.#over || said === undefined) return;
      this.#told.progress(bytes.length, said.shown);
      if (!said.done && !ended) return;
      this.#over = true;
      if (!ended) this.#told.enough();
      if (said.trouble !== "") this.#told.trouble(said.trouble);
      else this.#told.whole(said.text, said.usage);
    } catch (error) {
      this.#over = true;
      crashed(error);
    } finally {
      this.#busy = false;
      this.#last = performance.now();
      const next = this.#next;
      this.#next = null;
      next?.();
    }
  }
}
