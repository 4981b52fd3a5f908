/** Before a picture is open. */
import { EXAMPLES, openExample } from "../examples.js";
import { ChooseButton } from "./drop-target.js";

export function Welcome() {
  return (
    <div class="welcome">
      <h1 tabIndex={-1} data-next>
        Drop a picture, get it back sharp
      </h1>
      <p class="lead">
        This page finds out how a soft or small photograph was blurred, undoes that, and makes it up to four
        times as wide. Nothing leaves your device; your last picture stays in this browser until you close it.
      </p>
      <div class="drop-zone">
        <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
          <rect x="6" y="9" width="36" height="30" rx="5" />
          <circle cx="17" cy="19" r="3.5" />
          <path d="m8 35 11-11 8 8 6-6 8 8" />
        </svg>
        <p>Drop a picture here, or paste one</p>
        <ChooseButton label="Choose a picture" primary />
        <p class="muted">PNG, JPEG, WebP or AVIF; small or soft ones gain most</p>
      </div>
      <h2>Or try one of these</h2>
      <ul class="examples">
        {EXAMPLES.map((example) => (
          <li key={example.id}>
            <button type="button" onClick={() => openExample(example)}>
              <img src={example.preview} alt="" width="480" height="300" />
              <span class="title">{example.title}</span>
              <span class="muted">{example.remark}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
