/** What went wrong, and what can be done about it. */
import { useEffect } from "preact/hooks";
import { problem } from "../problems.js";
import { WAYS_OUT } from "../session/ways-out.js";

/**
 * In the workbench it lies below the heading, over the picture or the list, where it moves nothing and hides neither what
 * is open nor the buttons for something else; at the top of the window where the page is scrolled.
 */
export function Alert() {
  const shown = problem.value;
  const isShown = shown !== undefined;
  useEffect(() => {
    if (!isShown) return undefined;
    const close = ({ key }: KeyboardEvent): void => {
      if (key === "Escape") problem.value = undefined;
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [isShown]);
  return (
    <div role="alert" class="alert">
      {shown && (
        <section class="problem">
          <div>
            {shown.about && <p class="about">{shown.about}</p>}
            <h2>{shown.title}</h2>
            <p>{shown.text}</p>
          </div>
          <div class="buttons">
            {shown.waysOut.map((name) => (
              <button type="button" key={name} onClick={WAYS_OUT[name].take}>
                {WAYS_OUT[name].label}
              </button>
            ))}
            <button type="button" onClick={() => (problem.value = undefined)}>
              Close
            </button>
          </div>
        </section>
      )}
    </div>
  );
}
