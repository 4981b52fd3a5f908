/** A frame on the picture: the part of it to enlarge. It is drawn, moved and resized with a pointer or with the arrow keys. */
import type { Rectangle } from "@kernelgan/core";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { workingPixels } from "../limits.js";
import {
  fitted,
  fittingScale,
  keepResult,
  MIN_SIDE,
  shrunk,
  usePart,
  useWhole,
  useWholeBy,
} from "../session/choosing-part.js";
import { shown } from "../session/results.js";
import { fitsWhole, largestPart, part } from "../session/source.js";
import type { OpenFile } from "../session/state.js";
import { settings } from "../settings.js";

/** How far a key moves the frame: a share of the picture's longer side. */
const STEP = 0.01;

type Point = { x: number; y: number };
/** What a pointer does from where it was put down. */
type Dragging = (to: Point) => Rectangle;

const CORNERS = ["nw", "ne", "sw", "se"] as const;

export function PartChooser({ file }: { file: OpenFile }) {
  const { size, blob } = file;
  const scale = settings.scale.value;
  // As the visitor has drawn it; a smaller scale gives back what a larger one has no room for.
  const drawn = useSignal(part.peek());
  const frame = useComputed(() => {
    const { value: factor } = settings.scale;
    return fitted(shrunk(drawn.value ?? (largestPart(factor) as Rectangle), factor), size);
  });
  const stage = useRef<HTMLDivElement>(null);
  const dragging = useRef<Dragging | undefined>(undefined);
  const address = useMemo(() => URL.createObjectURL(blob), [blob]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);

  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = (stage.current as HTMLDivElement).getBoundingClientRect();
    const along = (at: number, length: number, whole: number): number =>
      (whole * Math.min(Math.max(at, 0), length)) / length;
    return {
      x: along(clientX - left, width, size.width),
      y: along(clientY - top, height, size.height),
    };
  };
  const start = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const from = pointOf(event);
    const before = frame.peek();
    const { dataset } = event.target as HTMLElement;
    if (dataset.corner) dragging.current = resizing(before, dataset.corner);
    else if (isInside(from, before))
      dragging.current = (to) => ({ ...before, x: before.x + to.x - from.x, y: before.y + to.y - from.y });
    else dragging.current = (to) => between(from, to);
    stage.current?.setPointerCapture(event.pointerId);
    event.preventDefault();
    stage.current?.querySelector<HTMLElement>(".frame")?.focus();
  };
  const move = (event: PointerEvent): void => {
    const drag = dragging.current;
    if (!drag) return;
    const to = pointOf(event);
    const next = drag(to);
    // The side that the pointer is at gives way.
    const anchor = { right: to.x < next.x + next.width / 2, bottom: to.y < next.y + next.height / 2 };
    drawn.value = fitted(next, size, next.width === frame.peek().width ? undefined : anchor);
  };
  const press = (event: KeyboardEvent): void => {
    const directions: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = Math.max(1, Math.round(STEP * Math.max(size.width, size.height)));
    const [dx, dy] = [step * direction[0], step * direction[1]];
    const { x, y, width, height } = frame.peek();
    drawn.value = event.shiftKey
      ? resized({
          x,
          y,
          width: Math.min(width + dx, size.width - x),
          height: Math.min(height + dy, size.height - y),
        })
      : fitted({ x: x + dx, y: y + dy, width, height }, size);
  };
  /** One side grows at the cost of the other, where there is no room for more. */
  const resized = (wanted: Rectangle): Rectangle => {
    const before = frame.peek();
    const limit = workingPixels(scale);
    const width = Math.max(wanted.width, MIN_SIDE);
    const height = Math.max(wanted.height, MIN_SIDE);
    const isOver = width * height > limit;
    return fitted(
      {
        ...wanted,
        width: isOver && height > before.height ? Math.floor(limit / height) : width,
        height: isOver && width > before.width ? Math.floor(limit / width) : height,
      },
      size,
    );
  };

  const { x, y, width, height } = frame.value;
  const share = (length: number, whole: number): string => `${(100 * length) / whole}%`;
  const better = fittingScale();
  const before = shown.value?.result;
  const doing = scale === 1 ? "Sharpen" : "Enlarge";
  return (
    <section class="part-chooser" aria-labelledby="part-title">
      <div class="notice">
        <div>
          <h2 id="part-title">Which part of it?</h2>
          <p>
            {fitsWhole.value
              ? `Choose the part of this picture to ${doing.toLowerCase()}: draw a frame on it, or move the one there is.`
              : `This picture has ${megapixels(size)} megapixels, more than this device can ${
                  scale === 1 ? "sharpen" : `enlarge ×${scale}`
                } at once (${megapixels({ width: workingPixels(scale), height: 1 })}). Draw a frame around the part that you want, or move the one there is.`}
          </p>
        </div>
      </div>
      <div
        ref={stage}
        class="part-stage"
        style={{ "--ratio": size.width / size.height }}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={() => (dragging.current = undefined)}
        onPointerCancel={() => (dragging.current = undefined)}
      >
        <img src={address} alt="" draggable={false} />
        <button
          type="button"
          class="frame"
          aria-label={`The part, ${width} × ${height} pixels, ${x} from the left and ${y} from the top. Arrow keys move it, with Shift they change its size.`}
          style={{
            left: share(x, size.width),
            top: share(y, size.height),
            width: share(width, size.width),
            height: share(height, size.height),
          }}
          onKeyDown={press}
        >
          {CORNERS.map((corner) => (
            <span key={corner} class={`corner ${corner}`} data-corner={corner} />
          ))}
        </button>
      </div>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => usePart(frame.value)}>
          {doing} this part, {width} × {height}
          {scale > 1 && `, to ${scale * width} × ${scale * height}`}
        </button>
        {!fitsWhole.value && better !== undefined && (
          <button type="button" onClick={() => useWholeBy(better)}>
            {better === 1
              ? "Sharpen all of it at its size, ×1"
              : `Enlarge all of it, ×${better}, to ${better * size.width} × ${better * size.height}`}
          </button>
        )}
        <button type="button" onClick={useWhole}>
          {fitsWhole.value
            ? "Use all of it"
            : `Scale all of it down first, to ${megapixels({ width: workingPixels(scale), height: 1 })} megapixels`}
        </button>
        {before && (
          <button type="button" onClick={keepResult}>
            Keep the ×{before.scale} result, {before.width} × {before.height}
          </button>
        )}
      </div>
    </section>
  );
}

const megapixels = ({ width, height }: { width: number; height: number }): string =>
  ((width * height) / 1e6).toFixed(1).replace(/\.0$/, "");

const isInside = (point: Point, { x, y, width, height }: Rectangle): boolean =>
  point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;

function between(a: Point, b: Point): Rectangle {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.max(1, Math.abs(a.x - b.x)),
    height: Math.max(1, Math.abs(a.y - b.y)),
  };
}

/** Moves a corner; the one across stays. */
function resizing({ x, y, width, height }: Rectangle, corner: string): Dragging {
  const across = { x: corner.endsWith("w") ? x + width : x, y: corner.startsWith("n") ? y + height : y };
  return (to) => between(across, to);
}
