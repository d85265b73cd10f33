// What the engine can be asked: the numbers of `Verb` in crates/stackengine-wasm/src/lib.rs.

export const verbs = {
  diagnose: 1,
  markdown: 2,
  check: 3,
  fix: 4,
  explain: 5,
  catalogue: 6,
  pack: 7,
  unpack: 8,
  redact: 9,
  replay: 10,
  askPrepare: 11,
  askAnswer: 12,
  askOpinion: 13,
} as const;

export type Verb = keyof typeof verbs;
