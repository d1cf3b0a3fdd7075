/* The map of a state without this script is complete: markers lead to the list. With it, a marker
   and its entry light up together, and the chosen district can be brought closer. */

const figure = document.querySelector(".map");
const svg = figure.querySelector("svg");
const whole = svg.getAttribute("viewBox");

/* Marker and entry belong together by the entry's id. */
for (const marker of svg.querySelectorAll("a")) {
  const entry = document.querySelector(marker.getAttribute("href"));
  const pair = [marker, entry];
  const mark = (isOn) => pair.forEach((element) => element.classList.toggle("is-marked", isOn));
  for (const element of pair) {
    element.addEventListener("pointerenter", () => mark(true));
    element.addEventListener("pointerleave", () => mark(false));
    element.addEventListener("focusin", () => mark(true));
    element.addEventListener("focusout", () => mark(false));
  }
}

/* Around a district, with room for its neighbours; at least a fifth of the map, so that markers
   do not grow out of proportion. */
function viewAround(district) {
  const { x, y, width, height } = district.getBBox();
  const [, , wholeWidth, wholeHeight] = whole.split(" ").map(Number);
  const share = Math.min(1, Math.max(0.2, (1.5 * width) / wholeWidth, (1.5 * height) / wholeHeight));
  const [w, h] = [share * wholeWidth, share * wholeHeight];
  return `${x + width / 2 - w / 2} ${y + height / 2 - h / 2} ${w} ${h}`;
}

const chosen = svg.querySelector(".is-selected");
if (chosen) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = figure.dataset.labelZoom;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const isClose = button.getAttribute("aria-pressed") === "true";
    svg.setAttribute("viewBox", isClose ? whole : viewAround(chosen));
    button.setAttribute("aria-pressed", String(!isClose));
  });
  figure.append(button);
}
