/** Square grids of numbers as pictures: kernels and D-maps. */
import { type HeatMapColours, heatMapPixels, type ValueRange } from "@kernelgan/figures";
import { useLayoutEffect, useRef } from "preact/hooks";

interface HeatMapProps {
  size: number;
  values: ArrayLike<number>;
  range: ValueRange;
  colours: HeatMapColours;
  description: string;
}

export function HeatMap({ size, values, range: [low, high], colours, description }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.putImageData(new ImageData(heatMapPixels(values, [low, high], colours), size, size), 0, 0);
  }, [size, values, low, high, colours]);
  return (
    <canvas class="heat-map" ref={canvas} width={size} height={size} role="img" aria-label={description} />
  );
}
