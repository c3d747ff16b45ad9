// The curves under the clip: they are drawn already; here only the cursor moves and the values at it are written.

export function chartCursor(charts, data) {
  const track = charts.querySelector(".charts-track");
  const cursor = charts.querySelector(".charts-cursor");
  const readouts = [...charts.querySelectorAll("[data-curve]")].map((element) => ({
    element,
    values: data.curves[Number(element.dataset.curve)],
    shown: "",
  }));
  const span = { firstS: data.time_s[0], widthPx: 1, viewPx: 1, leftPx: 0, gutterPx: 0 };

  function fit() {
    span.gutterPx = gutterOf(track);
    span.widthPx = track.clientWidth - span.gutterPx;
    span.viewPx = charts.clientWidth;
    span.leftPx = charts.scrollLeft;
  }

  function moveTo(frame) {
    const x = ((data.time_s[frame] - span.firstS) / data.duration_s) * span.widthPx;
    cursor.style.transform = `translateX(${x.toFixed(1)}px)`;
    for (const readout of readouts) write(readout, readout.values[frame]);
    if (span.widthPx + span.gutterPx > span.viewPx + 1) turnPage(charts, span, x);
  }

  charts.addEventListener("scroll", () => {
    span.leftPx = charts.scrollLeft;
  }, { passive: true });

  return { fit, moveTo };
}

export function seekOnClick(charts, data, seek) {
  const track = charts.querySelector(".charts-track");
  let isDragging = false;

  function seekTo(event) {
    const box = track.getBoundingClientRect();
    const gutterPx = gutterOf(track);
    const share = (event.clientX - box.left - gutterPx) / (box.width - gutterPx);
    if (share >= 0) seek(data.time_s[0] + share * data.duration_s);
  }

  track.addEventListener("pointerdown", (event) => {
    isDragging = event.button === 0 && event.pointerType === "mouse";
    if (event.button === 0 && event.pointerType === "mouse") seekTo(event);
  });
  track.addEventListener("pointermove", (event) => {
    if (isDragging && event.buttons === 1) seekTo(event);
  });
  track.addEventListener("click", seekTo);
  window.addEventListener("pointerup", () => {
    isDragging = false;
  });
}

// Where the axis labels stand, left of the time axis.
function gutterOf(track) {
  return parseFloat(getComputedStyle(track).paddingLeft);
}

function write(readout, value) {
  const text = Number.isFinite(value) ? `${Math.round(value)}°`.replace("-", "\u2212") : "–";
  if (text === readout.shown) return;
  readout.shown = text;
  readout.element.firstChild.nodeValue = text;
}

// A clip longer than the view: bring the page with the cursor into view, not every picture.
function turnPage(charts, span, x) {
  if (x >= span.leftPx && x <= span.leftPx + span.viewPx - span.gutterPx) return;
  span.leftPx = Math.max(0, x - 0.1 * span.viewPx);
  charts.scrollLeft = span.leftPx;
}
