import { Slider } from "./slider.js";

interface Props {
  /** In [0, 1]. */
  strength: number;
  isDisabled?: boolean;
  onInput(strength: number): void;
  onChange?(): void;
}

/** Moves between the interpolated picture and the whole result. */
export function StrengthSlider({ strength, onInput, ...others }: Props) {
  const percent = Math.round(100 * strength);
  return (
    <Slider
      id="strength"
      label="Strength"
      value={percent}
      text={`${percent}%`}
      onInput={(value) => onInput(value / 100)}
      {...others}
    />
  );
}
