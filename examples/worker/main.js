// The page: sends the chosen picture to the worker and shows its answers.
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const output = document.querySelector("pre");
document.querySelector("input").onchange = async ({ target }) => {
  worker.postMessage(await createImageBitmap(target.files[0]));
};
worker.onmessage = ({ data }) => {
  output.textContent = data;
};
