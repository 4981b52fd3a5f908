/** Names in the browser's cache storage. */

/** The engine's files; kept from one version of the page to the next, since their names hold their hashes. */
export const ENGINE_CACHE = "kernelgan-engine";

/** The start of the name of the cache that holds the page's own files; the version follows. */
export const PAGE_CACHE_PREFIX = "kernelgan-page-";
