/** The table `sizes` of bench:fit-wide: at which sizes of an image its blur shows, and how well, at scale 1. */
import type { PlanarImage } from "@kernelgan/core";
import { covariance } from "../../packages/core/dist/kernel/index.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import {
  type BlurLevel,
  blurLevels,
  findBlurLevel,
} from "../../packages/core/dist/spectral/fit/blur-level.js";
import { type Degradation, degraded, described } from "./degradation.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const BLURS = ["gauss3", "gauss6", "disk4", "disk6", "motion9@30", "motion15@110"];
const DEGRADATIONS: readonly Degradation[] = [
  { noise: 0 },
  { noise: 4 },
  { noise: 0, jpeg: 95 },
  { noise: 0, jpeg: 85 },
];

/** One image at one size. */
interface Finding extends Pick<BlurLevel, "shape" | "isNarrow"> {
  /** Its support over the greatest of the image's sizes. */
  readonly share: number;
  /** The variance found over the true one. */
  readonly width: number;
  /** It is the size that is used. */
  readonly isUsed: boolean;
}

export async function printSizes(photographs: readonly PlanarImage[]): Promise<void> {
  const rows: string[][] = [];
  for (const name of BLURS) {
    for (const degradation of DEGRADATIONS) {
      const bySize = new Map<number, Finding[]>();
      for (const photograph of photographs) {
        const image = await degraded(blurred(photograph, wideKernel(name, 1), 1), degradation);
        for (const [size, finding] of await findings(image, name)) {
          bySize.set(size, [...(bySize.get(size) ?? []), finding]);
        }
      }
      for (const [size, found] of bySize)
        rows.push([`${name}, ${described(degradation)}, 1/${size}`, ...row(found)]);
    }
  }
  console.log(
    "\nBy size: the best shapes, how many are narrow, their support over the greatest of all sizes",
  );
  console.log("(mean, least, most), their variance over the true one, and how many are used:");
  printTable(["", "images", "shapes", "narrow", "support", "width", "used"], rows);
}

async function findings(image: PlanarImage, blur: string): Promise<[size: number, Finding][]> {
  const { yy, xx } = covariance(wideKernel(blur, 1));
  const evidence = await BlurEvidence.measure(image, undefined, { ownGrid: true });
  const used = await findBlurLevel(image, evidence);
  const levels = await blurLevels(image, evidence);
  const greatest = Math.max(...levels.map(({ support }) => support));
  return levels.map(({ evidence: { shrunkBy }, shape, isNarrow, support, variance }) => [
    shrunkBy,
    {
      shape,
      isNarrow,
      share: support / greatest,
      width: (variance * shrunkBy ** 2) / (yy + xx),
      isUsed: shrunkBy === used.evidence.shrunkBy,
    },
  ]);
}

function row(found: readonly Finding[]): string[] {
  const shares = found.map(({ share }) => share);
  const shapes = ["gaussian", "disk", "box", "motion"].flatMap((name) => {
    const count = found.filter(({ shape }) => shape === name).length;
    return count > 0 ? [`${count} ${name}`] : [];
  });
  return [
    String(found.length),
    shapes.join(", "),
    String(found.filter(({ isNarrow }) => isNarrow).length),
    `${mean(shares).toFixed(2)} (${Math.min(...shares).toFixed(2)}, ${Math.max(...shares).toFixed(2)})`,
    mean(found.map(({ width }) => width)).toFixed(2),
    String(found.filter(({ isUsed }) => isUsed).length),
  ];
}
