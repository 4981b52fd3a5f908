/**
 * Zooming and moving the pictures in a stage. d3-zoom turns wheels, pinches and drags into one transform; every canvas
 * gets the same, so that they stay aligned.
 */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import {
  type D3ZoomEvent,
  type ZoomBehavior,
  type ZoomTransform,
  zoom,
  zoomIdentity,
  zoomTransform,
} from "d3-zoom";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { wheelExponent } from "./wheel.js";

/** Largest zoom, in screen pixels per pixel of the picture. */
const MAX_ZOOM = 16;
/** How far an arrow key moves the pictures, in CSS pixels. */
const STEP = 60;
/** What plus and minus multiply the zoom by. */
const KEY_FACTOR = 1.5;

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The zoom of a stage, and what changes it. */
export interface Zoom {
  /** Screen pixels per pixel of the picture, in percent. */
  percent: ReadonlySignal<number>;
  /** Whether all of the picture is shown. */
  isFitted: ReadonlySignal<boolean>;
  showAll(): void;
  /** @param percent as above */
  zoomTo(percent: number): void;
  /** Does what a key is for; false if it is for nothing. */
  press(key: string): boolean;
}

/**
 * @param stage holds the canvases; what belongs to the divider in it has the class `grip`
 * @param size of the largest picture; smaller ones are shown at the same size. Another size is that of the same picture
 * @param canvases what is shown: a canvas that comes later gets the transform, too
 */
export function useZoom(
  stage: RefObject<HTMLElement | null>,
  { width, height }: { width: number; height: number },
  canvases: readonly unknown[],
): Zoom {
  const behaviour = useRef<ZoomBehavior<HTMLElement, unknown> | undefined>(undefined);
  const fit = useRef(1);
  /** The width of the picture that was shown before. */
  const widthBefore = useRef(width);
  /** CSS pixels per pixel of the picture. */
  const magnification = useSignal(1);
  const isFitted = useSignal(true);
  const percent = useComputed(() => Math.round(100 * magnification.value * devicePixelRatio));

  const apply = (transform: ZoomTransform): void => {
    const { x, y, k } = transform;
    magnification.value = k;
    isFitted.value = k <= fit.current * 1.001;
    for (const canvas of stage.current?.querySelectorAll("canvas") ?? []) {
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      // What shows behind transparent pictures is not zoomed with them.
      canvas.style.setProperty("--unzoomed", `${1 / k}px`);
      const screenPixels = (k * devicePixelRatio * width) / canvas.width;
      canvas.style.imageRendering = screenPixels >= 1 ? "pixelated" : "auto";
    }
  };

  const showAll = (): void => {
    const element = stage.current;
    if (!element || !behaviour.current) return;
    const k = fit.current;
    const x = (element.clientWidth - k * width) / 2;
    const y = (element.clientHeight - k * height) / 2;
    select(element).call(behaviour.current.transform, zoomIdentity.translate(x, y).scale(k));
  };

  const magnify = (k: number): void => {
    if (stage.current && behaviour.current) select(stage.current).call(behaviour.current.scaleTo, k);
  };

  useLayoutEffect(() => {
    const element = stage.current as HTMLElement;
    const target = select(element);
    const zooming = zoom<HTMLElement, unknown>()
      .filter((event: Event) => mayZoom(event, isFitted.peek()))
      .wheelDelta(wheelExponent)
      .translateExtent([
        [0, 0],
        [width, height],
      ])
      .on("zoom", ({ transform }: D3ZoomEvent<HTMLElement, unknown>) => apply(transform));
    behaviour.current = zooming;
    target.call(zooming);
    const layOut = (): void => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth === 0) return;
      const wasFitted = isFitted.peek();
      fit.current = Math.min(clientWidth / width, clientHeight / height);
      const maxScale = Math.max(MAX_ZOOM / devicePixelRatio, 4 * fit.current);
      zooming.scaleExtent([fit.current, maxScale]).extent([
        [0, 0],
        [clientWidth, clientHeight],
      ]);
      if (wasFitted) showAll();
      // Inside its limits.
      else target.call(zooming.scaleBy, 1);
    };
    // The same picture in another size: the place that the visitor looks at stays, as large as it was.
    const change = widthBefore.current / width;
    widthBefore.current = width;
    fit.current *= change;
    if (!isFitted.peek()) {
      const { x, y, k } = zoomTransform(element);
      target.call(zooming.transform, zoomIdentity.translate(x, y).scale(change * k));
    }
    const observer = new ResizeObserver(layOut);
    observer.observe(element);
    layOut();
    return () => {
      observer.disconnect();
      target.on(".zoom", null);
    };
  }, [width, height]);

  useLayoutEffect(() => {
    if (stage.current) apply(zoomTransform(stage.current));
  }, canvases);

  const press = (key: string): boolean => {
    const element = stage.current;
    const zooming = behaviour.current;
    if (!element || !zooming) return false;
    const move = MOVES[key];
    if (move) {
      const { k } = zoomTransform(element);
      select(element).call(zooming.translateBy, (STEP * move[0]) / k, (STEP * move[1]) / k);
    } else if (key === "+" || key === "=") magnify(magnification.peek() * KEY_FACTOR);
    else if (key === "-") magnify(magnification.peek() / KEY_FACTOR);
    else if (key === "0") showAll();
    else return false;
    return true;
  };

  return {
    percent,
    isFitted,
    showAll,
    zoomTo: (percent) => magnify(percent / 100 / devicePixelRatio),
    press,
  };
}

/**
 * Wheels and pinches always zoom; where there is nothing left to make smaller, the wheel scrolls the page. While all is
 * shown, drags are for the divider and, of a finger, for scrolling the page.
 */
function mayZoom(event: Event, isFitted: boolean): boolean {
  if (event instanceof WheelEvent) return true;
  // A mouse has no touches.
  const fingers = (event as Partial<TouchEvent>).touches?.length ?? 0;
  if (fingers > 1) return true;
  const isGrip = event
    .composedPath()
    .some((at) => at instanceof HTMLElement && at.classList.contains("grip"));
  if (isGrip) return false;
  if (event instanceof MouseEvent) return event.type === "dblclick" || (event.button === 0 && !isFitted);
  return !isFitted;
}
