// The page's side of the frame that sends: makes it, hands it requests, and hears what comes back. The page itself has no
// network; the frame has no text.

import { h } from "../dom";
import { asked, frameUrl } from "../proof";
import { checked } from "./address";
import { HELLO, MOST_ANSWER, type Offered, type ToFrame, type ToPage } from "./protocol";

/** What becomes of a request. */
export interface Listener {
  sent(host: string): void;
  /** All bytes so far. */
  said(bytes: Uint8Array, status: number, retryAfter: string, ended: boolean): void;
  failed(why: Extract<ToPage, { is: "failed" }>["why"] | "unloaded"): void;
}

/** Milliseconds within which a frame says that it is there. */
const PATIENCE = 10_000;

export class Courier {
  readonly element: HTMLIFrameElement;
  /** The origin that this frame asks: another one needs another frame, so that no key meets another host. */
  readonly origin: string;
  #port: MessagePort | null = null;
  #offered: Offered | null = null;
  #listener: Listener;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #waiting: (() => void) | null = null;
  #head: { status: number; retryAfter: string } | null = null;

  constructor(origin: string, listener: Listener) {
    this.origin = origin;
    this.#listener = listener;
    this.element = h("iframe", {
      class: "courier", title: "Your key, and sending: this frame has the network and not your text",
      // No allow-same-origin: it is nobody's, has no storage, and cannot reach into the page.
      sandbox: "allow-scripts", referrerpolicy: "no-referrer", src: frameUrl(), height: "230",
      // Where a browser asks before a page may reach this machine, the frame may have it asked.
      allow: "local-network-access *; loopback-network *",
    });
    const late = setTimeout(() => this.#listener.failed("unloaded"), PATIENCE);
    this.#waiting = () => {
      clearTimeout(late);
      removeEventListener("message", hello);
    };
    const hello = (event: MessageEvent) => {
      if (event.source !== this.element.contentWindow || event.source === null || event.data !== HELLO) return;
      this.#waiting?.();
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }: MessageEvent<ToPage>) => this.#heard(data);
      this.element.contentWindow?.postMessage("", "*", [port2]);
      this.theme();
      if (this.#offered !== null) this.offer(this.#offered);
    };
    addEventListener("message", hello);
  }

  theme(): void {
    this.#tell({ is: "theme", theme: document.documentElement.dataset["theme"] ?? "" });
  }

  offer(offered: Offered): void {
    this.#offered = offered;
    this.#tell({ is: "offer", offered });
  }

  withdraw(): void {
    this.#offered = null;
    this.#tell({ is: "withdraw" });
  }

  stop(): void {
    this.#tell({ is: "stop" });
  }

  /** Ends the frame, and with it the key. */
  close(): void {
    this.#waiting?.();
    this.#port?.close();
    this.element.remove();
  }

  #tell(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  #heard(message: ToPage): void {
    switch (message.is) {
      case "height":
        this.element.height = String(Math.min(900, Math.max(100, Math.ceil(Number(message.height)) + 2)));
        return;
      case "sent":
        [this.#length, this.#head] = [0, null];
        asked(String(message.host), Number(message.bytes));
        return this.#listener.sent(String(message.host));
      case "head":
        this.#head = { status: Number(message.status), retryAfter: String(message.retryAfter) };
        return;
      case "piece": return this.#piece(message.bytes);
      case "end": return this.#said(true);
      case "failed": return this.#listener.failed(message.why);
    }
  }

  #piece(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > MOST_ANSWER) return this.stop();
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(MOST_ANSWER, Math.max(length, this.#bytes.length * 2, 1 << 16)));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
    this.#said(false);
  }

  #said(ended: boolean): void {
    const { status, retryAfter } = this.#head ?? { status: 0, retryAfter: "" };
    this.#listener.said(this.#bytes.subarray(0, this.#length), status, retryAfter, ended);
  }
}

/** The origin of an address, or the sentence why it is not asked. */
export function originOf(address: string): { origin: string } | { why: string } {
  const url = checked(address);
  return typeof url === "string" ? { why: url } : { origin: url.origin };
}
