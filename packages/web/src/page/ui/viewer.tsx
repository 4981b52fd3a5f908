/**
 * Pictures that are zoomed and moved together, with a slider between two of them.
 *
 * d3-zoom turns wheels, pinches and drags into one transform; every canvas gets the same, so that they stay
 * aligned. `img-comparison-slider` draws the divider; only its handle moves it, everything else moves the pictures.
 */
import { SLIDER_HANDLE_PATH } from "@kernelgan/figures";
import { useComputed, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import {
  type D3ZoomEvent,
  type ZoomBehavior,
  type ZoomTransform,
  zoom,
  zoomIdentity,
  zoomTransform,
} from "d3-zoom";
import "img-comparison-slider";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

export interface Layer {
  canvas: HTMLCanvasElement;
  /** For screen readers. */
  description: string;
}

interface ViewerProps {
  /** Size of the largest picture; smaller ones are shown at the same size. */
  width: number;
  height: number;
  layer: Layer;
  /** Shown to the left of the divider. */
  compared?: Layer;
  /** Names beside the divider's control. */
  names?: [compared: string, layer: string];
  /** What lies over the pictures. */
  children?: ComponentChildren;
}

/** Zooms to choose from, in screen pixels per pixel of the picture. */
const ZOOMS = [1, 2, 4];
const MAX_ZOOM = 16;
/** How far an arrow key moves the pictures, in CSS pixels. */
const STEP = 60;

export function Viewer({ width, height, layer, compared, names, children }: ViewerProps) {
  const stage = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLElement & { value: number; handle: boolean }>(null);
  const behaviour = useRef<ZoomBehavior<HTMLDivElement, unknown> | undefined>(undefined);
  const fit = useRef(1);
  /** CSS pixels per pixel of the picture. */
  const magnification = useSignal(1);
  const isFitted = useSignal(true);
  const divider = useSignal(50);
  const percent = useComputed(() => Math.round(100 * magnification.value * devicePixelRatio));

  const apply = (transform: ZoomTransform): void => {
    const { x, y, k } = transform;
    magnification.value = k;
    isFitted.value = k <= fit.current * 1.001;
    for (const canvas of stage.current?.querySelectorAll("canvas") ?? []) {
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      const screenPixels = (k * devicePixelRatio * width) / canvas.width;
      canvas.style.imageRendering = screenPixels >= 1 ? "pixelated" : "auto";
    }
  };

  useLayoutEffect(() => {
    const element = stage.current as HTMLDivElement;
    const target = select(element);
    const zooming = zoom<HTMLDivElement, unknown>()
      .filter((event: Event) => mayZoom(event, isFitted.peek()))
      .translateExtent([
        [0, 0],
        [width, height],
      ])
      .on("zoom", ({ transform }: D3ZoomEvent<HTMLDivElement, unknown>) => apply(transform));
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
      else target.call(zooming.translateBy, 0, 0);
    };
    isFitted.value = true;
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
  }, [layer.canvas, compared?.canvas]);

  useEffect(() => {
    const element = slider.current;
    if (!element) return;
    element.handle = true;
    element.value = divider.peek();
    const follow = (): void => {
      divider.value = element.value;
    };
    element.addEventListener("slide", follow);
    return () => element.removeEventListener("slide", follow);
  }, [compared === undefined]);

  const showAll = (): void => {
    const element = stage.current as HTMLDivElement;
    const k = fit.current;
    const x = (element.clientWidth - k * width) / 2;
    const y = (element.clientHeight - k * height) / 2;
    const all = zoomIdentity.translate(x, y).scale(k);
    if (behaviour.current) select(element).call(behaviour.current.transform, all);
  };

  const magnify = (k: number): void => {
    if (stage.current && behaviour.current) select(stage.current).call(behaviour.current.scaleTo, k);
  };

  const press = (event: KeyboardEvent): void => {
    const element = stage.current;
    const zooming = behaviour.current;
    if (!element || !zooming || event.target !== element || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const move = MOVES[event.key];
    if (move) {
      const { k } = zoomTransform(element);
      select(element).call(zooming.translateBy, (STEP * move[0]) / k, (STEP * move[1]) / k);
    } else if (event.key === "+" || event.key === "=") magnify(magnification.peek() * 1.5);
    else if (event.key === "-") magnify(magnification.peek() / 1.5);
    else if (event.key === "0") showAll();
    else return;
    event.preventDefault();
  };

  return (
    <div class="viewer">
      <div class="stage-frame">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
        <div
          class={`stage${isFitted.value ? "" : " zoomed"}`}
          ref={stage}
          style={{ "--shape": `${width} / ${height}` }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move the pictures in it
          tabIndex={0}
          role="group"
          aria-label="Pictures. Plus and minus zoom, arrow keys move, 0 shows all."
          onKeyDown={press}
        >
          {compared ? (
            <img-comparison-slider ref={slider} tabIndex={-1} keyboard="disabled">
              <Pane slot="first" layer={compared} />
              <Pane slot="second" layer={layer} />
              <div slot="handle" class="handle">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d={SLIDER_HANDLE_PATH} />
                </svg>
              </div>
            </img-comparison-slider>
          ) : (
            <Pane layer={layer} />
          )}
        </div>
        {children}
      </div>
      <div class="viewer-controls">
        {compared && names && (
          <label class="divider">
            <span>{names[0]}</span>
            <input
              type="range"
              min="0"
              max="100"
              step="1"
              value={divider.value}
              aria-label={`Divider between ${names[0]}, left, and ${names[1]}, right`}
              onInput={(event) => {
                divider.value = Number(event.currentTarget.value);
                if (slider.current) slider.current.value = divider.value;
              }}
            />
            <span>{names[1]}</span>
          </label>
        )}
        <fieldset class="zooms" aria-label="Zoom">
          <button type="button" aria-pressed={isFitted.value} onClick={showAll}>
            Fit
          </button>
          {ZOOMS.map((zoomTo) => (
            <button
              type="button"
              key={zoomTo}
              aria-pressed={percent.value === 100 * zoomTo}
              onClick={() => magnify(zoomTo / devicePixelRatio)}
            >
              {100 * zoomTo}%
            </button>
          ))}
        </fieldset>
      </div>
    </div>
  );
}

const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** While all is shown, wheels and single fingers scroll the page. */
function mayZoom(event: Event, isFitted: boolean): boolean {
  const isHandle = event.composedPath().some((at) => at instanceof HTMLElement && at.className === "handle");
  if (isHandle) return false;
  if (event instanceof WheelEvent) return !isFitted || event.ctrlKey || event.metaKey;
  if (event instanceof MouseEvent) return event.type === "dblclick" || (event.button === 0 && !isFitted);
  return !isFitted || (event as TouchEvent).touches.length > 1;
}

/** Shows a canvas that exists already. */
function Pane({ layer, slot }: { layer: Layer; slot?: string }) {
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => pane.current?.replaceChildren(layer.canvas), [layer.canvas]);
  return <div class="pane" ref={pane} slot={slot} role="img" aria-label={layer.description} />;
}
