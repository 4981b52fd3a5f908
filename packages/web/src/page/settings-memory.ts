/** The settings are remembered from one visit to the next, and stand in the address, to be shared. */
import { effect } from "@preact/signals";
import { currentLink, SETTINGS_STORE, settings } from "./settings.js";
import { store } from "./storage.js";

/** Writes every change to the address and to the browser's memory. */
export function rememberSettings(): void {
  effect(() => {
    const link = currentLink();
    history.replaceState(history.state, "", `${location.pathname}${link && "?"}${link}${location.hash}`);
    // Whether a picture is an untouched photograph is a matter of that picture.
    const parameters = new URLSearchParams(link);
    if (settings.real.value) parameters.delete("real");
    store(SETTINGS_STORE, parameters.toString());
  });
}
