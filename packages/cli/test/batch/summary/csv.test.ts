import { describe, expect, it } from "vitest";
import { summaryCsv } from "../../../src/batch/summary/csv.js";
import { HOSTILE, summaryRows as rows } from "../../helpers/summary-rows.js";

describe("summary.csv", () => {
  it("has a line for each image, with what has commas or quotes in quotes", () => {
    expect(summaryCsv(rows).split("\r\n")).toEqual([
      "image,file,status,seed,seconds,confidence,psnr_y,ssim_y,psnr_rgb,ssim_rgb,kernel_correlation,kernel_l1,kernel_trace_ratio,blur,error,notes",
      'sub/b 10%,/photos/sub/b 10%.png,done,,1.25,0.5,30,0.9,29,0.8,,,,,,"small, blurred"',
      `bad,/photos/bad.png,failed,,,,,,,,,,,,invalid-input,"not an image, ""${HOSTILE.replaceAll('"', '""')}"""`,
      "a2,/photos/a2.png,done,,1.25,0.85,Infinity,0.9,Infinity,0.8,,,,,,",
      "a10,/photos/a10.png,done,4,1.25,0.25,28,0.9,27,0.8,,,,motion of 12 pixels at 155°,,",
      "",
    ]);
  });
});
