/**
 * Makes the page work offline, and on hosts that cannot send headers: its responses have those that threads
 * need (the idea of `coi-serviceworker`).
 *
 * The page's own files come from a cache named after their contents, the engine from the cache that the worker fills
 * (worker/engine.ts). Other requests than those below this folder are not intercepted.
 */
import { ENGINE_CACHE, PAGE_CACHE_PREFIX } from "../cache-names.js";
import { TAKE_OVER } from "../take-over.js";
import { isShare, takeShare } from "./share-target.js";

declare const self: ServiceWorkerGlobalScope;
/** The page's files, and a hash of their contents; the build inserts both. */
declare const PAGE_FILES: string[];
declare const PAGE_HASH: string;

const PAGE_CACHE = PAGE_CACHE_PREFIX + PAGE_HASH;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(PAGE_CACHE);
      await cache.addAll(PAGE_FILES);
      // A page of another version may be open, which needs its own files: the new version waits until it is asked for.
      if (!self.registration.active) await self.skipWaiting();
    })(),
  );
});

self.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith(PAGE_CACHE_PREFIX) && name !== PAGE_CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { scope } = self.registration;
  if (isShare(request, scope)) {
    event.respondWith(takeShare(request, scope));
    return;
  }
  const isOurs = request.method === "GET" && request.url.startsWith(scope);
  if (isOurs) event.respondWith(answer(request));
});

async function answer(request: Request): Promise<Response> {
  const options = {
    // The page itself does not depend on the options in the query.
    ignoreSearch: request.mode === "navigate",
    // "Vary: Origin" matters to other sites only.
    ignoreVary: true,
  };
  const page = await caches.open(PAGE_CACHE);
  const engine = await caches.open(ENGINE_CACHE);
  const kept = (await page.match(request, options)) ?? (await engine.match(request, options));
  if (kept) return isolated(kept);
  const fetched = await fetch(request);
  if (fetched.ok && request.destination === "script") await page.put(request, fetched.clone());
  return isolated(fetched);
}

/** The response with the headers that a page needs for shared memory. */
function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
