/** What a batch tells while it works: a line for each image, and how far all of it is. */

import { relative } from "node:path";
import { duration } from "@kernelgan/figures";
import type { CommandIo } from "../commands/io.js";
import { progressLine } from "../terminal/progress.js";
import { isS3Text } from "./machines/package.js";
import type { ManifestRecord } from "./manifest.js";

/** Shows how a batch goes on. */
export interface BatchDisplay {
  /** An image has ended. */
  ended(record: ManifestRecord): void;
  /** Tells something else, whatever the options. */
  say(message: string): void;
  /** Removes the progress line. */
  done(): void;
}

/** What is to be shown. */
export interface DisplayOptions {
  /** What is being done, e.g. "estimate ×2". */
  label: string;
  /** How many images there are to do. */
  total: number;
  /** Show errors and warnings only. */
  quiet: boolean;
}

/**
 * The display on stderr:
 *
 *     [12/300] sub/photo: 0.6 s, confidence 0.85
 *     estimate ×2  ━━──────────────────────  12/300  95 images/min  3 min 02 s left
 */
export async function batchDisplay(
  { stderr }: CommandIo,
  { label, total, quiet }: DisplayOptions,
): Promise<BatchDisplay> {
  const progress = await progressLine(stderr, { label, quiet });
  const started = performance.now();
  let ended = 0;
  let failed = 0;
  const always = (line: string): void => {
    if (quiet) stderr.write(`${line}\n`);
    else progress.print(line);
  };
  return {
    ended(record) {
      ended++;
      if (record.status === "failed") failed++;
      for (const line of alarms(record)) always(`kernelgan: ${line}`);
      progress.print(`[${ended}/${total}] ${record.id}: ${facts(record).join(", ")}`);
      const seconds = (performance.now() - started) / 1000;
      progress.update({
        done: ended / total,
        facts: [
          `${ended}/${total}`,
          `${perMinute((60 * ended) / seconds)} images/min`,
          `${duration((seconds * (total - ended)) / ended)} left`,
          ...(failed > 0 ? [`${failed} failed`] : []),
        ],
      });
    },
    say: (message) => always(`kernelgan: ${message}`),
    done: () => progress.done(),
  };
}

/** What is said whatever the options. */
function alarms(record: ManifestRecord): string[] {
  const image = isS3Text(record.image) ? record.image : relative(process.cwd(), record.image);
  if (record.status === "done") return record.warnings.map((warning) => `warning: ${image}: ${warning}`);
  const { message } = record.error;
  return [message.includes(record.image) ? message.replace(record.image, image) : `${image}: ${message}`];
}

function facts(record: ManifestRecord): string[] {
  if (record.status === "failed") return [`failed (${record.error.code})`];
  const { seconds, confidence, seed, restarts = 0 } = record;
  return [
    `${seconds.all.toFixed(1)} s`,
    ...(confidence === undefined ? [] : [`confidence ${confidence.toFixed(2)}`]),
    ...(restarts > 0 ? [`seed ${seed} after ${restarts} restart${restarts > 1 ? "s" : ""}`] : []),
  ];
}

function perMinute(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}
