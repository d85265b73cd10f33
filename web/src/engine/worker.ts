// The engine in a worker. It gets the compiled module and can fetch nothing: its own headers say connect-src 'none'.

import { Engine, EngineCrash, type Question } from "./abi";

export interface Asked extends Question {
  id: number;
}

export type Told =
  | { id: number; answer: string }
  | { id: number; crash: string };

let engine: Engine | null = null;

self.addEventListener("message", (event: MessageEvent<WebAssembly.Module | Asked>) => {
  const data = event.data;
  if (data instanceof WebAssembly.Module) {
    engine = new Engine(data);
    return;
  }
  try {
    if (engine === null) throw new EngineCrash("it was not loaded");
    tell({ id: data.id, answer: engine.ask(data) });
  } catch (error) {
    tell({ id: data.id, crash: error instanceof Error ? error.message : String(error) });
  }
});

function tell(told: Told): void {
  self.postMessage(told);
}
