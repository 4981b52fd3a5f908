/** A kernel's picture: its weights as colours, with the numbers of rows and columns and a scale. */
import type { Kernel } from "@kernelgan/core";
import { kernelColour, kernelRange, weightInWords } from "@kernelgan/figures";
import { useSignal } from "@preact/signals";
import { HeatMap } from "./heat-map.js";

/** Colours of the scale, from its lower end to its upper. */
const STOPS = Array.from({ length: 17 }, (_, i) => kernelColour(i / 16)).join();

export function KernelMap({ kernel, name }: { kernel: Kernel; name: string }) {
  const { size, data } = kernel;
  const [low, high] = kernelRange(kernel);
  /** The weight that is pointed at. */
  const at = useSignal<{ row: number; column: number } | undefined>();
  const point = (event: PointerEvent): void => {
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const index = (share: number): number => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
    at.value = {
      row: index((event.clientY - top) / height),
      column: index((event.clientX - left) / width),
    };
  };
  return (
    <figure class="kernel-map">
      <div class="axes">
        <Indices size={size} axis="rows" />
        <div
          class="map"
          onPointerMove={point}
          onPointerLeave={() => {
            at.value = undefined;
          }}
        >
          <HeatMap
            size={size}
            values={data}
            range={[low, high]}
            colours="kernel"
            description={`${name}: heat map of ${size} × ${size} weights, the largest ${weightInWords(high)}`}
          />
        </div>
        <Indices size={size} axis="columns" />
        <div class="weights" aria-hidden="true">
          <div class="colours" style={{ background: `linear-gradient(90deg, ${STOPS})` }} />
          <span>{weightInWords(low)}</span>
          <span>{weightInWords(high)}</span>
        </div>
      </div>
      <figcaption>
        {/* It keeps its room, so that nothing below moves with the pointer. */}
        <span class={at.value && "hidden"}>{name}</span>
        {at.value && (
          <span>
            row {at.value.row}, column {at.value.column}: {weightInWords(weightAt(data, at.value, size))}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function weightAt(
  data: ArrayLike<number>,
  { row, column }: { row: number; column: number },
  size: number,
): number {
  return data[row * size + column] ?? 0;
}

/** The first, the middle and the last number, at their squares. */
function Indices({ size, axis }: { size: number; axis: "rows" | "columns" }) {
  const shown = [...new Set([0, Math.floor((size - 1) / 2), size - 1])];
  return (
    <div class={`indices ${axis}`} aria-hidden="true">
      {shown.map((index) => (
        <span key={index} style={{ "--at": `${(100 * (index + 0.5)) / size}%` }}>
          {index}
        </span>
      ))}
    </div>
  );
}
