/** One of a few: radio buttons that look like one button with parts. */
import { useId } from "preact/hooks";

interface ChoiceProps<T extends string | number> {
  legend: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  /** Those that cannot be chosen now. */
  unavailable?: readonly T[];
  onChange(value: T): void;
}

export function Choice<T extends string | number>({
  legend,
  value,
  options,
  unavailable = [],
  onChange,
}: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="parts">
        {options.map(([option, label]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              disabled={unavailable.includes(option)}
              onChange={() => onChange(option)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
