/** Asks before results are lost that were not downloaded. */
import { useEffect, useRef } from "preact/hooks";
import { type Loss, type LossQuestion, lossQuestion } from "../session/unsaved.js";

export function LossDialog() {
  const question = lossQuestion.value;
  return question ? <Question question={question} /> : null;
}

function Question({ question: { count, loss, answer } }: { question: LossQuestion }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const give = (choice: Parameters<LossQuestion["answer"]>[0]): void => {
    // Which gives the focus back to what had it.
    dialog.current?.close();
    answer(choice);
  };
  const isOne = count === 1;
  return (
    <dialog
      ref={dialog}
      class="card question"
      aria-labelledby="question-title"
      aria-describedby="question-text"
      // Escape, or "Back" on a phone.
      onCancel={(event) => {
        event.preventDefault();
        give("stay");
      }}
    >
      <h2 id="question-title">
        {isOne ? "One result was not downloaded" : `${count} results were not downloaded`}
      </h2>
      <p id="question-text">
        {isOne ? "It" : "They"} will be lost when {occasion(loss).words}.
      </p>
      <div class="buttons">
        <button type="button" class="primary" autofocus onClick={() => give("download")}>
          Download {isOne ? "it" : "them"} first
        </button>
        <button type="button" onClick={() => give("lose")}>
          {occasion(loss).anyway}
        </button>
        <button type="button" onClick={() => give("stay")}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}

/** What would lose them, and the button that does it all the same. */
function occasion(loss: Loss): { words: string; anyway: string } {
  if ("opens" in loss) return { words: `“${loss.opens}” is opened in its place`, anyway: "Open anyway" };
  if ("takesOff" in loss)
    return { words: `“${loss.takesOff}” is taken off the list`, anyway: "Take it off anyway" };
  if ("deletes" in loss) return { words: "it is deleted", anyway: "Delete anyway" };
  return { words: `the ${loss.closes} is closed`, anyway: "Close anyway" };
}
