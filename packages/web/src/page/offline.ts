/**
 * Installs the service worker (src/service-worker), which keeps the page for offline use. Where the host sends no
 * headers for threads, the page is loaded again, this time through the service worker, which adds them.
 */
import { file } from "./session/state.js";

const RELOADED = "kernelgan-reloaded";

/** Whether the page is about to be loaded again. */
export async function installServiceWorker(): Promise<boolean> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!IS_BUILT || !container) return false;
  const installed = container
    .register(new URL("service-worker.js", document.baseURI), {})
    .catch(() => undefined);
  if (crossOriginIsolated) {
    sessionStorage.removeItem(RELOADED);
    return false;
  }
  // Once is enough: where it does not help, it never will.
  if (sessionStorage.getItem(RELOADED) || !(await installed)) return false;
  sessionStorage.setItem(RELOADED, "yes");
  if (!container.controller) {
    await new Promise((resolve) => container.addEventListener("controllerchange", resolve, { once: true }));
  }
  // A visitor who was faster than the service worker has no shared memory.
  if (file.value) return false;
  location.reload();
  return true;
}
