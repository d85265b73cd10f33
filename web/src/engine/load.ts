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
  if (isSingleFile) {
    report({ step: "compiling", done: 1 });
    return WebAssembly.compile(await embedded());
  }
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok || response.body === null) throw new Error(`the engine could not be fetched (${response.status})`);
  // From the copy that is kept here it comes at once, and what the browser compiled of it last time can be used again.
  if (navigator.serviceWorker?.controller) return WebAssembly.compileStreaming(response);
  const counted = response.body.pipeThrough(counter(size, report));
  // Compiled while it comes.
  return WebAssembly.compileStreaming(new Response(counted, { headers: { "content-type": "application/wasm" } }));
}

async function embedded(): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(globalThis.stackengineModule ?? ""), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Says how much has come, and fails where it is not as much as this page was built with. */
function counter(size: number, report: (progress: Progress) => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new TransformStream({
    transform(chunk, controller) {
      at += chunk.length;
      report(at < size ? { step: "fetching", done: at / size } : { step: "compiling", done: 1 });
      controller.enqueue(chunk);
    },
    flush(controller) {
      if (at !== size) controller.error(new Error("the engine is not the one this page was built with"));
    },
  });
}
