// The module's raw interface: a buffer for the question, a call, the place of the answer. No generated glue.

import { verbs, type Verb } from "./verbs";

export interface File {
  name: string;
  bytes: Uint8Array;
}

export interface Question {
  verb: Verb;
  options: unknown;
  files: File[];
}

interface Exports {
  memory: WebAssembly.Memory;
  question(length: number): number;
  call(verb: number): number;
  answer(): number;
}

/** The engine stopped in the middle: its instance is gone, nothing else is. */
export class EngineCrash extends Error {}

export class Engine {
  #module: WebAssembly.Module;
  #exports: Exports | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** Answers with JSON or text. A trap throws the instance away; the next question gets a new one. */
  ask(question: Question): string {
    try {
      this.#exports ??= new WebAssembly.Instance(this.#module, {}).exports as unknown as Exports;
      return this.#call(this.#exports, question);
    } catch (error) {
      this.#exports = null;
      throw new EngineCrash(error instanceof Error ? error.message : String(error));
    }
  }

  #call(engine: Exports, { verb, options, files }: Question): string {
    const heads = files.map((file) => ({ name: file.name, length: file.bytes.length }));
    const head = new TextEncoder().encode(JSON.stringify({ options, files: heads }));
    const length = files.reduce((sum, file) => sum + file.bytes.length, 4 + head.length);
    const start = engine.question(length);
    const memory = new Uint8Array(engine.memory.buffer, start, length);
    new DataView(memory.buffer, start).setUint32(0, head.length, true);
    memory.set(head, 4);
    let at = 4 + head.length;
    for (const file of files) {
      memory.set(file.bytes, at);
      at += file.bytes.length;
    }
    const answered = engine.call(verbs[verb]);
    return new TextDecoder().decode(new Uint8Array(engine.memory.buffer, engine.answer(), answered));
  }
}
