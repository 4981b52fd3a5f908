/** A button that asks for a file. */
interface FileButtonProps {
  label: string;
  accept: string;
  primary?: boolean;
  onChoose(file: File): void;
}

export function FileButton({ label, accept, primary = false, onChoose }: FileButtonProps) {
  return (
    <label class={`button choose${primary ? " primary" : ""}`}>
      {label}
      <input
        type="file"
        accept={accept}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          // So that choosing the same file again is a change, too.
          event.currentTarget.value = "";
          if (chosen) onChoose(chosen);
        }}
      />
    </label>
  );
}
