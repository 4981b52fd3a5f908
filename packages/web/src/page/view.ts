/**
 * Where the page is scrolled to: what is opened from far down a page is not to be out of view. Another picture, or the
 * list, is shown from its top, or from where it was left; pictures that are added to the list are brought into view.
 */
import { computed, effect } from "@preact/signals";
import { queue } from "./session/queue.js";
import { file, showsQueue } from "./session/state.js";

type View = number | "list" | "welcome";

/** What is on the screen: the list, the welcome, or the picture with this id. */
const view = computed<View>(() => (showsQueue.value ? "list" : (file.value?.id ?? "welcome")));

/** Watches over it from now on; where the browser has scrolled a page that was loaded again, it stays. */
export function watchView(): void {
  let before = view.peek();
  let length = queue.peek().length;
  let places = new Map<View, number>();
  effect(() => {
    const now = view.value;
    const added = queue.value.length > length ? length : undefined;
    length = queue.value.length;
    if (now !== before) {
      places.set(before, scrollY);
      // Of a list that was closed nothing comes back.
      if (length === 0) places.delete("list");
      if (now === "welcome") places = new Map();
      before = now;
      const top = places.get(now) ?? 0;
      // Once the page is as the signals have it.
      requestAnimationFrame(() => scrollTo({ top, behavior: "instant" }));
    } else if (now === "list" && added !== undefined) {
      requestAnimationFrame(() =>
        document.querySelectorAll(".queue-item")[added]?.scrollIntoView({ block: "nearest" }),
      );
    }
  });
}
