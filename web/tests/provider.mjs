// A provider on loopback, as hostile as a test wants it, and bounded in all it sends. It writes down whatever reaches it.

import { createServer } from "node:http";

/** Bytes that any answer may have before the provider itself gives up. */
const MOST = 32 << 20;

const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization, content-type", "access-control-allow-methods": "POST", "access-control-expose-headers": "retry-after" };

/** Starts one. `answer(response, request)` writes the answer to a question; it may be replaced at any time. */
export async function provider(answer) {
  const state = { answer, seen: [], address: "", hungUp: 0, stop: async () => {} };
  const server = createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      state.seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(pieces).toString("utf8") });
      if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
      response.on("close", () => { if (!response.writableFinished) state.hungUp += 1; });
      return state.answer(response, request);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.origin = `http://127.0.0.1:${server.address().port}`;
  state.address = `${state.origin}/v1/chat/completions`;
  state.stop = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  /** What was asked; a browser's own question whether it may ask is none. */
  state.asked = () => state.seen.filter(({ method }) => method !== "OPTIONS");
  return state;
}

export const head = (response, status = 200, more = {}) => response.writeHead(status, { "content-type": "text/event-stream", ...cors, ...more });

/** A text as Chat Completions stream it, in pieces of so many characters. */
export function events(text, size = 40) {
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "gu")) ?? [];
  const data = (value) => `data: ${JSON.stringify(value)}\n\n`;
  return [...pieces.map((content) => data({ choices: [{ delta: { content } }] })), data({ choices: [{ delta: {}, finish_reason: "stop" }] }), data({ choices: [], usage: { prompt_tokens: 1234, completion_tokens: 56 } }), "data: [DONE]\n\n"];
}

/** Answers with a text. */
export const says = (text) => (response) => {
  head(response);
  for (const event of events(typeof text === "string" ? text : JSON.stringify(text))) response.write(event);
  response.end();
};

/** Answers with a status and a body. */
export const status = (code, body, more = {}) => (response) => head(response, code, { "content-type": "application/json", ...more }).end(typeof body === "string" ? body : JSON.stringify(body));

/** Never ends by itself, until the bound of this provider is met or somebody hangs up. */
export const endless = (piece) => (response) => {
  head(response);
  let sent = 0;
  const more = () => {
    while (!response.destroyed && sent < MOST) {
      sent += piece.length;
      if (!response.write(piece)) return response.once("drain", more);
    }
    if (!response.destroyed) response.end();
  };
  more();
};
