// The focal point of a photo, set by a click or by the arrow keys, with the two crops that readers see. The numbers in the
// form stay the real controls.
import { field, filled, give } from "./inputs.js";

const STEP = 5, LEAP = 10;
const within = (value) => Math.min(Math.max(Math.round(value), 0), 100);

// Readers see crops in steps of 10 %, halves to the even side (speeches.templatetags.newsroom.focus).
function shown(value) {
  const tenths = value / 10, low = Math.floor(tenths);
  if (tenths - low === 0.5) return (low % 2 ? low + 1 : low) * 10;
  return Math.round(tenths) * 10;
}

export function pick(row, uses) {
  const image = row.querySelector("img.whole");
  if (!image) return;
  const { texts } = uses;
  const across = field(row, "focal_x"), down = field(row, "focal_y");
  const stage = document.createElement("button");
  stage.type = "button";
  stage.className = "stage";
  const marker = document.createElement("span");
  marker.className = "marker";
  image.replaceWith(stage);
  stage.append(image, marker);
  const crops = document.createElement("div");
  crops.className = "crops";
  crops.setAttribute("aria-hidden", "true");
  for (const [shape, name] of [["wide", "16:9"], ["square", "1:1"]]) {
    const figure = document.createElement("figure");
    const crop = new Image();
    crop.src = image.src;
    crop.alt = "";
    crop.className = shape;
    const caption = document.createElement("figcaption");
    caption.textContent = name;
    figure.append(crop, caption);
    crops.append(figure);
  }
  stage.after(crops);

  const point = () => [across, down].map((input) => (input.value === "" ? 50 : within(Number(input.value))));
  function show() {
    const [x, y] = point();
    marker.style.left = `${x}%`;
    marker.style.top = `${y}%`;
    for (const crop of crops.querySelectorAll("img")) crop.style.objectPosition = `${shown(x)}% ${shown(y)}%`;
    stage.setAttribute("aria-label", filled(texts.focus, { x, y }));
  }
  function put(x, y) {
    give(across, within(x));
    give(down, within(y));
    const [left, top] = point();
    uses.say(texts.focused, { x: left, y: top });
  }
  function follow(event) {
    const { left, top, width, height } = image.getBoundingClientRect();
    put(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
  }
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    stage.setPointerCapture(event.pointerId);
    follow(event);
  });
  stage.addEventListener("pointermove", (event) => { if (stage.hasPointerCapture(event.pointerId)) follow(event); });
  stage.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [x, y] = point(), by = event.shiftKey ? LEAP : STEP;
    put(x + way[0] * by, y + way[1] * by);
  });
  show();
}
