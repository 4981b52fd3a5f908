/** The original, if the visitor has it, and how close the result comes to it. */
import type { ImageQuality } from "@kernelgan/core";
import { capitalised } from "@kernelgan/figures";
import { groundTruth, measured, removeGroundTruth, setGroundTruth } from "../session/ground-truth.js";
import { shown } from "../session/results.js";
import { FileButton } from "./file-button.js";

export function GroundTruthPanel() {
  const truth = groundTruth.value;
  return (
    <section class="group" aria-labelledby="ground-truth-title" data-drop="ground-truth">
      <h3 id="ground-truth-title">Ground truth</h3>
      {truth ? (
        <p>
          <strong>{truth.name}</strong>
        </p>
      ) : (
        <p class="note">
          The sharp original, of the result’s size: for PSNR and SSIM. Choose it, or drop it here.
        </p>
      )}
      {truth && <Quality />}
      <div class="buttons">
        <FileButton
          label={truth ? "Another original" : "Choose the original"}
          accept="image/*"
          onChoose={(file) => setGroundTruth(file, file.name)}
        />
        {truth && (
          <button type="button" onClick={removeGroundTruth}>
            Remove it
          </button>
        )}
      </div>
    </section>
  );
}

function Quality() {
  const found = measured.value;
  if (!shown.value) return <p class="note">It is measured as soon as there is a result.</p>;
  if (!found) return <p class="note">Measuring …</p>;
  if ("failure" in found) return <p class="warning">{capitalised(found.failure)}.</p>;
  const { result, usual } = found;
  return (
    <>
      <table class="quality">
        <thead>
          <tr>
            <td />
            <th scope="col">PSNR-Y</th>
            <th scope="col">SSIM-Y</th>
            <th scope="col">PSNR-RGB</th>
            <th scope="col">SSIM-RGB</th>
          </tr>
        </thead>
        <tbody>
          <Row name="result" quality={result} />
          <Row name="bicubic" quality={usual} />
        </tbody>
      </table>
      <p class="note">PSNR in dB; {result.border} pixels are left out along each side.</p>
    </>
  );
}

function Row({ name, quality }: { name: string; quality: ImageQuality }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{decibels(quality.psnrY)}</td>
      <td>{quality.ssimY.toFixed(4)}</td>
      <td>{decibels(quality.psnrRgb)}</td>
      <td>{quality.ssimRgb.toFixed(4)}</td>
    </tr>
  );
}

const decibels = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : "∞");
