// Service worker of the session. The app writes KEPT before this text: a version and the addresses of the files that the
// session's page needs. It keeps these and one page, that of the session last opened; nothing else ever.
const NAME = "evenstride-session-";
const CACHE = NAME + KEPT.version;
const PAGE = "/session";
const ANSWER_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  const { kind, address } = event.data;
  if (kind !== "keep") return;
  const answer = (words) => event.ports[0].postMessage(words);
  event.waitUntil(keepPage(address).then(() => answer("kept"), (error) => answer(String(error))));
});

async function forgetOld() {
  const old = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function keepPage(address) {
  if (new URL(address, self.location.origin).pathname !== PAGE) throw new Error("not the session's page");
  await keepAnswer(await fetch(address, { credentials: "same-origin" }));
}

/** Keep the page while it is given out; a page that is refused (signed out, runner gone) is not kept any longer. */
async function keepAnswer(answer) {
  const cache = await caches.open(CACHE);
  if (answer.ok) await cache.put(PAGE, answer.clone());
  else if (answer.status < 500) await cache.delete(PAGE);
}

async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(ANSWER_MS) });
    await keepAnswer(answer);
    return answer;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}
