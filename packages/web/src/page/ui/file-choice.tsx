/** The format of files, and how strongly JPEG and WebP are compressed. */
import type { FileFormat } from "../../tasks.js";
import { FORMAT_NAMES, formatsFor } from "../encode.js";
import { chosenFormat, quality } from "../session/output-file.js";
import { Choice } from "./choice.js";
import { Slider } from "./slider.js";

/** For many files: each may keep the format that it has. */
export function FileChoice() {
  const written = formatsFor({ width: 1, height: 1 });
  return (
    <>
      <Choice<FileFormat | "same">
        legend="Format"
        value={chosenFormat.value ?? "same"}
        options={[["same", "as it was"], ...written.map((one) => [one, FORMAT_NAMES[one].name] as const)]}
        onChange={(value) => (chosenFormat.value = value === "same" ? undefined : value)}
      />
      {chosenFormat.value !== "png" && <Quality />}
    </>
  );
}

/** Of JPEG and WebP. */
export function Quality() {
  return (
    <Slider
      id="quality"
      label="Quality"
      min={50}
      value={quality.value}
      text={`${quality.value}`}
      onInput={(value) => (quality.value = value)}
    />
  );
}
