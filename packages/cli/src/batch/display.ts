/** What a batch prints: its plan, a line for each image with the progress of all, and how it ended. */
import { blurInWords, duration } from "@kernelgan/figures";
import { inCommandWords } from "../errors/command-words.js";
import { shownPath } from "../errors/shown-path.js";
import { type CommandIo, isOfMachine, printWarning } from "../terminal/command-io.js";
import { speaksJson, writeEvent } from "../terminal/json-lines.js";
import { progressLine } from "../terminal/progress.js";
import { someOf, writeLines } from "../terminal/text.js";
import type { ManifestRecord } from "./manifest.js";
import type { PlannedJob } from "./plan.js";
import { recordInWords } from "./record-in-words.js";
import type { Unpaired } from "./summary/summary.js";

/** How many images ended how. */
export interface BatchCounts {
  done: number;
  failed: number;
  doneBefore: number;
  failedBefore: number;
}

/** `300 images: 12 to do, 288 done before`; with several seeds `12 results of 3 images: 12 to do`. */
export function printPlan(planned: readonly PlannedJob[], todo: number, stderr: NodeJS.WriteStream): void {
  const count = (wanted: PlannedJob["state"]): number =>
    planned.filter(({ state }) => state === wanted).length;
  const [done, failed] = [count("done"), count("failed")];
  const images = new Set(planned.map(({ job }) => job.image)).size;
  if (speaksJson(stderr)) {
    const counts = { images, results: planned.length, todo, doneBefore: done, failedBefore: failed };
    writeEvent(stderr, { event: "plan", ...counts });
    return;
  }
  const parts = [
    `${todo} to do`,
    ...(done > 0 ? [`${done} done before`] : []),
    ...(failed > 0 ? [failedText(failed)] : []),
  ];
  const all = `${images} ${images === 1 ? "image" : "images"}`;
  const what = planned.length === images ? all : `${planned.length} results of ${all}`;
  writeLines(stderr, `${what}: ${parts.join(", ")}`);
}

/** `12 done in 8 s, 1 failed`, and the files written beside the results. */
export function printEnd(
  { done, failed, failedBefore }: BatchCounts,
  problems: number,
  seconds: number,
  paths: readonly string[],
  quiet: boolean,
  stderr: NodeJS.WriteStream,
): void {
  const files = paths.map(shownPath);
  if (speaksJson(stderr)) {
    if (!quiet) writeEvent(stderr, { event: "end", done, failed, failedBefore, problems, seconds, files });
    return;
  }
  if (quiet) {
    // The display has shown what failed now. The exit code needs a reason.
    if (failedBefore > 0) writeLines(stderr, `kernelgan: ${failedText(failedBefore)}`);
    return;
  }
  const parts = [
    `${done} done in ${duration(seconds)}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(problems > 0 ? [`${problems} ${problems === 1 ? "input" : "inputs"} not usable`] : []),
  ];
  writeLines(stderr, parts.join(", "), ...files.map((file) => `  ${file}`));
}

/** `kernelgan: warning: gt: no kernel of the name of 2 of 4 images: im_1, im_2` */
export function printUnpaired(
  { folder, what, ids }: Unpaired,
  images: number,
  stderr: NodeJS.WriteStream,
): void {
  const message = `no ${what} of the name of ${ids.length} of ${images} images: ${someOf(ids.toSorted())}`;
  printWarning(stderr, shownPath(folder), { code: "unpaired", message });
}

function failedText(count: number): string {
  return `${count} failed before (--retry-failed tries them again)`;
}

/** Shows the progress of a batch. */
export interface BatchDisplay {
  /** An image has ended. */
  ended(record: ManifestRecord): void;
  /** Prints something else, whatever the options. */
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
 *     [12/300] sub/photo: 0.6 s, confidence 0.85, softness of 2.1 pixels
 *     estimate ×2  ━━──────────────────────  12/300  95 images/min  3 min 02 s left
 */
export async function batchDisplay(
  { stderr }: CommandIo,
  { label, total, quiet }: DisplayOptions,
): Promise<BatchDisplay> {
  if (speaksJson(stderr)) return eventDisplay(stderr, total, quiet);
  const progress = await progressLine(stderr, { label, quiet });
  const started = performance.now();
  let ended = 0;
  let failed = 0;
  let isMachineKnown = false;
  const always = (line: string): void => {
    if (quiet) writeLines(stderr, line);
    else progress.print(line);
  };
  return {
    ended(record) {
      ended++;
      if (record.status === "failed") failed++;
      for (const line of alarms(record)) always(`kernelgan: ${line}`);
      const ofMachine = record.status === "done" ? record.warnings.find(isOfMachine) : undefined;
      if (ofMachine && !isMachineKnown) always(`kernelgan: warning: ${ofMachine.message}`);
      isMachineKnown ||= ofMachine !== undefined;
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
    say: (message) => always(`kernelgan: ${inCommandWords(message)}`),
    done: () => progress.done(),
  };
}

/** The display for programs. */
function eventDisplay(stderr: NodeJS.WriteStream, total: number, quiet: boolean): BatchDisplay {
  let ended = 0;
  return {
    ended(done) {
      ended++;
      const record = recordInWords(done, inCommandWords);
      const { id, image, status } = record;
      const facts =
        record.status === "done"
          ? {
              seconds: record.seconds.all,
              confidence: record.confidence,
              blur: record.blur,
              warnings: record.warnings,
            }
          : { error: record.error };
      if (!quiet || status === "failed") {
        writeEvent(stderr, { event: status, id, image, ended, total, done: ended / total, ...facts });
      }
    },
    say: (message) => writeEvent(stderr, { event: "notice", message: inCommandWords(message) }),
    done() {},
  };
}

/** What is printed whatever the options. */
function alarms(record: ManifestRecord): string[] {
  const image = shownPath(record.image);
  if (record.status === "done") {
    const warnings = record.warnings.filter((warning) => !isOfMachine(warning));
    return warnings.map(({ message }) => `warning: ${image}: ${inCommandWords(message)}`);
  }
  const { message, file } = record.error;
  const words = inCommandWords(message);
  return [file?.path === record.image ? words : `${image}: ${words}`];
}

function facts(record: ManifestRecord): string[] {
  if (record.status === "failed") return [`failed (${record.error.code})`];
  const { seconds, confidence, blur, seed, restarts = 0 } = record;
  return [
    `${seconds.all.toFixed(1)} s`,
    ...(confidence === undefined ? [] : [`confidence ${confidence.toFixed(2)}`]),
    ...(blur ? [blurInWords(blur)] : []),
    ...(restarts > 0 ? [`seed ${seed} after ${restarts} restart${restarts > 1 ? "s" : ""}`] : []),
  ];
}

function perMinute(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}
