// How much is read: a page has to stay alive whatever is dropped on it.

/** Bytes of all sources together. */
export const MOST_BYTES = 48 << 20;

/** Characters that the box itself holds; what is longer becomes a source beside it. */
export const MOST_IN_BOX = 400_000;

/** Files that are read of a folder. */
export const MOST_FILES = 500;

export function size(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} B`;
  if (bytes < 1 << 20) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

/** The beginning and the end of what is too long: what came first and how it ended tell the most. */
export function ends(total: number, room: number): [head: [number, number], tail: [number, number]] | null {
  if (total <= room) return null;
  const half = Math.floor(room / 2);
  return [[0, half], [total - half, total]];
}
