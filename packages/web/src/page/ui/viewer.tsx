/**
 * A picture, or two of them with a divider, to zoom and move (use-zoom.ts). `img-comparison-slider` draws the divider: it is dragged
 * from anywhere while all of the picture is shown, and along the whole of its line where drags move the pictures.
 */
import { SLIDER_HANDLE_PATH } from "@kernelgan/figures";
import { useSignal } from "@preact/signals";
import "img-comparison-slider";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useFullScreen } from "./use-full-screen.js";
import { useZoom } from "./use-zoom.js";
import { ViewerControls } from "./viewer-controls.js";

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
  compared?: Layer | undefined;
  /** Names beside the divider's control. */
  names?: readonly [compared: string, layer: string] | undefined;
  /** Chooses what is shown to the left of the divider. */
  choice?: ComponentChildren;
  /** Whether parts of them are transparent. */
  isSeeThrough: boolean;
  /** Shown in place of all while it is asked for. */
  original?: Layer | undefined;
  /** What lies over the pictures. */
  children?: ComponentChildren;
}

type Slider = HTMLElement & { value: number; handle: boolean };

export function Viewer({
  width,
  height,
  layer,
  compared,
  names,
  choice,
  isSeeThrough,
  original,
  children,
}: ViewerProps) {
  const viewer = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const slider = useRef<Slider>(null);
  const divider = useSignal(50);
  const holds = useSignal(false);
  const isHeld = holds.value && original !== undefined;
  const left = isHeld ? original : compared;
  const zoom = useZoom(stage, { width, height }, [layer.canvas, left?.canvas]);
  const fullScreen = useFullScreen(viewer);
  const isFitted = zoom.isFitted.value;

  useEffect(() => {
    const element = slider.current;
    if (!element) return;
    const follow = (): void => {
      if (!holds.peek()) divider.value = element.value;
    };
    element.addEventListener("slide", follow);
    return () => element.removeEventListener("slide", follow);
  }, [compared === undefined]);

  useLayoutEffect(() => {
    const element = slider.current;
    if (!element) return;
    element.handle = !isFitted;
    element.value = isHeld ? 100 : divider.value;
  }, [isFitted, isHeld, divider.value, compared === undefined]);

  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "o") holds.value = true;
    else if (key === "f") fullScreen.toggle();
    else if (!zoom.press(event.key)) return;
    event.preventDefault();
  };

  return (
    <div class="viewer" ref={viewer}>
      <div class="stage-frame">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
        <div
          class={`stage${isFitted ? "" : " zoomed"}${isHeld ? " held" : ""}${isSeeThrough ? " see-through" : ""}`}
          ref={stage}
          style={{ "--shape": `${width} / ${height}` }}
          data-next
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move the pictures in it
          tabIndex={0}
          role="group"
          aria-label={`Pictures. Plus and minus zoom, arrow keys move, 0 shows all${fullScreen.isPossible ? ", F fills the screen" : ""}${original ? ", O shows the original while it is held" : ""}.`}
          onKeyDown={press}
          onKeyUp={({ key }) => {
            if (key.toLowerCase() === "o") holds.value = false;
          }}
          onBlur={() => {
            holds.value = false;
          }}
          // The slider would follow any button, and the first of two fingers.
          onMouseDownCapture={(event) => event.button !== 0 && event.stopPropagation()}
          onTouchStart={({ touches }) =>
            touches.length > 1 && slider.current?.dispatchEvent(new Event("touchend"))
          }
        >
          {compared ? (
            <img-comparison-slider ref={slider} tabIndex={-1} keyboard="disabled">
              <Pane slot="first" layer={left ?? compared} />
              <Pane slot="second" layer={layer} />
              <div slot="handle" class="grip">
                <div class="handle">
                  <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d={SLIDER_HANDLE_PATH} />
                  </svg>
                </div>
              </div>
            </img-comparison-slider>
          ) : (
            <Pane layer={layer} />
          )}
          {isHeld && <p class="held-name">original</p>}
        </div>
        {children}
      </div>
      <ViewerControls
        zoom={zoom}
        divider={divider}
        names={compared && names}
        choice={choice}
        holds={holds}
        fullScreen={fullScreen}
      />
    </div>
  );
}

/** Shows a canvas that exists already. */
function Pane({ layer, slot }: { layer: Layer; slot?: string }) {
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => pane.current?.replaceChildren(layer.canvas), [layer.canvas]);
  return <div class="pane" ref={pane} slot={slot} role="img" aria-label={layer.description} />;
}
