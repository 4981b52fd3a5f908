import { lightOf } from "../../src/image/index.js";

/**
 * The tone curve of a camera that adds contrast to sRGB's encoding: middle values are further apart, and those at both
 * ends nearer together.
 *
 * @param contrast up to 0.15; below 0 it takes contrast away
 */
export function cameraCurve(contrast = 0.06): number[] {
  return Array.from({ length: 65 }, (_, i) =>
    i === 64 ? 1 : lightOf(i / 64 + contrast * Math.sin((2 * Math.PI * i) / 64)),
  );
}

/** That of sRGB itself. */
export const srgbCurve = (): number[] => cameraCurve(0);
