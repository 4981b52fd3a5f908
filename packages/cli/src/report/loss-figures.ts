/** The losses of both trainings, as charts. */
import type { LossHistory, LossName, SuperResolution } from "@kernelgan/core";
import { type Html, html } from "./html.js";
import { lineChart } from "./line-chart.js";

/** The part of a training of `zssr` that is shown: for ×4 there are two, for ×2 and ×4. */
export type Training = Pick<SuperResolution["trainings"][number], "scale" | "losses" | "learningRateCuts">;

/** The terms that shape the kernel, with what each is. */
const REGULARISERS: [LossName, title: string, quantity: string][] = [
  ["bicubic", "Bicubic (warm-up)", "mean squared error"],
  ["sumToOne", "Sum to 1", "|1 − Σk|"],
  ["boundaries", "Boundaries", "mean |k·m|"],
  ["sparse", "Sparse", "mean |k|ᵖ"],
  ["centre", "Centre", "distance"],
];

/** KernelGAN's two players. */
export function adversarialFigure({ generator, discriminator }: LossHistory): Html {
  return lineChart(
    [
      { name: "generator", values: generator },
      { name: "discriminator", values: discriminator },
    ],
    { title: "KernelGAN’s losses", quantity: "mean absolute error of the D-map" },
  );
}

/** KernelGAN's regularisation, a small chart for each term. */
export function regulariserFigures(history: LossHistory): Html {
  return html`<div class="small-charts">${REGULARISERS.map(([name, title, quantity]) =>
    lineChart([{ name, values: history[name] }], { title, quantity, log: true, small: true }),
  )}</div>`;
}

/** The zero-shot network's loss. */
export function trainingFigure({ scale, losses, learningRateCuts }: Training): Html {
  return lineChart([{ name: "training loss", values: losses }], {
    title: `ZSSR’s training loss, ×${scale}`,
    quantity: "weighted mean absolute error, values 0–1",
    log: true,
    events: learningRateCuts.map((iteration) => ({
      iteration,
      label: "÷10",
      meaning: "learning rate divided by 10",
    })),
  });
}
