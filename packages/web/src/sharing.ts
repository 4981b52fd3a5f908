/**
 * How shared pictures come to the page: the system sends them to this address, and the service worker keeps them for
 * the page.
 */

/** Below the page's folder. */
export const SHARE_PATH = "share";
/** The form's field with the files. */
export const SHARE_FIELD = "pictures";
/** The parameter of the page's address after that. */
export const SHARED = "shared";
/** The cache that the files wait in, under addresses of their own, with their names in a header. */
export const SHARE_CACHE = "kernelgan-shared";
export const NAME_HEADER = "x-file-name";
