// Steps as chips, jumping from contact to contact, looping one stride.

const CHIP_PX = 44; // about the width of a chip and its gap

export function stepPicker(container, data, seek) {
  const rows = new Map();
  const chips = data.steps.map((step) => chipFor(container, rows, step, seek));
  let current = -1;

  // Where everything lies is read here and never while playing, when it would cost a layout at every step.
  function fit() {
    for (const row of rows.values()) {
      row.leftPx = row.element.scrollLeft;
      row.widthPx = row.element.clientWidth;
    }
    for (const chip of chips) chip.leftPx = chip.element.offsetLeft;
  }

  function show(frame) {
    const index = stepAt(data.steps, data.time_s[frame] + 0.001);
    if (index === current) return;
    if (current >= 0) chips[current].element.removeAttribute("aria-current");
    current = index;
    if (current >= 0) setCurrent(chips[current]);
  }

  return { fit, show };
}

export function stepAt(steps, timeS) {
  let found = -1;
  for (let i = 0; i < steps.length && steps[i].contact_s <= timeS; i += 1) found = i;
  return found;
}

export function neighbourContact(steps, timeS, direction) {
  const isBeyond = direction > 0 ? (step) => step.contact_s > timeS + 0.012 : (step) => step.contact_s < timeS - 0.012;
  const beyond = steps.filter(isBeyond);
  return direction > 0 ? beyond[0] : beyond[beyond.length - 1];
}

// The stride around a moment: from the last contact whose next contact of the same foot is known.
export function strideAt(steps, timeS) {
  const whole = steps.filter((step) => step.next_same_contact_s !== null);
  const around = whole.filter((step) => step.contact_s <= timeS + 0.012 && timeS < step.next_same_contact_s);
  return around[around.length - 1] || whole[0] || null;
}

function chipFor(container, rows, step, seek) {
  const row = rowOf(container, rows, step.side);
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.textContent = String(step.number);
  chip.setAttribute("aria-label", `${step.side} step ${step.number}, contact at ${step.contact_s.toFixed(2)} s`);
  chip.tabIndex = row.focusable ? -1 : 0; // one stop per foot; [ and ] go from step to step
  row.focusable ||= chip;
  chip.addEventListener("click", () => seek(step.contact_s));
  row.element.append(chip);
  return { element: chip, row, leftPx: 0 };
}

function rowOf(container, rows, side) {
  if (rows.has(side)) return rows.get(side);
  const element = container.querySelector(`[data-side="${side}"] .chips-row`);
  const row = { element, leftPx: 0, widthPx: 0, focusable: null };
  element.addEventListener("scroll", () => {
    row.leftPx = element.scrollLeft;
  }, { passive: true });
  rows.set(side, row);
  return row;
}

function setCurrent({ element, row, leftPx }) {
  row.focusable.tabIndex = -1;
  row.focusable = element;
  element.tabIndex = 0;
  element.setAttribute("aria-current", "step");
  const isOutside = leftPx < row.leftPx || leftPx + CHIP_PX > row.leftPx + row.widthPx;
  if (row.widthPx && isOutside) row.element.scrollLeft = leftPx - row.widthPx / 2;
}
