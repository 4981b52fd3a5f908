/** Pictures to try the page with. */
import { decodeMat } from "@kernelgan/formats";
import photo from "../../../../docs/sample/photo.png?url";
import truth from "../../../../docs/sample/photo_true_kernel_x2.mat?url";
import untouched from "../../../../docs/sample/untouched.jpg?url";
import photoSmall from "../../assets/photo-small.jpg?url";
import untouchedSmall from "../../assets/untouched-small.jpg?url";
import { TaskError } from "../bridge/messages.js";
import { showProblem } from "./problems.js";
import { openFile } from "./session/file.js";

export interface Example {
  id: string;
  title: string;
  remark: string;
  /** Address of the preview. */
  preview: string;
  address: string;
  name: string;
  /** Address of the true kernel, if it is known. */
  truth?: string;
  real: boolean;
}

export const EXAMPLES: readonly Example[] = [
  {
    id: "photo",
    title: "Boats in Nagasaki, 1865",
    remark: "blurred with a known kernel, 512 × 352",
    preview: photoSmall,
    address: photo,
    name: "photo.png",
    truth,
    real: false,
  },
  {
    id: "untouched",
    title: "Alpine landscape, 1870",
    remark: "an untouched photograph, 1024 × 484",
    preview: untouchedSmall,
    address: untouched,
    name: "untouched.jpg",
    real: true,
  },
];

export async function openExample(example: Example): Promise<void> {
  try {
    const blob = await (await fetched(example.address)).blob();
    const known = example.truth && new Uint8Array(await (await fetched(example.truth)).arrayBuffer());
    const truth = known ? await decodeMat(known) : undefined;
    await openFile(blob, example.name, { truth, real: example.real });
  } catch (error) {
    showProblem(error, example.title);
  }
}

/** @throws TaskError `example-unavailable` */
async function fetched(address: string): Promise<Response> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new TaskError("example-unavailable", `${address} cannot be fetched`);
  return response;
}
