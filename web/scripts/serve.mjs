// Serves a built page on loopback with the headers of the real thing.

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { headersFor } from "./headers.mjs";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".json": "application/json", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8" };

/** Starts a server; `options.headers` false serves as a host that sets none. */
export function serve(root, { port = 0, headers = true, change = (_path, answer) => answer } = {}) {
  const seen = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(url.pathname));
    seen.push(request.url);
    let file = join(root, path);
    if (!file.startsWith(root)) return response.writeHead(403).end();
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (!path.endsWith("/")) return response.writeHead(301, { location: `${path}/` }).end();
      file = join(file, "index.html");
    }
    if (!existsSync(file)) return response.writeHead(404, { "content-type": "text/plain", ...(headers ? headersFor(path) : {}) }).end("There is no such page.\n");
    const base = { "content-type": types[extname(file)] ?? "application/octet-stream", "content-length": String(statSync(file).size) };
    const answer = change(path, { status: 200, headers: { ...base, ...(headers ? headersFor(path) : {}) }, body: null });
    if (answer.body !== null) answer.headers["content-length"] = String(Buffer.byteLength(answer.body));
    response.writeHead(answer.status, answer.headers);
    if (answer.body !== null) return response.end(answer.body);
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port } = server.address();
      resolve({ address: `http://127.0.0.1:${port}/`, seen, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }), readFile: (path) => readFileSync(join(root, path)) });
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = new URL("../dist", import.meta.url).pathname;
  const { address } = await serve(root, { port: Number(process.argv[2] ?? 0) });
  console.log(`StackEngine is at ${address}  (Ctrl-C ends it)`);
}
