// The page: sends the chosen picture to the worker and shows its answers.
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const output = document.querySelector("pre");
document.querySelector("input").onchange = async ({ target }) => {
  const [file] = target.files;
  const bitmap = file && (await createImageBitmap(file).catch(() => undefined));
  if (bitmap) worker.postMessage(bitmap);
  else if (file) output.textContent = `${file.name} is not a picture that this browser can open`;
};
worker.onmessage = ({ data }) => {
  output.textContent = data;
};
