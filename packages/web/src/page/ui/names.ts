/** Names of methods, for buttons and captions. */
import type { EstimateMethod, Light, RestoreMethod } from "@kernelgan/core";
import { percent } from "@kernelgan/figures";
import type { KernelOrigin, Result } from "../session/results.js";

interface Named {
  name: string;
  remark: string;
}

/** The ways to find the kernel. */
export const ESTIMATES: Readonly<Record<EstimateMethod, Named>> = {
  auto: {
    name: "automatic",
    remark:
      "Out of focus, moved, soft: the page tries which blur fits the picture. In seconds, and closest to the truth.",
  },
  kernelgan: {
    name: "KernelGAN",
    remark:
      "Watch the published method: a neural network learns the blur of this picture. It takes a minute or two.",
  },
  spectral: {
    name: "simple",
    remark: "One soft, round or oval blur, calculated from the picture’s fine detail (spectral).",
  },
};

/** The ways to enlarge. */
export const RESTORATIONS: Readonly<Record<RestoreMethod, Named>> = {
  fast: { name: "fast", remark: "A direct calculation: seconds." },
  zssr: {
    name: "slow (ZSSR)",
    remark:
      "A small neural network learns from this picture how it gets sharper: minutes. The published method, for comparison.",
  },
};

/** What a blur can have mixed. */
export const LIGHTS: Readonly<Record<Light, string>> = {
  auto: "as found",
  encoded: "pixel values",
  linear: "light",
};

const ORIGINS: Readonly<Record<KernelOrigin, string>> = {
  auto: ESTIMATES.auto.name,
  kernelgan: ESTIMATES.kernelgan.name,
  spectral: ESTIMATES.spectral.name,
  given: "own kernel",
  stopped: "KernelGAN, stopped",
  usual: "only enlarged",
  sharpened: "sharpening taken back",
};

/** What is said of light that was decoded by the camera's curve. */
const BY_CURVE = "by the camera’s tone curve";

/** "×2 · automatic · fast", with what the blur is said to have mixed, and with the strength where it is not all. */
export function resultName({ scale, origin, method, strength, record }: Result): string {
  const { exactKernel, light } = record.options;
  const kernel = [
    ORIGINS[origin],
    ...(exactKernel ? ["exact"] : []),
    ...(light === "encoded" || light === "linear" ? [LIGHTS[light]] : []),
    ...(light === "linear" && record.toneCurve ? [BY_CURVE] : []),
  ];
  const parts = [`×${scale}`, kernel.join(", "), RESTORATIONS[method].name];
  return (strength < 1 ? [...parts, percent(strength)] : parts).join(" · ");
}
