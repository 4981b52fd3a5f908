/** A bar and what it means; without `done` nobody knows how long it takes. */
interface ProgressProps {
  done?: number;
  text: string;
  detail?: string;
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
