/** What the page tells a service worker of a new version that waits. */
export const TAKE_OVER = "take over";
