/** What the result depends on. A change makes another one at once; the kernel is estimated again where it does not follow from the one there is. */
import { ESTIMATE_METHODS, type EstimateMethod, RESTORE_METHODS, SCALES } from "@kernelgan/core";
import { isScaleOf } from "@kernelgan/core/internal";
import { changeEnlargement } from "../session/enlargement.js";
import { changeScale, changeSetting } from "../session/estimation.js";
import { leaveGivenKernel } from "../session/given-kernel.js";
import { type GivenKernel, givenKernel } from "../session/state.js";
import { PAGE_OPTIONS, settings } from "../settings.js";
import { Choice } from "./choice.js";
import { ESTIMATES, RESTORATIONS } from "./names.js";

/** The order of the buttons: the page's default first. */
const METHOD_ORDER = [...ESTIMATE_METHODS].sort(
  (a, b) => Number(b === PAGE_OPTIONS.kernel.default) - Number(a === PAGE_OPTIONS.kernel.default),
);

interface SettingsPanelProps {
  /** The visitor's own kernel, of the picture that is open; the kernels of a list are always estimated. */
  given?: GivenKernel | undefined;
  /** Whether the picture, or those of the list, are untouched photographs. */
  isUntouched: boolean;
  onUntouched(value: boolean): void;
}

export function SettingsPanel({ given, isUntouched, onUntouched }: SettingsPanelProps) {
  const { kernel } = settings;
  return (
    <section class="card settings" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <Choice
        legend="Scale"
        value={settings.scale.value}
        options={SCALES.map((scale) => [scale, `×${scale}`])}
        onChange={changeScale}
      />
      <KernelChoice given={given} />
      <Choice
        legend="Enlarge by"
        value={settings.method.value}
        options={RESTORE_METHODS.map((method) => [method, RESTORATIONS[method].name])}
        onChange={(value) => changeEnlargement(settings.method, value)}
      />
      <p class="note">{RESTORATIONS[settings.method.value].remark}</p>
      {kernel.value === "kernelgan" && !given && (
        <label class="check">
          <input
            type="checkbox"
            checked={isUntouched}
            onChange={(event) => onUntouched(event.currentTarget.checked)}
          />
          <span>
            Untouched photograph <span class="muted">– KernelGAN learns from its borders, too</span>
          </span>
        </label>
      )}
    </section>
  );
}

/** How the blur is found; or the visitor's own kernel, which a click on any of the others leaves. */
function KernelChoice({ given }: Pick<SettingsPanelProps, "given">) {
  const { kernel, scale } = settings;
  const unavailable = METHOD_ORDER.filter((method) => !isScaleOf(method, scale.value));
  return (
    <>
      <Choice<EstimateMethod | "given">
        legend="Find the blur by"
        value={given ? "given" : kernel.value}
        options={[
          ...METHOD_ORDER.map((method) => [method, ESTIMATES[method].name] as const),
          ...(given ? [["given", "own kernel"] as const] : []),
        ]}
        unavailable={unavailable}
        onChange={(value) => {
          if (value === "given") return;
          if (value === kernel.value && given) void leaveGivenKernel();
          else {
            if (given) givenKernel.value = undefined;
            changeSetting(kernel, value);
          }
        }}
      />
      <p class="note">{given ? `The kernel in ${given.name}.` : ESTIMATES[kernel.value].remark}</p>
      {unavailable.map((method) => (
        <p class="note" key={method}>
          {ESTIMATES[method].name} finds no blur at ×{scale.value}.
        </p>
      ))}
    </>
  );
}
