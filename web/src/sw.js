// Keeps one release whole and answers from it alone. RELEASE and FILES are written by scripts/build.mjs.

const cacheName = `stackengine-${RELEASE}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    // In small groups, so that the page in front is not starved.
    for (let at = 0; at < FILES.length; at += 12) {
      await Promise.all(FILES.slice(at, at + 12).map(async (path) => {
        const response = await fetch(new Request(path, { cache: "no-cache", credentials: "omit" }));
        if (!response.ok) throw new Error(`${path}: ${response.status}`);
        await cache.put(path, response);
      }));
    }
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== cacheName && name.startsWith("stackengine-")) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "use the new version") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== "GET") return;
  event.respondWith((async () => {
    const cache = await caches.open(cacheName);
    const path = new URL(self.registration.scope).pathname;
    const below = url.pathname.startsWith(path) ? url.pathname.slice(path.length) : url.pathname;
    const found = (await cache.match(`./${below}`)) ?? (below === "" || below.endsWith("/") ? await cache.match(`./${below}index.html`) : undefined);
    // What is not part of the release is not asked for anywhere else.
    return found ?? new Response("This is not part of the page.", { status: 404, headers: { "content-type": "text/plain" } });
  })());
});
