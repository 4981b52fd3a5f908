/** The tasks that the commands do beside the main thread (off-main-thread.ts). */
import { estimateImage } from "./estimate-image.js";
import { upscalePicture } from "./upscale-picture.js";

/** The tasks by name; the last argument of each is how to follow it. */
export const TASKS = { estimateImage, upscalePicture } as const;

/** The names of the tasks. */
export type TaskName = keyof typeof TASKS;

/** The parameters of a task without the control. */
export type TaskInput<Name extends TaskName> =
  Parameters<(typeof TASKS)[Name]> extends [infer Image, infer Outputs, infer Task, unknown?]
    ? [Image, Outputs, Task]
    : never;

/** How a task is followed. */
export type TaskControl<Name extends TaskName> = NonNullable<Parameters<(typeof TASKS)[Name]>[3]>;

/** What a task returns. */
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;
