/** Makes files of results and draws stored ones, without waiting for what is computed. */
import { type Scope, serve } from "../bridge/serve.js";
import type { FileTasks } from "../tasks.js";
import { fileColours, meaningOf } from "./colours.js";
import { encodePicture } from "./picture-files.js";
import { eachStripInTurn, planesOf, RowCanvas } from "./pixels.js";
import { storedRows } from "./sample-store.js";

serve<FileTasks>(self as unknown as Scope, {
  encode: async (input) => ({ value: await encodePicture(input) }),

  async draw({ stored, colours, original, maxDrawn }) {
    const meaning = await meaningOf(colours, (await fileColours(original)).facts);
    const screen = new RowCanvas(stored, stored.channels, meaning, maxDrawn);
    await eachStripInTurn(stored.height, async (top, count) => {
      screen.add(planesOf(await storedRows(stored, top, count)), top);
    });
    const bitmap = (await screen.finish()).transferToImageBitmap();
    return { value: bitmap, transfer: [bitmap] };
  },
});
