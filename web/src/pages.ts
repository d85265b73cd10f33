// The pages of all diagnostics, written by `cargo xtask sandbox` from the engine's own.

import data from "../build/pages.json";
import type { Block, Entry } from "./wire";

export interface Page extends Entry {
  impact: string;
  downtime_risk: string;
  minutes_to_fix: [number, number];
  blocks: Block[];
  related: string[];
  example: string | null;
}

export const pages = data as unknown as Record<string, Page>;
