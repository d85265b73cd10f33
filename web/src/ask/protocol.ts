// What the page and the frame that sends say to each other. The page never says more than the request that was shown.

export interface Offered {
  method: string;
  address: string;
  /** A value that is null is where the key goes, behind `before`. */
  headers: { name: string; value: string | null; before: string }[];
  body: string;
  /** Who is asked, in words. */
  title: string;
  /** Whether a key is needed; a model on this machine usually has none. */
  needsKey: boolean;
}

export type ToFrame =
  | { is: "offer"; offered: Offered }
  | { is: "withdraw" }
  | { is: "stop" }
  | { is: "theme"; theme: string };

export type ToPage =
  | { is: "height"; height: number }
  | { is: "sent"; host: string; bytes: number }
  | { is: "head"; status: number; retryAfter: string }
  | { is: "piece"; bytes: Uint8Array }
  | { is: "end" }
  | { is: "failed"; why: "unreached" | "broken" | "late" | "endless" | "stopped" };

/** What the frame says before it has a channel. */
export const HELLO = "the frame that sends is ready";

/** Bytes of an answer at most; the engine gives up at the same. */
export const MOST_ANSWER = 8 << 20;

/** Milliseconds that an answer may take. */
export const LONGEST_WAIT = 300_000;
