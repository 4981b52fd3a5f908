/**
 * The table `edges` of bench:fit-wide: by how much the losses of the shapes differ that are told by their edges, at
 * scale 1 and the image's own size.
 */
import type { PlanarImage } from "@kernelgan/core";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { fitRoughly, type ShapeFit } from "../../packages/core/dist/spectral/fit/fit-shape.js";
import { BOX, type BoxParameters } from "../../packages/core/dist/spectral/shapes/box.js";
import type { BlurShape } from "../../packages/core/dist/spectral/shapes/index.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const BLURS = ["box3", "box3.6", "box5", "box7", "cut2", "gauss1", "gauss2", "disk1", "disk2", "motion5@20"];
const OTHERS = ["gaussian", "disk", "motion"] as const satisfies readonly BlurShape[];

/** One image. */
interface Finding {
  /** The loss of the box less that of the best other shape. */
  readonly box: number;
  /** That of whole pixels less that of the box. */
  readonly wholePixels: number;
}

export async function printEdges(photographs: readonly PlanarImage[]): Promise<void> {
  const rows: string[][] = [];
  for (const name of BLURS) {
    const found: Finding[] = [];
    for (const photograph of photographs) found.push(await finding(photograph, name));
    rows.push([name, range(found.map(({ box }) => box)), range(found.map(({ wholePixels }) => wholePixels))]);
  }
  console.log(
    "\nLoss of the box less that of the best other shape, and of whole pixels less that of the box",
  );
  console.log("(mean, least, most):");
  printTable(["", "box", "whole pixels"], rows);
}

async function finding(photograph: PlanarImage, blur: string): Promise<Finding> {
  const image = blurred(photograph, wideKernel(blur, 1), 1);
  const { loss } = await BlurEvidence.measure(image, undefined, { ownGrid: true });
  const fit = (shape: BlurShape): Promise<ShapeFit> => fitRoughly(loss, shape, async () => {});
  const box = await fit("box");
  const others: number[] = [];
  for (const shape of OTHERS) others.push((await fit(shape)).loss);
  const whole = BOX.wholePixels?.(box.parameters as unknown as BoxParameters, 1) ?? [];
  const wholeLosses = whole.map((parameters) => loss.distance(BOX.transfer(parameters, 1)));
  return { box: box.loss - Math.min(...others), wholePixels: Math.min(...wholeLosses) - box.loss };
}

function range(values: readonly number[]): string {
  return `${signed(mean(values))} (${signed(Math.min(...values))}, ${signed(Math.max(...values))})`;
}
