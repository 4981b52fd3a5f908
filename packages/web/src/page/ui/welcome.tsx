/** Before a picture is open. */
import { EXAMPLES, openExample } from "../examples.js";
import { ChooseButton } from "./drop-target.js";

export function Welcome() {
  return (
    <div class="welcome">
      <h1>Drop a picture, watch its kernel appear</h1>
      <p class="lead">
        Every small picture is a larger one, blurred by a kernel and thinned out. This page finds that kernel
        from the picture alone, and then enlarges the picture with it. All of it happens on this device;
        nothing is uploaded.
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
