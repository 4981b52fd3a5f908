/** The training: losses and D-maps. */
import { dMapWords } from "@kernelgan/figures";
import { curves } from "../curves.js";
import { dMaps } from "../session/state.js";
import { plannedIterations } from "../settings.js";
import { Chart } from "./chart.js";
import { HeatMap } from "./heat-map.js";

export function LossesPanel() {
  const { iterations, losses } = curves.value;
  const total = Math.max(plannedIterations(), iterations.at(-1) ?? 0);
  const latest = (values: number[]): string => values.at(-1)?.toPrecision(2) ?? "none yet";
  return (
    <section class="card" aria-labelledby="losses-title">
      <h2 id="losses-title">Losses</h2>
      <div class="charts">
        <Chart
          title="Generator and discriminator"
          description={`Losses over the iterations. Generator: ${latest(losses.generator)}. Discriminator: ${latest(losses.discriminator)}.`}
          iterations={total}
          columns={iterations}
          lines={[
            { name: "generator", values: losses.generator },
            { name: "discriminator", values: losses.discriminator },
          ]}
        />
        <Chart
          title="What else the kernel has to be"
          description={`Regularising losses on a logarithmic axis. Sum to one: ${latest(losses.sumToOne)}. Empty borders: ${latest(losses.boundaries)}. Sparse: ${latest(losses.sparse)}. Centred: ${latest(losses.centre)}.`}
          iterations={total}
          columns={iterations}
          lines={[
            { name: "sum", values: losses.sumToOne },
            { name: "borders", values: losses.boundaries },
            { name: "sparse", values: losses.sparse },
            { name: "centre", values: losses.centre },
          ]}
          log
        />
      </div>
    </section>
  );
}

export function DMapsPanel() {
  const maps = dMaps.value;
  return (
    <section class="card d-maps" aria-labelledby="d-maps-title">
      <h2 id="d-maps-title">D-maps of the current crops</h2>
      <div class="verdicts">
        <div>
          <div class="maps">
            <DMap name="crop of the picture" size={maps?.size} values={maps?.real} />
            <DMap name="crop made by the generator" size={maps?.size} values={maps?.fake} />
          </div>
          <div class="verdict-scale" aria-hidden="true" />
          <p class="scale-labels" aria-hidden="true">
            <span>0 “generated”</span>
            <span>½</span>
            <span>1 “of the picture”</span>
          </p>
        </div>
        <p class="note">
          The discriminator’s verdict on each patch of 7 × 7 pixels. Where it can only guess, what the
          generator makes looks like the picture itself: then it has learnt the kernel.
        </p>
      </div>
    </section>
  );
}

function DMap({
  name,
  size,
  values,
}: {
  name: string;
  size: number | undefined;
  values: Float32Array | undefined;
}) {
  if (!size || !values) {
    return (
      <figure>
        <div class="heat-map waiting" />
        <figcaption>{name}</figcaption>
      </figure>
    );
  }
  const { mean, description } = dMapWords(name, size, values);
  return (
    <figure>
      <HeatMap size={size} values={values} range={[0, 1]} colours="verdict" description={description} />
      <figcaption>
        {name} <span class="muted">mean {mean}</span>
      </figcaption>
    </figure>
  );
}
