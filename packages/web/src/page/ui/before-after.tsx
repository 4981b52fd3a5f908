/** What the page does, shown: a detail before and after, whose divider moves for some seconds, and can be dragged. */
import { SLIDER_HANDLE_PATH } from "@kernelgan/figures";
import "img-comparison-slider";
import { useEffect, useRef } from "preact/hooks";
import before from "../../../../../docs/upscaled/defocus_before.webp?url";
import after from "../../../../../docs/upscaled/defocus_x1.webp?url";

/** Less than five seconds: what moves for longer has to have a button that stops it. */
const DURATION_MS = 4800;
/** How far the divider goes from the middle, in percent. */
const REACH = 36;

export function BeforeAfter() {
  const slider = useRef<HTMLElement & { value: number; handle: boolean }>(null);
  useEffect(() => {
    const element = slider.current;
    if (!element || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let frame = 0;
    let started: number | undefined;
    const move = (now: number): void => {
      started ??= now;
      const done = Math.min(1, (now - started) / DURATION_MS);
      element.value = 50 + REACH * Math.sin(2 * Math.PI * done);
      if (done < 1) frame = requestAnimationFrame(move);
    };
    const stop = (): void => cancelAnimationFrame(frame);
    frame = requestAnimationFrame(move);
    element.addEventListener("pointerdown", stop);
    return () => {
      stop();
      element.removeEventListener("pointerdown", stop);
    };
  }, []);
  return (
    <figure class="demo">
      <img-comparison-slider
        ref={slider}
        tabIndex={-1}
        keyboard="disabled"
        role="img"
        aria-label="A photograph of a boat, out of focus on the left of a divider, and sharp on its right"
      >
        <img slot="first" src={before} alt="" width="480" height="320" />
        <img slot="second" src={after} alt="" width="480" height="320" />
        <div slot="handle" class="handle">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={SLIDER_HANDLE_PATH} />
          </svg>
        </div>
      </img-comparison-slider>
      <figcaption aria-hidden="true">
        <span>before</span>
        <span>after</span>
      </figcaption>
    </figure>
  );
}
