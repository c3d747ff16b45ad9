// The run's curves: drawn already on both axes; here a cursor moves over all of them and the values at it are written.

export function connectRunCharts() {
  const root = document.querySelector(".run-curves");
  const block = document.getElementById("run-data");
  if (!root || !block) return;
  const data = JSON.parse(block.textContent);
  const fields = [...root.querySelectorAll("[data-field]")];
  const lines = data.lines.map((line) => ({
    line,
    value: root.querySelector(`[data-run-value="${line.id}"]`),
    observed: root.querySelector(`[data-run-observed="${line.id}"]`),
  }));
  const slider = root.querySelector("#run-place");
  const shownPlace = root.querySelector("#run-at");
  const place = { share: 0 };

  function axis() {
    return root.querySelector("#run-axis-km:checked") ? "km" : "min";
  }

  function showPlace(share) {
    place.share = Math.min(1, Math.max(0, share));
    const along = axis();
    const wanted = place.share * data.end[along];
    for (const field of fields) field.querySelector(".run-cursor").style.left = `${(100 * place.share).toFixed(2)}%`;
    for (const each of lines) writeRunValues(each, nearestBin(each.line, along, wanted));
    slider.value = Math.round(1000 * place.share);
    const said = placeWords(data, along, wanted);
    shownPlace.textContent = said;
    slider.setAttribute("aria-valuetext", said);
  }

  for (const field of fields) {
    const follow = (event) => {
      const box = field.getBoundingClientRect();
      showPlace((event.clientX - box.left) / box.width);
    };
    field.addEventListener("pointermove", follow);
    field.addEventListener("pointerdown", follow);
  }
  slider.addEventListener("input", () => showPlace(Number(slider.value) / 1000));
  for (const choice of root.querySelectorAll("[name=run-axis]")) {
    choice.addEventListener("change", () => showPlace(otherShare(data, choice.value, place.share)));
  }
  for (const hidden of root.querySelectorAll(".run-slider, .run-cursor, .run-readout")) hidden.hidden = false;
  showPlace(0.5);
  window.evenstrideRun = { showPlace, place }; // for tests; nothing on the page reads it
}

function nearestBin(line, along, wanted) {
  const places = along === "km" ? line.km : line.minute;
  let best = -1;
  places.forEach((at, index) => {
    if (at === null || line.values[index] === null) return;
    if (best < 0 || Math.abs(at - wanted) < Math.abs(places[best] - wanted)) best = index;
  });
  return best;
}

function writeRunValues({ line, value, observed }, at) {
  if (value) value.textContent = at < 0 ? "–" : runValueText(line, line.values[at]);
  if (observed) observed.textContent = at < 0 ? "" : `measured ${runValueText({ ...line, unit: "" }, line.observed[at])}`;
}

function runValueText(line, value) {
  if (value === null) return "–";
  if (line.unit === "min/km") return `${minutesText(1000 / value)} min/km`;
  const number = value.toFixed(line.decimals).replace("-", "\u2212");
  return line.unit ? `${number} ${line.unit}` : number;
}

function minutesText(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function placeWords(data, along, wanted) {
  const minute = along === "km" ? otherPlace(data, "km", wanted) : wanted;
  const clock = `minute ${Math.round(minute)}`;
  if (data.end.km === null) return clock;
  const km = along === "km" ? wanted : otherPlace(data, "min", wanted);
  return `km ${km.toFixed(1)}, ${clock}`;
}

// The same place on the other axis, by the longest line that knows both.
function otherPlace(data, along, wanted) {
  const known = data.lines.filter((line) => line.km.some((km) => km !== null));
  const line = known.sort((one, other) => other.minute.length - one.minute.length)[0];
  if (!line) return wanted;
  const at = nearestBin({ ...line, values: line.km }, along, wanted);
  return along === "km" ? line.minute[at] : line.km[at];
}

function otherShare(data, axisNow, share) {
  const before = axisNow === "km" ? "min" : "km";
  return otherPlace(data, before, share * data.end[before]) / data.end[axisNow];
}
