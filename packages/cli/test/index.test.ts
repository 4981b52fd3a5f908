/** The library's types: `npm run types` checks them. */
import { expectTypeOf, it } from "vitest";
import {
  type BatchCounts,
  type BatchDocument,
  type ErrorRecord,
  type EstimateFileOptions,
  encodeImage,
  encodeKernel,
  encodePicture,
  encodePictures,
  estimate,
  type ProblemRecord,
  type ReadKernelOptions,
  readKernel,
  type UpscaleFileOptions,
  upscale,
} from "../src/index.js";

it("encodes what Response and Blob take", () => {
  type Bytes = Uint8Array<ArrayBuffer>;
  expectTypeOf<Awaited<ReturnType<typeof upscale>>["toBuffer"]>().returns.resolves.toEqualTypeOf<Bytes>();
  expectTypeOf(encodeImage).returns.resolves.toEqualTypeOf<Bytes>();
  expectTypeOf(encodePicture).returns.resolves.toEqualTypeOf<Bytes>();
  expectTypeOf(encodePictures).returns.resolves.toEqualTypeOf<Bytes>();
  expectTypeOf(encodeKernel).returns.resolves.toEqualTypeOf<Bytes>();
});

it("names what its functions take and give", () => {
  expectTypeOf(upscale).parameter(1).toEqualTypeOf<UpscaleFileOptions | undefined>();
  expectTypeOf(estimate).parameter(1).toEqualTypeOf<EstimateFileOptions | undefined>();
  expectTypeOf(readKernel).parameter(1).toEqualTypeOf<ReadKernelOptions | undefined>();
  expectTypeOf<BatchDocument["counts"]>().toEqualTypeOf<BatchCounts>();
  expectTypeOf<ProblemRecord["error"]>().toEqualTypeOf<ErrorRecord>();
});
