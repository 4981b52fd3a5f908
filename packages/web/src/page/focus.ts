/**
 * Where the focus goes when what had it is gone: a button that disappears with what it has done would leave keyboards
 * and screen readers at the top of the page. Elements that the page points to have the attribute `data-next`.
 */

const FOCUSABLE = "button:not(:disabled), input:not(:disabled), select, summary, a[href], [tabindex]";
/** While something is computed, the next thing is the button that stops it. */
const STOP = ".work-overlay button";

/** An element with what is around it at the moment. */
interface Place {
  element: Element;
  /** The neighbours, the next one first. */
  neighbours: readonly Element[];
}

/** The element that has, or had, the focus, and what it is in, from the inside outwards. */
let places: readonly Place[] = [];
/** What had the focus before. */
let earlier: HTMLElement | undefined;

/** Watches over the focus from now on. */
export function keepFocus(): void {
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element)) return;
    const last = places[0]?.element;
    if (last !== target && last instanceof HTMLElement) earlier = last;
    places = placesOf(target);
  });
  new MutationObserver(() => {
    const { activeElement } = document;
    if (places.length === 0 || (activeElement && activeElement !== document.body)) return;
    const [lost] = places;
    if (lost?.element.isConnected && !lost.element.matches(":disabled")) return;
    next()?.focus();
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
}

/**
 * After an action whose next thing is elsewhere: the focus goes there once it is on the page, if it has nowhere else to
 * be.
 */
export function moveFocus(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

function placesOf(target: Element): Place[] {
  const found: Place[] = [];
  for (let element: Element | null = target; element; element = element.parentElement) {
    const { nextElementSibling, previousElementSibling } = element;
    const neighbours = [nextElementSibling, previousElementSibling].filter((one) => one !== null);
    found.push({ element, neighbours });
  }
  return found;
}

function next(): HTMLElement | null | undefined {
  const stop = document.querySelector<HTMLElement>(STOP);
  if (stop) return stop;
  const outermost = places.findLastIndex(({ element }) => !element.isConnected);
  const around = places[outermost + 1]?.element.querySelector<HTMLElement>("[data-next]");
  if (around) return around;
  for (const neighbour of places[outermost]?.neighbours ?? []) {
    const found = neighbour.isConnected && firstIn(neighbour);
    if (found) return found;
  }
  if (earlier?.isConnected) return earlier;
  return document.querySelector<HTMLElement>("[data-next]");
}

const firstIn = (element: Element): HTMLElement | null =>
  element.matches(FOCUSABLE) ? (element as HTMLElement) : element.querySelector<HTMLElement>(FOCUSABLE);
