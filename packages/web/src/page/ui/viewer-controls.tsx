/** What is below the pictures: divider, original, zoom, full screen. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { FullScreen } from "./use-full-screen.js";
import type { Zoom } from "./use-zoom.js";

/** Zooms to choose from, in percent of the screen's pixels. */
const ZOOMS = [100, 200, 400];

interface ViewerControlsProps {
  zoom: Zoom;
  /** Where the divider is, in percent. */
  divider: Signal<number>;
  /** What is to both sides of it; undefined where there is nothing to compare, and no divider. */
  names: readonly [left: string, right: string] | undefined;
  /** Chooses what is to its left. */
  choice?: ComponentChildren;
  /** Whether the original is shown. */
  holds: Signal<boolean>;
  fullScreen: FullScreen;
}

/** All of them are there from the start, so that none moves. */
export function ViewerControls({ zoom, divider, names, choice, holds, fullScreen }: ViewerControlsProps) {
  return (
    <div class="viewer-controls">
      <Divider divider={divider} names={names} choice={choice} />
      <div class="viewer-buttons">
        <HoldButton holds={holds} isDisabled={names === undefined} />
        <fieldset class="zooms" aria-label="Zoom">
          <button type="button" aria-pressed={zoom.isFitted.value} onClick={zoom.showAll}>
            Fit
          </button>
          {ZOOMS.map((percent) => (
            <button
              type="button"
              key={percent}
              aria-pressed={zoom.percent.value === percent}
              onClick={() => zoom.zoomTo(percent)}
            >
              {percent}%
            </button>
          ))}
        </fieldset>
        {fullScreen.isPossible && (
          <button type="button" aria-pressed={fullScreen.isOn.value} onClick={fullScreen.toggle}>
            Full screen
          </button>
        )}
      </div>
    </div>
  );
}

function Divider({ divider, names, choice }: Pick<ViewerControlsProps, "divider" | "names" | "choice">) {
  const [left, right] = names ?? ["original", "result"];
  return (
    <div class="divider">
      {choice ?? <span>{left}</span>}
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        value={divider.value}
        disabled={names === undefined}
        aria-label={`Divider between ${left}, left, and ${right}, right`}
        onInput={(event) => (divider.value = Number(event.currentTarget.value))}
      />
      <span>{right}</span>
    </div>
  );
}

/** Shows the original while it is pressed, by pointer or key. */
function HoldButton({ holds, isDisabled }: { holds: Signal<boolean>; isDisabled: boolean }) {
  const hold = (): void => {
    holds.value = true;
  };
  const release = (): void => {
    holds.value = false;
  };
  const isKey = ({ key }: KeyboardEvent): boolean => key === " " || key === "Enter";
  return (
    <button
      type="button"
      class="hold"
      disabled={isDisabled}
      aria-pressed={holds.value}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hold();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onLostPointerCapture={release}
      onKeyDown={(event) => isKey(event) && hold()}
      onKeyUp={(event) => isKey(event) && release()}
      onBlur={release}
      onContextMenu={(event) => event.preventDefault()}
    >
      Hold for original
    </button>
  );
}
