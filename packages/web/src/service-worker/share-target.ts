/**
 * Takes the pictures that the system shares with the installed page: they wait in a cache until the page, which is
 * opened then, takes them.
 */
import { NAME_HEADER, SHARE_CACHE, SHARE_FIELD, SHARE_PATH, SHARED } from "../sharing.js";

/** Whether a request brings shared pictures. */
export function isShare({ method, url }: Request, scope: string): boolean {
  return method === "POST" && url.split("?")[0] === new URL(SHARE_PATH, scope).href;
}

/** Puts the pictures into the cache, and leads to the page. */
export async function takeShare(request: Request, scope: string): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const files = form.getAll(SHARE_FIELD).filter((entry) => entry instanceof File);
  // What was shared before and not taken is not wanted any more.
  await caches.delete(SHARE_CACHE);
  const cache = await caches.open(SHARE_CACHE);
  for (const [i, file] of files.entries()) {
    const headers = { "content-type": file.type, [NAME_HEADER]: encodeURIComponent(file.name) };
    await cache.put(new URL(`${SHARE_PATH}/${i}`, scope), new Response(file, { headers }));
  }
  return Response.redirect(new URL(`?${SHARED}`, scope), 303);
}
