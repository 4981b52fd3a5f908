/** A slider with its label and its value. */
interface SliderProps {
  id: string;
  label: string;
  value: number;
  text: string;
  min?: number;
  isDisabled?: boolean;
  onInput(value: number): void;
  onChange?(): void;
}

export function Slider({
  id,
  label,
  value,
  text,
  min = 0,
  isDisabled = false,
  onInput,
  onChange,
}: SliderProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max="100"
        step="1"
        value={value}
        disabled={isDisabled}
        aria-valuetext={text}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
        onChange={() => onChange?.()}
      />
      <output for={id}>{text}</output>
    </div>
  );
}
