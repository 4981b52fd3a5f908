/** Starts the page. */
import "@kernelgan/figures/shared.css";
import { render } from "preact";
import { lookForWebGpu } from "./engines.js";
import { EXAMPLES, openExample } from "./examples.js";
import { keepFocus } from "./focus.js";
import { installServiceWorker } from "./offline.js";
import { openLaunched, openShared, wasShared } from "./opened-from-outside.js";
import { startAhead } from "./session/computation.js";
import { comeBack } from "./session/file.js";
import { followAfterList } from "./session/following.js";
import { watchQuality } from "./session/ground-truth.js";
import { watchOtherTabs } from "./session/keeping.js";
import { askBeforeLeaving } from "./session/leaving.js";
import { watchFileSize } from "./session/output-file.js";
import { linkedExample } from "./settings.js";
import { rememberSettings } from "./settings-memory.js";
import { watchTitle } from "./title.js";
import { App } from "./ui/app.js";
import { watchView } from "./view.js";
import "./style.css";
import "./research.css";
import "./viewer.css";
import "./welcome.css";
import "./touch.css";

render(<App />, document.body);
keepFocus();
const reloads = await installServiceWorker();
if (!reloads) {
  startAhead();
  void lookForWebGpu();
  const example = EXAMPLES.find(({ id }) => id === linkedExample);
  rememberSettings();
  watchOtherTabs();
  askBeforeLeaving();
  followAfterList();
  watchFileSize();
  watchQuality();
  watchTitle();
  // What is opened from outside takes the place of what was kept, too: the visitor is asked.
  await comeBack({ onlyUnsaved: example !== undefined || wasShared });
  watchView();
  openLaunched();
  if (example) void openExample(example);
  else if (wasShared && !(await openShared())) void comeBack();
}
