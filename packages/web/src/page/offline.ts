/**
 * Installs the service worker (src/service-worker), which keeps the page for offline use. Where the host sends no
 * headers for threads, the page is loaded again, this time through the service worker, which adds them.
 */
import { signal } from "@preact/signals";
import { TAKE_OVER } from "../take-over.js";
import { file } from "./session/state.js";
import { forgetStored, store, stored } from "./storage.js";

const RELOADED = "kernelgan-reloaded";

/**
 * Makes a new version of the page take over, if there is one: all tabs are loaded again, and come back to their
 * picture.
 */
export const newVersion = signal<(() => void) | undefined>();

/** Waits for a new version, which goes on waiting until the visitor wants it. */
function watchForNewVersion(registration: ServiceWorkerRegistration): void {
  const offer = (): void => {
    const { waiting, active } = registration;
    if (!waiting || !active) return;
    newVersion.value = () => waiting.postMessage(TAKE_OVER);
  };
  offer();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", offer);
  });
}

/** Whether the page is about to be loaded again. */
export async function installServiceWorker(): Promise<boolean> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!IS_BUILT || !container) return false;
  const installed = container
    .register(new URL("service-worker.js", document.baseURI), {})
    .catch(() => undefined);
  void installed.then((registration) => registration && watchForNewVersion(registration));
  if (container.controller) container.addEventListener("controllerchange", () => location.reload());
  if (crossOriginIsolated) {
    forgetStored(RELOADED, "sessionStorage");
    return false;
  }
  // Once is enough: where it does not help, it never will. Where nothing says that it was done, it is not.
  if (stored(RELOADED, "sessionStorage") || !(await installed)) return false;
  if (!store(RELOADED, "yes", "sessionStorage")) return false;
  if (!container.controller) {
    await new Promise((resolve) => container.addEventListener("controllerchange", resolve, { once: true }));
  }
  // A visitor who was faster than the service worker has no shared memory.
  if (file.value) return false;
  location.reload();
  return true;
}
