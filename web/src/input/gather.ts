// Files, folders and pastes become sources, bounded.

import type { Source } from "../state";
import { ends, MOST_BYTES, MOST_FILES, size } from "./limits";

export interface Gathered {
  sources: Source[];
  /** What was not read, as sentences. */
  notes: string[];
}

/** Reads what was chosen or dropped. A file that is too long is read at both ends and never as a whole. */
export async function readFiles(files: { name: string; file: Blob }[], used: number): Promise<Gathered> {
  const gathered: Gathered = { sources: [], notes: [] };
  let room = MOST_BYTES - used;
  const passed = files.filter(({ name }) => !/(^|\/)\.(git|hg|svn)\//.test(name));
  const sorted = passed.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (sorted.length > MOST_FILES) {
    gathered.notes.push(`${sorted.length - MOST_FILES} of ${sorted.length} files were not read: a folder may have ${MOST_FILES}.`);
  }
  for (const { name, file } of sorted.slice(0, MOST_FILES)) {
    try {
      const parts = await readBounded(name, file, room);
      room -= parts.reduce((sum, part) => sum + part.bytes.length, 0);
      gathered.sources.push(...parts);
      const cut = parts.find((part) => part.cut !== null)?.cut;
      if (cut) gathered.notes.push(cut);
      if (parts.length === 0) gathered.notes.push(`${name} was not read: the page holds ${size(MOST_BYTES)} at most.`);
    } catch (error) {
      gathered.notes.push(`${name} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return gathered;
}

async function readBounded(name: string, file: Blob, room: number): Promise<Source[]> {
  if (room <= 0) return [];
  const both = ends(file.size, room);
  const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  if (both === null) return [{ name, bytes: await read(0, file.size), fromBox: false, cut: null }];
  const [[headFrom, headTo], [tailFrom, tailTo]] = both;
  const cut = `${name} has ${size(file.size)}: the first and the last ${size(headTo)} were read, ${size(tailFrom - headTo)} between them were not.`;
  return [
    { name: `${name} (beginning)`, bytes: await read(headFrom, headTo), fromBox: false, cut },
    { name: `${name} (end)`, bytes: await read(tailFrom, tailTo), fromBox: false, cut },
  ];
}

/** Everything that was dropped, folders with what is below them. */
export async function dropped(transfer: DataTransfer): Promise<{ name: string; file: Blob }[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files].map((file) => ({ name: file.name, file }));
  const found: { name: string; file: Blob }[] = [];
  const single = entries.length === 1 && entries[0]?.isDirectory;
  await Promise.all(entries.map((entry) => walk(entry, single ? null : "", found)));
  return found;
}

/** `prefix` is null at the root of a lone folder, whose own name says nothing. */
async function walk(entry: FileSystemEntry, prefix: string | null, found: { name: string; file: Blob }[]): Promise<void> {
  if (found.length > MOST_FILES * 4) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ name: `${prefix ?? ""}${entry.name}`, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    const below = prefix === null ? "" : `${prefix}${entry.name}/`;
    for (const child of entries) await walk(child, below, found);
  }
}
