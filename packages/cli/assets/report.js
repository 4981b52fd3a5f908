/** The report's comparison (src/report/comparison.ts) and its copy button. */

{
  const find = (id) => document.getElementById(id);
  const stage = find("stage");
  const extent = find("extent");
  const slider = find("slider");
  const divider = find("divider");
  const handle = find("handle");
  const panes = document.querySelectorAll(".pane");
  const images = document.querySelectorAll(".pane img");
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`);

  /** Which part of the whole, as a fraction, is in the middle of what is visible. */
  function middleOf(scrolled, visible, whole) {
    return whole > visible ? (scrolled + visible / 2) / whole : 0.5;
  }

  /** Sizes everything for the zoom chosen, keeping what is in the middle in the middle. */
  function layOut() {
    const width = Number(extent.dataset.width);
    const height = Number(extent.dataset.height);
    const middle = {
      x: middleOf(stage.scrollLeft, stage.clientWidth, extent.offsetWidth),
      y: middleOf(stage.scrollTop, stage.clientHeight, extent.offsetHeight),
    };
    const zoom = chosen("zoom").value;
    // Fit: without scrolling, and never larger than the picture.
    extent.style.width = "0";
    extent.style.height = "0";
    const most = Number.parseFloat(getComputedStyle(stage).maxHeight);
    const scale =
      zoom === "fit"
        ? Math.min(1, stage.clientWidth / width, most / height)
        : Number(zoom) / 100 / window.devicePixelRatio;
    const shown = { width: width * scale, height: height * scale };
    extent.style.width = `${shown.width}px`;
    extent.style.height = `${shown.height}px`;
    const visible = {
      width: Math.min(shown.width, stage.clientWidth),
      height: Math.min(shown.height, stage.clientHeight),
    };
    for (const box of [slider, ...panes]) {
      box.style.width = `${visible.width}px`;
      box.style.height = `${visible.height}px`;
    }
    for (const image of images) {
      image.style.width = `${shown.width}px`;
      image.style.height = `${shown.height}px`;
      const enlarged = shown.width >= image.naturalWidth;
      image.style.imageRendering = enlarged ? "pixelated" : "auto";
    }
    // Where there is something to scroll, only the handle moves the divider.
    const scrolls = shown.width > visible.width + 1 || shown.height > visible.height + 1;
    slider.handle = scrolls;
    stage.classList.toggle("scrolls", scrolls);
    stage.scrollLeft = middle.x * shown.width - stage.clientWidth / 2;
    stage.scrollTop = middle.y * shown.height - stage.clientHeight / 2;
    scrollPanes();
  }

  function scrollPanes() {
    for (const pane of panes) {
      pane.scrollLeft = stage.scrollLeft;
      pane.scrollTop = stage.scrollTop;
    }
  }

  function showLeft() {
    const choice = chosen("left");
    // There is one picture to compare with: it is shown already.
    if (!choice) return;
    for (const image of document.querySelectorAll("img[data-left]")) {
      image.hidden = image.dataset.left !== choice.value;
    }
    find("left-name").textContent = choice.parentElement.textContent;
  }

  function inside(element, { clientX: x, clientY: y }) {
    const box = element.getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }

  /** Dragging the pictures with the mouse; fingers scroll by themselves. */
  function startPanning(event) {
    const pans = stage.classList.contains("scrolls") && event.pointerType === "mouse" && event.button === 0;
    if (!pans || !inside(slider, event) || inside(handle, event)) return;
    const pan = ({ movementX, movementY }) => stage.scrollBy(-movementX, -movementY);
    const stop = () => {
      window.removeEventListener("pointermove", pan);
      stage.classList.remove("panning");
    };
    stage.classList.add("panning");
    window.addEventListener("pointermove", pan);
    window.addEventListener("pointerup", stop, { once: true });
    window.addEventListener("pointercancel", stop, { once: true });
  }

  async function copyCommand() {
    const command = find("command");
    try {
      await navigator.clipboard.writeText(command.textContent);
      find("copy").textContent = "Copied";
    } catch {
      // No clipboard: select the command, ready for Ctrl-C.
      window.getSelection().selectAllChildren(command);
    }
  }

  for (const input of document.querySelectorAll('input[name="zoom"]'))
    input.addEventListener("change", layOut);
  for (const input of document.querySelectorAll('input[name="left"]'))
    input.addEventListener("change", showLeft);
  stage.addEventListener("scroll", scrollPanes);
  stage.addEventListener("pointerdown", startPanning);
  divider.addEventListener("input", () => {
    slider.value = divider.value;
  });
  slider.addEventListener("slide", () => {
    divider.value = slider.value;
  });
  // After a drag the arrow keys continue from where it ended.
  slider.addEventListener("focus", () => divider.focus({ preventScroll: true }));
  find("copy").addEventListener("click", copyCommand);
  window.addEventListener("resize", layOut);
  showLeft();
  Promise.all([...images].map((image) => image.decode().catch(() => {}))).then(layOut);
  layOut();
}
