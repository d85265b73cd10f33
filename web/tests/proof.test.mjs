// The promise that nothing leaves the page, tried: T1 to T6 of the design, and every line of the page of known limits.

import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dist, here, launch, open, paste, repository, serve, verdict } from "./harness.mjs";

let browser, server;
before(async () => {
  server = await serve(dist);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const read = (path) => readFileSync(join(repository, path), "utf8");

test("T1: no journey makes a request once the page is loaded", async () => {
  const page = await open(browser, server.address, { serviceWorkers: "allow" });
  await page.waitForSelector("html[data-offline]", { state: "attached" });
  await page.waitForTimeout(300);
  const [before, seen] = [page.requests.length, server.seen.length];
  await paste(page, read("examples/oom-kill/objects.json"));
  await page.waitForSelector(".evidence");
  await page.locator(".evidence").first().click();
  await page.click("#clear");
  await page.click("[data-incident=index-fails]");
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await page.check("input[value=hardened]");
  await page.click("[data-view=diff]");
  await page.click("[data-view=edit]");
  await page.locator("a.diagnostic").first().click();
  await page.waitForSelector("dialog.drawer");
  await page.keyboard.press("Escape");
  await page.fill("#words", "137");
  await page.press("#words", "Enter");
  await page.waitForSelector("dialog.drawer");
  await page.keyboard.press("Escape");
  await page.click("text=Share…");
  await page.click("text=Make the link");
  await page.waitForSelector("[data-link]");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(300);
  assert.deepEqual(page.requests.slice(before), []);
  assert.deepEqual(server.seen.slice(seen), []);
  assert.equal(await page.getAttribute("#requests", "data-requests"), "0");
  assert.match(await page.textContent("#requests"), /^0 requests since load$/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("T2: no canary of the input reaches a server, in whatever spelling", async () => {
  const canaries = Array.from({ length: 40 }, (_, n) => `canary${n}x${(n * 7919).toString(36)}`);
  const page = await open(browser, server.address);
  await paste(page, `${read("examples/oom-kill/describe.txt")}\n$ kubectl logs aggregate-d2nf5 -c main\n${canaries.join("\n")}\n`);
  await page.click("text=Share…");
  await page.click("text=Make the link");
  await page.waitForSelector("[data-link]");
  await page.waitForTimeout(500);
  const log = [...server.seen, ...page.requests].join("\n");
  for (const canary of canaries) {
    const spellings = [canary, Buffer.from(canary).toString("base64").slice(0, -4), Buffer.from(canary).toString("hex"), encodeURIComponent(canary), canary.slice(0, 8)];
    for (const spelling of spellings) assert.ok(!log.includes(spelling), spelling);
  }
  await page.context().close();
});

test("T3: with the server stopped the page reloads, and everything still works", async () => {
  const own = await serve(dist);
  const page = await open(browser, own.address, { serviceWorkers: "allow" });
  await page.waitForSelector("html[data-offline]", { state: "attached", timeout: 120_000 });
  await page.reload();
  await page.waitForSelector("html[data-locked]", { state: "attached" });
  await own.stop();
  await page.reload();
  await page.waitForSelector("html[data-locked]", { state: "attached" });
  assert.match(await page.textContent("#offline"), /Works offline/);
  assert.match(await page.textContent("#engine"), /worker without a network/);
  await paste(page, read("examples/oom-kill/objects.json"));
  assert.equal((await verdict(page)).cause, "out-of-memory");
  await page.click("#clear");
  await page.click("[data-incident=oom-kill]");
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await page.goto(`${own.address}d/out-of-memory/`);
  assert.match(await page.textContent("h1"), /out-of-memory/);
  await page.goto(`${own.address}catalogue/`);
  await page.fill("#filter", "137");
  assert.ok(await page.isVisible("tr[data-name=out-of-memory]"));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("an update waits for a click, and then the new version is there", async () => {
  let marked = false;
  const change = (path, answer) => {
    if (!marked) return answer;
    if (path === "/sw.js") return { ...answer, body: readFileSync(join(dist, "sw.js"), "utf8").replace(/const RELEASE = "[^"]*"/, 'const RELEASE = "next"') };
    if (path === "/") return { ...answer, body: readFileSync(join(dist, "index.html"), "utf8").replace("<h1 id=\"question\">Why", "<h1 id=\"question\">Again: why") };
    return answer;
  };
  const own = await serve(dist, { change });
  const page = await open(browser, own.address, { serviceWorkers: "allow" });
  await page.waitForSelector("html[data-offline]", { state: "attached", timeout: 120_000 });
  marked = true;
  await page.reload();
  await page.waitForSelector("#update:not([hidden])", { timeout: 120_000 });
  assert.match(await page.textContent("h1"), /^Why/);
  await page.reload();
  await page.waitForSelector("#update:not([hidden])");
  assert.match(await page.textContent("h1"), /^Why/, "a reload alone changes nothing");
  await page.click("#update");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent.startsWith("Again"), null, { timeout: 60_000 });
  await page.context().close();
  await own.stop();
});

/** How each line of limits.json is tried. `to` is an address of the sink, `own` one of this host. */
const trials = {
  "fetch(elsewhere)": ({ to }) => fetch(to),
  "fetch(this host)": ({ own }) => fetch(own),
  XMLHttpRequest: ({ to }) => { const request = new XMLHttpRequest(); request.open("GET", to); request.send(); },
  "navigator.sendBeacon": ({ to }) => navigator.sendBeacon(to, "x"),
  WebSocket: ({ to }) => new WebSocket(to.replace("http", "ws")),
  EventSource: ({ to }) => new EventSource(to),
  WebTransport: ({ to }) => new WebTransport(to.replace("http:", "https:")),
  "<img src>": ({ to }) => { new Image().src = to; },
  "<img src> of this host": ({ own }) => { new Image().src = own; },
  "background: url()": ({ to }) => { document.body.style.backgroundImage = `url(${to})`; },
  "@font-face": ({ to }) => new FontFace("leak", `url(${to})`).load(),
  "<link rel=stylesheet>": ({ own, add }) => add("link", { rel: "stylesheet", href: own }),
  "<script src>": ({ own, add }) => add("script", { src: own }),
  "import()": ({ own }) => import(own),
  "new Worker": ({ own }) => new Worker(own),
  "<iframe src>": ({ to, add }) => add("iframe", { src: to }),
  "<iframe src> of this host": ({ own, add }) => add("iframe", { src: own }),
  "<iframe src> of this host's ask/": ({ ask, add }) => add("iframe", { src: ask }),
  "a question handed to the other frame, without a click": ({ to, root, add }) => {
    const frame = add("iframe", { src: `${root}ask/`, sandbox: "allow-scripts" });
    addEventListener("message", () => {
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow.postMessage("", "*", [port2]);
      port1.postMessage({ is: "offer", offered: { method: "POST", address: to, headers: [], body: "text", title: "x", needsKey: false } });
    });
  },
  "<video src>": ({ to, add }) => add("video", { src: to }),
  "<object data>": ({ to, add }) => add("object", { data: to }),
  "<form action>": ({ to, add }) => { const form = add("form", { action: to, target: "_blank" }); form.submit(); },
  "<a ping>": ({ to, add }) => { const link = add("a", { href: "#x", ping: to }); link.click(); },
  "<link rel=prefetch>": ({ to, add }) => add("link", { rel: "prefetch", href: `${to}?prefetch` }),
  "<link rel=preload>": ({ to, add }) => add("link", { rel: "preload", as: "image", href: to }),
  "the engine's worker: fetch": null,
  RTCPeerConnection: ({ udp }) => { const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] }); peer.createDataChannel("x"); return peer.createOffer().then((offer) => peer.setLocalDescription(offer)); },
  "location = this host": ({ own }) => { location.href = own; },
  "window.open": ({ to }) => { window.open(to); },
  "location = elsewhere": ({ to }) => { location.href = to; },
};

/** Makes one trial in a page, and says whether anything arrived. The code comes in as developer tools bring theirs. */
async function attempt(page, what, places, expected, arrived) {
  if (trials[what] === null) {
    await page.workers()[0].evaluate(({ to, own }) => Promise.allSettled([fetch(to), fetch(own)]), places);
  } else {
    const code = `(() => {
      const add = (tag, properties) => { const element = document.createElement(tag); for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value); document.body.append(element); return element; };
      try { void Promise.resolve((${trials[what]})({ ...${JSON.stringify(places)}, add })).catch(() => {}); } catch { /* Blocked at once is blocked. */ }
    })()`;
    await page.evaluate(code).catch(() => {});
  }
  // What is to be blocked gets a moment to prove the contrary; what is to arrive may take its time.
  const until = Date.now() + (expected === "closed" ? 300 : 8000);
  while (Date.now() < until && !(expected === "open" && arrived())) await new Promise((resolve) => setTimeout(resolve, 25));
  return arrived() ? "open" : "closed";
}

test("T4: every way out is blocked, or stands on the page of known limits", async () => {
  const limits = JSON.parse(readFileSync(join(here, "limits.json"), "utf8"));
  assert.deepEqual(limits.filter((one) => one.outcome !== "untried").map((one) => one.what).sort(), Object.keys(trials).sort());
  let reached = 0;
  const sink = createServer((socket) => { reached += 1; socket.on("error", () => {}); socket.end("HTTP/1.1 204 No Content\r\n\r\n"); });
  await new Promise((resolve) => sink.listen(0, "127.0.0.1", resolve));
  const datagrams = createSocket("udp4");
  datagrams.on("message", () => { reached += 1; });
  await new Promise((resolve) => datagrams.bind(0, "127.0.0.1", resolve));
  const own = await serve(dist);
  const withoutAllowlist = await serve(dist, { change: (_path, answer) => { delete answer.headers["connection-allowlist"]; return answer; } });
  // The same trials where nothing forbids them: what reaches nobody there proves nothing here.
  const free = await serve(dist, { headers: false, change: (path, answer) => (path === "/" ? { ...answer, body: "<!doctype html><title>free</title><body></body>" } : answer) });
  const fresh = async (server) => {
    if (server !== free) return open(browser, server.address);
    const page = await (await browser.newContext()).newPage();
    await page.goto(free.address);
    return page;
  };
  const wrong = [];
  const expect = async (server, page, { what }, expected) => {
    [reached, server.seen.length] = [0, 0];
    const places = { to: `http://127.0.0.1:${sink.address().port}/leak`, own: `${server.address}leak?x`, ask: `${server.address}ask/?leak`, root: server.address, udp: datagrams.address().port };
    const arrived = () => reached + server.seen.filter((url) => url.includes("leak")).length > 0;
    const found = await attempt(page, what, places, expected, arrived);
    if (found !== expected) wrong.push(`${what}: ${found}, and not ${expected}${server === free ? " without a policy" : server === own ? "" : " without the allow-list"}`);
  };
  const closed = limits.filter((one) => one.outcome === "closed");
  const [locked, open_] = [await fresh(own), await fresh(free)];
  for (const one of closed) await expect(own, locked, one, "closed");
  // Datagrams of WebTransport cannot be seen by this sink; the worker and the other frame are the page's own.
  for (const one of closed.filter(({ what }) => !/WebTransport|worker:|other frame/.test(what))) await expect(free, open_, one, "open");
  for (const one of limits.filter(({ outcome }) => outcome === "allowlist")) {
    for (const [server, expected] of [[own, "closed"], [withoutAllowlist, "open"]]) {
      const page = await fresh(server);
      await expect(server, page, one, expected);
      await page.context().close();
    }
  }
  for (const one of limits.filter(({ outcome }) => outcome === "open")) {
    const page = await fresh(own);
    await expect(own, page, one, "open");
    await page.context().close();
  }
  await locked.context().close();
  await open_.context().close();
  sink.close();
  datagrams.close();
  await Promise.all([own, withoutAllowlist, free].map((server) => server.stop()));
  assert.deepEqual(wrong, []);
});

test("T5: the module imports nothing and exports four names", () => {
  const name = readdirSync(join(dist, "assets")).find((file) => file.endsWith(".wasm"));
  const module = new WebAssembly.Module(readFileSync(join(dist, "assets", name)));
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.exports(module).map((one) => `${one.kind} ${one.name}`).sort(), ["function answer", "function call", "function question", "memory memory"]);
  assert.deepEqual(WebAssembly.Module.customSections(module, "producers"), []);
});

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

test("T5: the scripts name the network where they load the engine, and nowhere else", () => {
  const apis = /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|WebTransport|\beval\(|new Function\b|document\.write|\.innerHTML\s*=|insertAdjacentHTML/g;
  const named = {};
  for (const path of walk(dist).filter((path) => path.endsWith(".js"))) {
    for (const [hit] of readFileSync(path, "utf8").matchAll(apis)) {
      const key = `${path.slice(dist.length + 1).replace(/-[\w-]{8}\.js$/, ".js")}: ${hit}`;
      named[key] = (named[key] ?? 0) + 1;
    }
  }
  assert.deepEqual(named, {
    // The module, and the worker's headers.
    "assets/index.js: fetch(": 2,
    // The release it keeps.
    "sw.js: fetch(": 1,
  });
  const frame = readFileSync(join(dist, "ask/index.html"), "utf8");
  assert.deepEqual([...frame.matchAll(apis)].map(([hit]) => hit), ["fetch("], "the frame that sends asks in one place");
});

test("the frame that sends: its own script and style, a network, and nothing else", () => {
  const policy = /content="(default-src [^"]*)"/.exec(readFileSync(join(dist, "ask/index.html"), "utf8"))[1].replaceAll(/'sha256-[^']+'/g, "(digest)");
  assert.equal(policy, "default-src 'none'; script-src (digest); style-src (digest); connect-src https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
  const block = /^\/ask\/\*\n((?: .*\n)+)/m.exec(readFileSync(join(dist, "_headers"), "utf8"))[1];
  assert.match(block, /! Content-Security-Policy/);
  assert.match(block, /sandbox allow-scripts; frame-ancestors 'self'/);
});

test("T6: no page names another host", () => {
  const wrong = [];
  for (const path of walk(dist).filter((path) => path.endsWith(".html") && !path.endsWith("stackengine.html"))) {
    const html = readFileSync(path, "utf8");
    for (const [, , address] of html.matchAll(/\s(src|href|action|ping|srcset|data)="([^"]*)"/g)) {
      if (/^([a-z]+:)?\/\//i.test(address) || /^(javascript|data):(?!image\/svg)/i.test(address)) wrong.push(`${path}: ${address}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("where a host sets no headers there is no worker, and the page locks itself all the same", async () => {
  const bare = await serve(dist, { headers: false });
  const page = await open(browser, bare.address);
  assert.equal(page.workers().length, 0);
  assert.match(await page.textContent("#engine"), /in this page/);
  await paste(page, read("examples/oom-kill/describe.txt"));
  assert.equal((await verdict(page)).cause, "out-of-memory");
  assert.equal(await page.evaluate(() => fetch("./").then(() => "sent", () => "blocked")), "blocked");
  await page.context().close();
  await bare.stop();
});

test("the single file works from disk and asks nobody for anything", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const [requests, problems] = [[], []];
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url()); });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  await page.goto(`file://${join(dist, "stackengine.html")}`);
  await page.waitForSelector("html[data-locked]", { state: "attached", timeout: 60_000 });
  await paste(page, read("examples/oom-kill/objects.json"));
  assert.equal((await verdict(page)).cause, "out-of-memory");
  await page.click("#clear");
  await page.click("[data-incident=ghost-pipe]");
  await page.waitForSelector("[data-worked]", { state: "attached" });
  await page.locator("a.diagnostic").first().click();
  assert.ok((await page.textContent(".drawer .page")).length > 500);
  assert.deepEqual(requests, []);
  assert.deepEqual(problems, []);
  await context.close();
});
