/** Filling the screen with an element, where the browser can. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export interface FullScreen {
  isPossible: boolean;
  isOn: ReadonlySignal<boolean>;
  toggle(): void;
}

export function useFullScreen(element: RefObject<HTMLElement | null>): FullScreen {
  const isOn = useSignal(false);
  const fillsScreen = (): boolean =>
    document.fullscreenElement !== null && document.fullscreenElement === element.current;
  useEffect(() => {
    const follow = (): void => {
      isOn.value = fillsScreen();
    };
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  return {
    isPossible: document.fullscreenEnabled,
    isOn,
    toggle() {
      // Not isOn, which follows by an event a little later. The browser may refuse; then all stays as it is.
      const change = fillsScreen() ? document.exitFullscreen() : element.current?.requestFullscreen();
      change?.catch(() => {});
    },
  };
}
