/**
 * All results of the picture: to show, to compare with one another, to delete. They have their place before there are
 * any.
 */
import { remove, show } from "../session/choosing.js";
import { type Result, results, shownId } from "../session/results.js";
import { resultName } from "./names.js";

export function ResultStrip() {
  if (results.value.length < 2) {
    return <p class="strip note">What other settings make of the picture is collected here.</p>;
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
  return (
    <li>
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
