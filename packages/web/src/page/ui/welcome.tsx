/** Before a picture is open. */
import { EXAMPLES, openExample } from "../examples.js";
import { BeforeAfter } from "./before-after.js";
import { ChooseButton, ChooseFolder } from "./drop-target.js";

export function Welcome() {
  return (
    <div class="welcome">
      <h1 tabIndex={-1} data-next>
        Drop a picture, get it back sharp
      </h1>
      <p class="lead">
        A blurry photograph, from a phone or a scan: this page works out how it was blurred, undoes that, and
        gives it back sharp, up to eight times as wide.
      </p>
      <p class="promise">
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <rect x="5" y="11" width="14" height="9" rx="2" />
          <path d="M8 11V8a4 4 0 0 1 8 0v3" />
        </svg>
        <strong>Nothing leaves your device.</strong>
        <span class="muted">Your last picture stays in this browser until you close the picture.</span>
      </p>
      <div class="first">
        <BeforeAfter />
        <div class="drop-zone">
          <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
            <rect x="6" y="9" width="36" height="30" rx="5" />
            <circle cx="17" cy="19" r="3.5" />
            <path d="m8 35 11-11 8 8 6-6 8 8" />
          </svg>
          <p class="by-mouse">Drop pictures or a folder here, or paste one</p>
          <p class="by-finger">Choose a blurry picture, or several</p>
          <div class="buttons">
            <ChooseButton label="Choose pictures" primary />
            <ChooseFolder />
          </div>
          <p class="muted">PNG, JPEG, WebP or AVIF; small or soft ones gain most</p>
        </div>
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
