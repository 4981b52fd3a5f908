/** A kernel from a file, in place of the one that was found. */
import { KERNEL_CONVENTIONS, type KernelConvention } from "@kernelgan/core";
import { capitalised } from "@kernelgan/figures";
import { kernelFormats } from "@kernelgan/formats";
import { changeEnlargement } from "../session/enlargement.js";
import { convention, leaveGivenKernel, openKernel } from "../session/given-kernel.js";
import { givenKernel } from "../session/state.js";
import { settings } from "../settings.js";
import { FileButton } from "./file-button.js";

const ACCEPTED = kernelFormats.map((format) => `.${format}`).join();

const CONVENTIONS: Readonly<Record<KernelConvention, string>> = {
  aligned: "this page, KernelGAN, DIV2KRK",
  kair: "KAIR, USRNet, DPIR",
  fkp: "FKP",
};

export function OwnKernel() {
  const given = givenKernel.value;
  return (
    <section class="group" aria-labelledby="own-kernel-title" data-drop="kernel">
      <h3 id="own-kernel-title">Your own kernel</h3>
      {given ? (
        <>
          <p>
            <strong>{given.name}</strong>
            <span class="muted">
              {" "}
              {given.kernel.size} × {given.kernel.size}
              {given.scale ? `, for ×${given.scale}` : ", for any scale"}
            </span>
          </p>
          {given.warnings.map(({ code, message }) => (
            <p key={code} class="warning">
              {capitalised(message)}.
            </p>
          ))}
          <label class="check">
            <input
              type="checkbox"
              checked={settings.exactKernel.value}
              onChange={(event) => changeEnlargement(settings.exactKernel, event.currentTarget.checked)}
            />
            <span>
              It is exact <span class="muted">– the true kernel: no errors of it are allowed for</span>
            </span>
          </label>
        </>
      ) : (
        <p class="note">
          Used in place of the blur that is found. Drop a .mat, .npy or .json file anywhere, or the .png of a
          kernel here.
        </p>
      )}
      <div class="field">
        <label for="convention">Convention</label>
        <select
          id="convention"
          value={convention.value}
          onChange={({ currentTarget }) => {
            const chosen = KERNEL_CONVENTIONS.find((one) => one === currentTarget.value);
            if (chosen) convention.value = chosen;
          }}
        >
          {KERNEL_CONVENTIONS.map((one) => (
            <option key={one} value={one}>
              {CONVENTIONS[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="buttons">
        <FileButton
          label={given ? "Another kernel file" : "Choose a kernel file"}
          accept={ACCEPTED}
          onChoose={([file]) => openKernel(file, file.name)}
        />
        {given && (
          <button type="button" onClick={leaveGivenKernel}>
            Back to the blur found
          </button>
        )}
      </div>
    </section>
  );
}
