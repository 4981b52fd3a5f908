/**
 * A uniform ellipse with a soft edge; defocus if round:
 *
 *     |K(f)|² = (2 J₁(r)/r)² · exp(−(2π)² τ² |f|²),   r = 4π √(fᵀ (Σ − τ²) f),
 *
 * with the parameters of Σ (ellipse.ts). A uniform ellipse of covariance Σ is the image of the unit disk, whose
 * covariance is 1/4, under 2 Σ^½.
 *
 * At scale 1 the edge is sharp, and each pixel counts by the area that lies inside, as a lens and a sensor make it and
 * as MATLAB's fspecial draws it: that of D = 2 J₁(r)/r in on-pixels.ts. With the soft edge, eight photographs
 * under disks of radius 1.5 gained 0.71 dB (`npm run bench:wide`); with this they gain 8.64.
 */
import { type Kernel, normaliseKernel, principalAxes } from "../../kernel/index.js";
import { jinc } from "../../math/bessel.js";
import { alongAxis } from "./along-axes.js";
import { drawnKernel, type PathPoint } from "./draw.js";
import {
  type EllipseParameters,
  ellipseCovariance,
  ellipseExcess,
  ellipseOf,
  ellipseStarts,
  roundScan,
  scaledEllipse,
  withinBounds,
} from "./ellipse.js";
import { onPixels } from "./on-pixels.js";
import {
  FOUR_PI_SQUARED,
  outside,
  PLACES_IN_PIXEL,
  quadratic,
  type ScaleFreeCovariance,
  type ShapeModel,
} from "./shape.js";

/** τ: blur of the edge, in pixels of the image; half a high-resolution pixel at ×2. */
const EDGE = 0.25;
/**
 * The longer axis over the shorter: what is longer is a motion. Of 24 photographs under motions of 6 pixels, at ×2 and
 * as JPEG of quality 85, one looked like an ellipse of 3 to 1, and lost 6.5 dB; with this limit 0.3.
 */
const MAX_ELONGATION = 2;
/** Points along a radius that the kernel is drawn with: for each pixel, and at least. */
const RADIAL_DENSITY = 3;
const MIN_RADIAL_POINTS = 8;

export const DISK: ShapeModel<EllipseParameters> = {
  starts: ellipseStarts,
  scan: () => roundScan(32),
  excess: (parameters) => {
    const { along, across } = principalAxes(withoutEdge(ellipseCovariance(parameters)));
    return ellipseExcess(parameters) + outside(0.5 * Math.log(along / across), 0, Math.log(MAX_ELONGATION));
  },
  scaled: scaledEllipse,
  // The radius grows, the edge does not.
  enlarged(parameters, times) {
    const { yy, yx, xx } = withoutEdge(ellipseCovariance(parameters));
    const area = times ** 2;
    return ellipseOf({ yy: area * yy + EDGE ** 2, yx: area * yx, xx: area * xx + EDGE ** 2 });
  },
  transfer(parameters, pitch) {
    const inner = withoutEdge(ellipseCovariance(parameters));
    if (pitch !== undefined) {
      return onPixels((y, x, values) => {
        for (let i = 0; i < values.length; i++) values[i] = jinc(radial(inner, y[i]!, x[i]!));
      }, pitch);
    }
    const blur = -FOUR_PI_SQUARED * EDGE ** 2;
    const blurAt = (f: number): number => Math.exp(blur * f * f);
    return (y, x, power) => {
      const [blurOfRow, blurOfColumn] = [alongAxis(y, blurAt), alongAxis(x, blurAt)];
      for (let i = 0; i < power.length; i++) {
        power[i] = jinc(radial(inner, y[i]!, x[i]!)) ** 2 * blurOfRow(i) * blurOfColumn(i);
      }
    };
  },
  ownGridKernel(parameters, size): Kernel {
    const { yy, yx, xx } = withoutEdge(ellipseCovariance(parameters));
    const determinant = yy * xx - yx ** 2;
    const inverse = { yy: xx / determinant, yx: -yx / determinant, xx: yy / determinant };
    const middle = (size - 1) / 2;
    const data = Float64Array.from({ length: size * size }, (_, i) => {
      const [row, column] = [Math.floor(i / size) - middle, (i % size) - middle];
      let inside = 0;
      // Most of a wide frame is outside.
      if (Math.abs(row) > 2 * Math.sqrt(yy) + 1 || Math.abs(column) > 2 * Math.sqrt(xx) + 1) return 0;
      for (const v of PLACES_IN_PIXEL) {
        // The ellipse is where pᵀ Σ⁻¹ p = 4.
        for (const u of PLACES_IN_PIXEL) if (quadratic(inverse, row + v, column + u) <= 4) inside++;
      }
      return inside;
    });
    return normaliseKernel({ size, data });
  },
  reach(parameters) {
    const { yy, xx } = withoutEdge(ellipseCovariance(parameters));
    return 2 * Math.sqrt(Math.max(yy, xx)) + 2 * EDGE;
  },
  kernel(parameters, scale, size) {
    const inner = withoutEdge(ellipseCovariance(parameters));
    const a = 2 * Math.sqrt(inner.xx);
    const c = (2 * inner.yx) / Math.sqrt(inner.xx);
    const d = 2 * Math.sqrt(inner.yy - inner.yx ** 2 / inner.xx);
    const points: PathPoint[] = [];
    const longest = Math.hypot(a, c, d);
    const radial = Math.max(MIN_RADIAL_POINTS, Math.ceil(RADIAL_DENSITY * longest));
    for (let v = -radial; v <= radial; v++) {
      for (let u = -radial; u <= radial; u++) {
        const radius = radial + 0.25;
        if (u * u + v * v > radius ** 2) continue;
        points.push({ x: (a * u) / radius, y: (c * u + d * v) / radius });
      }
    }
    return drawnKernel(points, EDGE, scale, size);
  },
};

/** The radius of the disk of the same area, in pixels of the image. */
export function diskRadius(parameters: EllipseParameters): number {
  const { yy, yx, xx } = withoutEdge(ellipseCovariance(parameters));
  return 2 * (yy * xx - yx ** 2) ** (1 / 4);
}

/** r. */
function radial(inner: ScaleFreeCovariance, y: number, x: number): number {
  return 4 * Math.PI * Math.sqrt(Math.max(0, quadratic(inner, y, x)));
}

/** Σ − τ², kept positive definite. */
function withoutEdge({ yy, yx, xx }: ScaleFreeCovariance): ScaleFreeCovariance {
  return withinBounds({ yy: yy - EDGE ** 2, yx, xx: xx - EDGE ** 2 }, EDGE / 5, Number.POSITIVE_INFINITY);
}
