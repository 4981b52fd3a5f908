/** A button that asks for a file, for files, or for a folder. */
interface FileButtonProps {
  label: string;
  accept: string;
  primary?: boolean;
  /** Several, or all of a folder. */
  many?: "files" | "folder";
  onChoose(files: [File, ...File[]]): void;
}

export function FileButton({ label, accept, primary = false, many, onChoose }: FileButtonProps) {
  return (
    <label class={`button choose${primary ? " primary" : ""}`}>
      {label}
      <input
        type="file"
        accept={accept}
        multiple={many === "files"}
        // Of no standard, but in every browser that has folders.
        {...(many === "folder" && { webkitdirectory: true })}
        onChange={(event) => {
          const [first, ...others] = event.currentTarget.files ?? [];
          // So that choosing the same file again is a change, too.
          event.currentTarget.value = "";
          if (first) onChoose([first, ...others]);
        }}
      />
    </label>
  );
}
