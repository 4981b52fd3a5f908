/** The losses of both trainings, as charts. */
import type { LossHistory, LossName } from "@kernelgan/core";
import { type Html, html } from "./html.js";
import { lineChart } from "./line-chart.js";

/** The course of one zero-shot training. */
export interface Training {
  /** What the network enlarges by. */
  scale: number;
  /** The loss of each iteration. */
  losses: ArrayLike<number>;
  /** Iterations after which the learning rate was divided by 10. */
  learningRateCuts: readonly number[];
}

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
