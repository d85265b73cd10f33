// What the engine says about asking, as its JSON has it.

import type { Entry } from "../wire";

export interface Prepared {
  why_not: string;
  providers: Provider[];
  request: Request | null;
}

export interface Provider {
  name: string;
  title: string;
  address: string;
  local: boolean;
  cure: string;
}

export interface Request {
  about: string;
  method: string;
  address: string;
  headers: { name: string; value: string | null; before: string }[];
  body: string;
  masks: { from: number; to: number }[];
  bytes: number;
  tokens: number;
  lines: number;
  masked: number;
  system: string;
  user: string;
}

export interface Said {
  text: string;
  shown: string;
  usage: [number | null, number | null];
  trouble: string;
  done: boolean;
}

export interface Judged {
  why_not: string;
  by_rule: Entry | null;
  cause: Entry | null;
  agrees: boolean;
  explanation: string;
  cited: { place: [number, number] | null; source: string; line: number; text: string }[];
  kept: { path: string; what: string; why: string; written_by_a_model: boolean }[];
  worse: string[];
  dropped: { what: string; why: string }[];
  manifest: { name: string; before: string; after: string; why_not: string } | null;
}
