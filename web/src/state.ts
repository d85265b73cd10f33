// What was given to the page, and what the engine said about it.

import type { Client } from "./engine/client";
import type { Answer } from "./wire";

export interface Source {
  name: string;
  bytes: Uint8Array;
  /** Typed or pasted into the box: its text stands there and may be changed. */
  fromBox: boolean;
  /** What was left out of it, as a sentence; null where it is whole. */
  cut: string | null;
}

export interface State {
  engine: Client | null;
  sources: Source[];
  answer: Answer | null;
  /** The diagnosis that is shown, where there are several. */
  shown: number;
  /** Told when another answer is shown. */
  watch: (() => void) | null;
}

export const state: State = { engine: null, sources: [], answer: null, shown: 0, watch: null };

/** The text of a source as lines are counted in it; decoded once. */
const texts = new WeakMap<Uint8Array, string>();

export function textOf(source: Source): string {
  let text = texts.get(source.bytes);
  if (text === undefined) {
    const [first, second] = source.bytes;
    const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
    text = new TextDecoder(wide).decode(source.bytes);
    texts.set(source.bytes, text);
  }
  return text;
}
