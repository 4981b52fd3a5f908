/** Square grids of numbers as pictures: kernels and D-maps. */
import { kernelColour } from "@kernelgan/formats";
import { rgb } from "d3-color";
import { interpolatePuOr } from "d3-scale-chromatic";
import { useLayoutEffect, useRef } from "preact/hooks";

const SHADES = 256;

/** A colour scale as SHADES × RGB. */
function table(colour: (t: number) => string): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: SHADES }, (_, i) => rgb(colour(i / (SHADES - 1)))).flatMap(({ r, g, b }) => [
      r,
      g,
      b,
    ]),
  );
}

const TABLES = {
  /** Black, purple, orange, pale yellow, as in kernel files. */
  kernel: table(kernelColour),
  /** Purple for "generated", pale for undecided, orange for "of the image", as in reports. */
  verdict: table(interpolatePuOr),
};

interface HeatMapProps {
  size: number;
  values: ArrayLike<number>;
  /** Values at both ends of the colour scale. */
  range: [low: number, high: number];
  colours: keyof typeof TABLES;
  description: string;
}

export function HeatMap({ size, values, range: [low, high], colours, description }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const pixels = new ImageData(size, size);
    const shades = TABLES[colours];
    for (let i = 0; i < size * size; i++) {
      const t = (values[i] - low) / (high - low || 1);
      const shade = 3 * Math.round(Math.min(Math.max(t, 0), 1) * (SHADES - 1));
      pixels.data.set([shades[shade], shades[shade + 1], shades[shade + 2], 255], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  }, [size, values, low, high, colours]);
  return (
    <canvas class="heat-map" ref={canvas} width={size} height={size} role="img" aria-label={description} />
  );
}
