/** The worker that does a task (off-main-thread.ts): a thread or a process. */
import "./worker-globals.js";
import "./end-with-parent.js";
import type { PlanarImage } from "@kernelgan/core";
import workerpool from "workerpool";
import { type Answer, failedAnswer } from "./answer.js";
import { TASKS, type TaskInput, type TaskName, type TaskOutput } from "./tasks.js";

/** A call of one of the control's functions. */
export interface Call {
  name: string;
  argument: unknown;
}

/** Reports that follow each other faster than this are left out, in milliseconds. */
const REPORT_MS = 50;

async function run<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name>,
  control: Record<string, unknown>,
  functions: readonly string[],
): Promise<unknown> {
  let last = 0;
  const report = (call: Call): void => {
    const now = performance.now();
    if (now - last < REPORT_MS) return;
    last = now;
    workerpool.workerEmit(call);
  };
  const calls = functions.map((key) => [key, (argument: unknown) => report({ name: key, argument })]);
  const task = TASKS[name] as unknown as (...args: unknown[]) => Promise<TaskOutput<Name>>;
  try {
    const done = await task(...input, { ...control, ...Object.fromEntries(calls) });
    const result = control.keepsPixels === true ? done : withoutPixels(done);
    return new workerpool.Transfer({ result } satisfies Answer<TaskOutput<Name>>, planes(result));
  } catch (error) {
    return failedAnswer(error);
  }
}

/** A result without the pixels of its pictures, which only reports show. */
function withoutPixels<Output extends object>(output: Output): Output {
  if (!("picture" in output)) return output;
  const { picture, result, ...others } = output as unknown as TaskOutput<"upscalePicture">;
  return {
    ...others,
    picture: {
      ...picture,
      image: empty(picture.image),
      alpha: picture.alpha && empty(picture.alpha),
      metadata: undefined,
    },
    result: { ...result, image: empty(result.image) },
  } as unknown as Output;
}

function empty(image: PlanarImage): PlanarImage {
  return { ...image, data: new Float32Array(0) };
}

/** The memory of the pictures in a result, which a thread moves instead of copying it. */
function planes(result: object): ArrayBuffer[] {
  if (!("picture" in result)) return [];
  const { picture, result: upscale } = result as TaskOutput<"upscalePicture">;
  const all = [picture.image, picture.alpha, upscale.image].flatMap((image) => image?.data.buffer ?? []);
  return [...new Set(all)].filter(
    (buffer) => buffer instanceof ArrayBuffer && buffer.byteLength > 0,
  ) as ArrayBuffer[];
}

workerpool.worker({ run });
