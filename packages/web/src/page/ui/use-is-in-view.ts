/** Whether an element is in the window. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Where a window shows fractions of pixels, all is a little less than 1. */
const NEARLY_ALL = 0.95;

/** @returns true until it is known */
export function useIsInView(element: RefObject<HTMLElement | null>): Signal<boolean> {
  const isInView = useSignal(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        isInView.value = (entries.at(-1)?.intersectionRatio ?? 1) >= NEARLY_ALL;
      },
      { threshold: [0, NEARLY_ALL] },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return isInView;
}
