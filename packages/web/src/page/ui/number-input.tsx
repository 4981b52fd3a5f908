/** A field for a number of an option. */
import { isValue, type Option } from "@kernelgan/core/internal";

interface NumberInputProps<T extends number | undefined> {
  id: string;
  value: T;
  option: Extract<Option, { type: "integer" | "number" }>;
  /** Shown where nothing is entered, which then means undefined. */
  placeholder?: undefined extends T ? string : never;
  onChange(value: T): void;
}

/** Takes effect on Enter, or when the focus leaves it; invalid text is replaced by the old value. */
export function NumberInput<T extends number | undefined>({
  id,
  value,
  option,
  placeholder,
  onChange,
}: NumberInputProps<T>) {
  return (
    <input
      id={id}
      type="number"
      inputMode={option.type === "integer" ? "numeric" : "decimal"}
      step={option.type === "integer" ? 1 : "any"}
      min={option.min}
      max={option.max}
      placeholder={placeholder}
      value={value ?? ""}
      onChange={(event) => {
        const { value: text, valueAsNumber: entered } = event.currentTarget;
        if (text === "" && placeholder !== undefined) onChange(undefined as T);
        else if (isValue(option, entered)) onChange(entered as T);
        else event.currentTarget.value = String(value ?? "");
      }}
    />
  );
}
