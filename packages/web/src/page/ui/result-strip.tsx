/**
 * All results of the picture: to show, to compare with one another, to delete. They have their place before there are
 * any.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { remove, show } from "../session/choosing.js";
import { type Result, results, shownId } from "../session/results.js";
import { resultName } from "./names.js";

export function ResultStrip() {
  if (results.value.length < 2) {
    return <p class="strip note">Results of other settings will be collected here, to compare.</p>;
  }
  return (
    <ul class="strip" aria-label="Results">
      {results.value.map((result) => (
        <Item key={result.id} result={result} />
      ))}
    </ul>
  );
}

function Item({ result }: { result: Result }) {
  const name = resultName(result);
  const isShown = shownId.value === result.id;
  const item = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (isShown && item.current?.parentElement) bringIntoView(item.current, item.current.parentElement);
  }, [isShown]);
  return (
    <li ref={item}>
      <button type="button" class="result" aria-pressed={isShown} onClick={() => show(result.id)}>
        <img src={result.thumbnail} alt="" />
        <span>{name}</span>
      </button>
      <button
        type="button"
        class="remove"
        aria-label={`Delete the result ${name}`}
        title="Delete this result"
        onClick={() => remove(result.id)}
      >
        ×
      </button>
    </li>
  );
}

/** CSS pixels to the ends of the strip, for outlines. */
const ROOM = 4;

/** Scrolls the strip, and not the page. */
function bringIntoView(item: Element, strip: Element): void {
  const { left, right } = item.getBoundingClientRect();
  const view = strip.getBoundingClientRect();
  if (left - ROOM < view.left) strip.scrollLeft += left - ROOM - view.left;
  else if (right + ROOM > view.right) strip.scrollLeft += right + ROOM - view.right;
}
