// Elements from values. Text becomes text nodes and nothing else: no string is ever read as HTML.

type Child = Node | string | number | null | undefined | false | Child[];
type Props = Record<string, string | number | boolean | null | undefined | EventListener | ((event: never) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  apply(element, props ?? {});
  append(element, children);
  return element;
}

export function svg(tag: string, props?: Props | null, ...children: Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  apply(element, props ?? {});
  append(element, children);
  return element;
}

function apply(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}

export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A button that copies a text and says that it did. */
export function copyButton(text: string | (() => string | Promise<string>), label = "Copy", props: Props = {}): HTMLButtonElement {
  const button = h("button", { type: "button", class: "quiet", ...props }, label);
  button.addEventListener("click", async () => {
    const done = await copy(typeof text === "function" ? await text() : text);
    say(done ? "Copied" : "The browser did not allow copying: select the text and copy it yourself");
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = label), 1600);
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages from disk have no clipboard: the old way still works there.
    const area = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Says something to those who listen to the page, and shows it for a moment nowhere: the eye has its own sign. */
export function say(text: string): void {
  byId("spoken").textContent = text;
}

/** The engine's sentences quote with backticks: what stands between them is code. */
export function prose(text: string): Node[] {
  const parts = text.split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? h("code", null, part) : document.createTextNode(part)));
}

export function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}

/** The beginning of a text that is too long to be shown, and how much is left out. */
export function beginning(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}\n… ${text.length - most} more characters` : text;
}
