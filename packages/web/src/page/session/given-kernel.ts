/** A kernel of the visitor's own, in place of an estimate: from a file, for the picture that is open. */
import { type KernelConvention, KernelGanError, SCALES, type Scale, type Warning } from "@kernelgan/core";
import { decodeNamedKernel } from "@kernelgan/formats/internal";
import { batch, signal } from "@preact/signals";
import { TaskError } from "../../bridge/messages.js";
import { problem, showProblem } from "../problems.js";
import { settings } from "../settings.js";
import { enlarge } from "./enlargement.js";
import { estimate } from "./estimation.js";
import { keep } from "./keeping.js";
import { type GivenKernel, givenKernel, hasKernelAsSet, isOnScreen, kernels } from "./state.js";

/** How kernel files hold kernels that do not say so themselves. */
export const convention = signal<KernelConvention>("aligned");

/** Reads a kernel file, and enlarges the picture for its kernel. A file that holds none leaves all as it is. */
export async function openKernel(blob: Blob, name: string): Promise<void> {
  try {
    if (!isOnScreen.value) throw new TaskError("kernel-without-picture", "no picture is on the screen");
    const given = await readKernel(blob, name, settings.scale.value);
    batch(() => {
      problem.value = undefined;
      givenKernel.value = given;
      if (given.scale && !kernels.value[settings.scale.value]) settings.scale.value = given.scale;
    });
    void keep();
    await enlarge();
  } catch (error) {
    showProblem(
      error instanceof KernelGanError ? new TaskError("kernel-unreadable", error.message) : error,
      name,
    );
  }
}

/** Back to the estimate, which is made where there is none yet. */
export async function leaveGivenKernel(): Promise<void> {
  if (!givenKernel.value) return;
  givenKernel.value = undefined;
  void keep();
  await (hasKernelAsSet() ? enlarge() : estimate());
}

/**
 * @param scale that a kernel of FKP is for, where neither the file nor its name says so
 * @throws KernelGanError as decodeNamedKernel; `invalid-input` for a scale that the page has not
 */
async function readKernel(blob: Blob, name: string, scale: Scale): Promise<GivenKernel> {
  const warnings: Warning[] = [];
  const isMoved = convention.value === "fkp";
  const read = await decodeNamedKernel(new Uint8Array(await blob.arrayBuffer()), name, {
    convention: convention.value,
    scale: isMoved ? scale : undefined,
    conventionOption: "Convention",
    onWarning: (warning) => warnings.push(warning),
  });
  const known = read.kernel.scale;
  if (known !== undefined && !isScale(known)) {
    throw new KernelGanError(
      "invalid-input",
      `has a kernel for ×${known}, which pictures are not enlarged by here`,
    );
  }
  return { name, kernel: read.kernel, scale: known, warnings };
}

const isScale = (scale: number): scale is Scale => SCALES.some((known) => known === scale);

/** Whether a file with this name can only be a kernel file. Pictures of kernels are pictures, too. */
export const isKernelName = (name: string): boolean => /\.(mat|npy|json)$/i.test(name);
