/** Starts the page. */
import "@kernelgan/figures/shared.css";
import { render } from "preact";
import { lookForWebGpu } from "./engines.js";
import { EXAMPLES, openExample } from "./examples.js";
import { installServiceWorker } from "./offline.js";
import { startAhead } from "./session/computation.js";
import { comeBack } from "./session/file.js";
import { askBeforeLeaving } from "./session/leaving.js";
import { watchFileSize } from "./session/output-file.js";
import { linkedExample } from "./settings.js";
import { rememberSettings } from "./settings-memory.js";
import "./style.css";
import { App } from "./ui/app.js";

render(<App />, document.body);
const reloads = await installServiceWorker();
if (!reloads) {
  startAhead();
  void lookForWebGpu();
  const example = EXAMPLES.find(({ id }) => id === linkedExample);
  rememberSettings();
  askBeforeLeaving();
  watchFileSize();
  void (example ? openExample(example) : comeBack());
}
