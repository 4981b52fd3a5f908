/** A bar with a text; without `done` it only shows activity. */

interface ProgressProps {
  done?: number;
  text: string;
  detail?: string | undefined;
}

export function Progress({ done, text, detail }: ProgressProps) {
  return (
    <div class="progress">
      <progress max="1" {...(done !== undefined && { value: done })} aria-label={text} />
      <p>
        {text}
        {detail && <span class="muted">{detail}</span>}
      </p>
    </div>
  );
}
