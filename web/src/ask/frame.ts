// The frame that sends. It has a network and the key, and never sees a text: only the masked request that it shows. One
// click in it is one request. It shows nothing of an answer: the bytes go to the page as they come.

import "./frame.css";
import { checked } from "./address";
import { HELLO, LONGEST_WAIT, MOST_ANSWER, type Offered, type ToFrame, type ToPage } from "./protocol";

const get = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const key = get<HTMLInputElement>("key");
const send = get<HTMLButtonElement>("send");
const said = get("said");

/** A shorter key is a word that may stand anywhere. */
const LEAST_KEY = 8;

let port: MessagePort | null = null;
let offered: Offered | null = null;
/** The one origin that this frame may ask: its policy says so as soon as it is known, and cannot be widened. */
let bound: string | null = null;
let running: AbortController | null = null;

function tell(message: ToPage, transfer: Transferable[] = []): void {
  port?.postMessage(message, transfer);
}

// The page that holds this frame gives it one channel, and nobody can give it another.
addEventListener("message", function first(event) {
  const [given] = event.ports;
  if (event.source !== parent || given === undefined) return;
  removeEventListener("message", first);
  port = given;
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => heard(data);
  new ResizeObserver(() => tell({ is: "height", height: document.documentElement.offsetHeight })).observe(document.documentElement);
});
parent.postMessage(HELLO, "*");

function heard(message: ToFrame): void {
  switch (message.is) {
    case "offer": return offer(message.offered);
    case "withdraw": return withdraw("");
    case "stop": return running?.abort("stopped");
    case "theme": document.documentElement.dataset["theme"] = message.theme;
  }
}

function offer(request: Offered): void {
  const url = checked(request.address);
  if (typeof url === "string") return withdraw(`Nothing is sent: ${url}.`);
  if (bound !== null && bound !== url.origin) return withdraw("Nothing is sent: this frame asks one host alone.");
  if (bound === null) bind(url.origin);
  offered = request;
  const bytes = new TextEncoder().encode(request.body).length;
  get("whose").textContent = request.needsKey ? `Key for ${request.title}` : `Key for ${request.title}, if it wants one`;
  send.textContent = `Send ${bytes.toLocaleString("en")} bytes to ${url.host}`;
  get("request").replaceChildren(...shown(request));
  said.textContent = "";
  ready();
}

function withdraw(why: string): void {
  offered = null;
  send.textContent = "Nothing to send";
  get("request").replaceChildren();
  said.textContent = why;
  ready();
}

function ready(): void {
  send.disabled = offered === null || running !== null || (offered.needsKey && key.value.trim() === "");
  get("forget").hidden = key.value === "";
}

/** Policies add up: from here on this frame can reach that origin and no other. */
function bind(origin: string): void {
  bound = origin;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = `default-src 'none'; connect-src ${origin}`;
  document.head.append(meta);
}

/** The request as it will leave, the place of the key named and every mask marked. */
function shown({ method, address, headers, body }: Offered): (string | Node)[] {
  const head = headers.map(({ name, value, before }) => `${name}: ${value ?? `${before}(the key)`}\n`).join("");
  const parts: (string | Node)[] = [`${method} ${address}\n${head}\n`];
  for (const [at, part] of body.split(/(<[A-Z][A-Z0-9_]*>)/).entries()) {
    if (at % 2 === 0) parts.push(part);
    else parts.push(Object.assign(document.createElement("mark"), { textContent: part }));
  }
  return parts;
}

/** The headers with the key in its place; without a key that header is left out. A sentence where it cannot be sent. */
function headersOf({ headers, body }: Offered): Headers | string {
  const secret = key.value.trim();
  if (!/^[\x21-\x7e]*$/.test(secret)) return "The key holds characters that no key has.";
  if (secret.length >= LEAST_KEY && body.includes(secret)) return "Nothing is sent: your key stands in the text itself. Have it masked first.";
  const all = new Headers();
  for (const { name, value, before } of headers) {
    if (value !== null) all.set(name, value);
    else if (secret !== "") all.set(name, before + secret);
  }
  return all;
}

async function ask(): Promise<void> {
  const request = offered;
  const url = request === null ? "" : checked(request.address);
  if (request === null || running !== null || typeof url === "string" || url.origin !== bound) return;
  const headers = headersOf(request);
  if (typeof headers === "string") {
    said.textContent = headers;
    return;
  }
  // One click, one request: another one needs another offer.
  offered = null;
  const controller = running = new AbortController();
  const late = setTimeout(() => controller.abort("late"), LONGEST_WAIT);
  said.textContent = "";
  ready();
  const body = new TextEncoder().encode(request.body);
  tell({ is: "sent", host: url.host, bytes: body.length });
  let answered = false;
  try {
    const response = await fetch(url, {
      method: request.method, headers, body, mode: "cors", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
      // Nobody else than who was named is told anything.
      redirect: "manual", signal: controller.signal,
    });
    answered = true;
    tell({ is: "head", status: response.type === "opaqueredirect" ? 302 : response.status, retryAfter: response.headers.get("retry-after") ?? "" });
    await listen(response, controller);
    tell({ is: "end" });
  } catch {
    const why = controller.signal.reason as "late" | "stopped" | "endless" | undefined;
    tell({ is: "failed", why: controller.signal.aborted && typeof why === "string" ? why : answered ? "broken" : "unreached" });
  } finally {
    clearTimeout(late);
    running = null;
    send.textContent = "Sent";
    ready();
  }
}

async function listen(response: Response, controller: AbortController): Promise<void> {
  const reader = response.body?.getReader();
  let total = 0;
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    total += piece.value.length;
    if (total > MOST_ANSWER) {
      controller.abort("endless");
      throw new Error("endless");
    }
    // A copy of its own: what arrives may be a part of a larger buffer.
    const bytes = piece.value.slice();
    tell({ is: "piece", bytes }, [bytes.buffer]);
  }
}

// A click that a person made, and nothing else.
send.addEventListener("click", (event) => { if (event.isTrusted) void ask(); });
key.addEventListener("keydown", (event) => { if (event.isTrusted && event.key === "Enter" && !send.disabled) void ask(); });
key.addEventListener("input", ready);
get("forget").addEventListener("click", () => {
  key.value = "";
  key.focus();
  ready();
});
