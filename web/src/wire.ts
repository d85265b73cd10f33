// What the engine answers: the types of crates/stackengine-wasm.

export interface Answer {
  sources: Recognised[];
  manifests: Manifest[];
  diagnoses: Diagnosis[];
  not_analysed: { source: number; line: number | null; why: string }[];
}

export interface Recognised {
  name: string;
  parts: string[];
}

export interface Manifest {
  source: number;
  objects: string[];
  text: string | null;
  dump: boolean;
}

export interface Diagnosis {
  verdict: "cause" | "unknown" | "attention" | "clean";
  subject: { kind: string; namespace: string | null; name: string };
  state: string;
  cause: number | null;
  broke: string;
  fix: string;
  impact: { severity: string; downtime_risk: string; minutes_to_fix: [number, number] } | null;
  findings: Finding[];
  needs: { what: string; command: string }[];
  cost: string[];
  blast_radius: Record<string, unknown>;
  timeline: Moment[];
  picture: Picture | null;
  next: { command: string; why: string; read_only: boolean }[];
}

export interface Finding {
  name: string;
  code: string;
  severity: string;
  confidence: string;
  role: "cause" | "contributing" | "symptom" | "lint";
  message: string;
  help: string;
  pod: string | null;
  container: string | null;
  exit_code: number | null;
  reason: string | null;
  explained_by: string | null;
  evidence: Evidence[];
}

export interface Evidence {
  source: number;
  line: number;
  last_line: number;
  excerpt: string;
}

export interface Moment {
  seconds: number;
  what: string;
  pod: string | null;
  source: number | null;
  line: number | null;
}

export interface Picture {
  zero: string;
  lanes: { pod: string; created: number | null; runs: Run[] }[];
  left_out: number;
  deadline: number | null;
  ended: number | null;
  as_of: number | null;
}

export interface Run {
  container: string;
  kind: "init" | "sidecar" | "main";
  start: number | null;
  end: number | null;
  exit_code: number | null;
  reason: string | null;
}

export type Level = "basic" | "hardened";
export type Safety = "safe" | "unsafe" | "display-only";

export interface Checked {
  findings: Lint[];
  remarks: { line: number | null; text: string }[];
  not_analysed: { line: number | null; text: string }[];
  objects: [string, string][];
}

export interface Lint {
  key: string;
  name: string;
  code: string;
  severity: string;
  level: Level;
  path: string;
  from: number;
  to: number;
  line: number;
  message: string;
  help: string;
  api_refuses: boolean;
  suppressed: string | null;
  fix: { title: string; safety: Safety; note: string } | null;
}

export interface Fixed {
  text: string;
  applied: Step[];
  proposed: Step[];
  dropped: Step[];
  deliveries: { object: string; way: string; why: string; commands: string[] }[];
  remaining: number;
}

export interface Step {
  key: string;
  name: string;
  code: string;
  path: string;
  message: string;
  title: string;
  safety: Safety;
  note: string;
  why: string | null;
}

export interface Entry {
  name: string;
  code: string;
  severity: string;
  sentence: string;
}

export type Inline = { is: "plain" | "code" | "strong"; text: string };

export type Block =
  | { is: "heading"; text: string }
  | { is: "paragraph"; parts: Inline[] }
  | { is: "list"; ordered: boolean; items: Inline[][] }
  | { is: "code"; info: string; text: string }
  | { is: "table"; rows: Inline[][][] };

export type Explanation =
  | ({ kind: "page" } & Entry)
  | { kind: "exit-code"; code: number; signal: string | null; readings: { who: string; meaning: string; second_fact: string | null; retry: string; source: string; diagnostic: string | null }[] }
  | { kind: "line"; entries: Entry[] }
  | { kind: "unknown"; close: Entry[] };

export interface Unpacked {
  error: string | null;
  options: Record<string, unknown> | null;
  files: { name: string; text: string }[];
}

export interface Redacted {
  files: { name: string; text: string; masks: Masked[] }[];
  legend: string[];
  report: { class: MaskClass; rule: string; places: number }[];
  leaks: string[];
}

export type MaskClass = "credentials" | "identifiers" | "places";

export interface Masked {
  from: number;
  to: number;
  class: MaskClass;
  rule: string;
}

export interface Replayed {
  objects: {
    name: string;
    refused: string | null;
    scenarios: { name: string; before: string; after: string; worse: string[] }[];
    pictures: [Picture, Picture] | null;
  }[];
}
