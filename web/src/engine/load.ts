// Fetches the module and says how far it is. The single file brings the bytes along instead.

export interface Progress {
  /** 0 to 1, or null where the size is not known. */
  done: number | null;
  step: "fetching" | "compiling";
}

declare global {
  // Set by the single file: the module, gzipped, in base64.
  var stackengineModule: string | undefined;
}

export const isSingleFile = typeof globalThis.stackengineModule === "string";

export async function load(url: string, size: number, report: (progress: Progress) => void): Promise<WebAssembly.Module> {
  const bytes = isSingleFile ? await embedded() : await fetched(url, size, report);
  report({ step: "compiling", done: 1 });
  return WebAssembly.compile(bytes);
}

async function embedded(): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(globalThis.stackengineModule ?? ""), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function fetched(url: string, size: number, report: (progress: Progress) => void): Promise<ArrayBuffer> {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok || response.body === null) throw new Error(`the engine could not be fetched (${response.status})`);
  const bytes = new Uint8Array(size);
  let at = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > size) throw new Error("the engine is not the one this page was built with");
    bytes.set(value, at);
    at += value.length;
    report({ step: "fetching", done: at / size });
  }
  if (at !== size) throw new Error("the engine came only in part");
  return bytes.buffer;
}
