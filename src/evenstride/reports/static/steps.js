// Steps as chips, jumping from contact to contact, looping one stride.

export function stepPicker(container, data, seek) {
  const chips = data.steps.map((step) => chipFor(container, data, step, seek));
  let current = -1;

  function show(frame) {
    const index = stepAt(data.steps, data.time_s[frame] + 0.001);
    if (index === current) return;
    setChip(chips[current], false);
    current = index;
    setChip(chips[current], true);
  }

  return { show };
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

function chipFor(container, data, step, seek) {
  const row = container.querySelector(`[data-side="${step.side}"] .chips-row`);
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.textContent = String(step.number);
  chip.setAttribute("aria-label", `${step.side} step ${step.number}, contact at ${step.contact_s.toFixed(2)} s`);
  chip.tabIndex = row.children.length === 0 ? 0 : -1; // one stop per foot; [ and ] go from step to step
  chip.addEventListener("click", () => seek(step.contact_s));
  row.append(chip);
  return chip;
}

function setChip(chip, isCurrent) {
  if (!chip) return;
  if (!isCurrent) {
    chip.removeAttribute("aria-current");
    return;
  }
  for (const other of chip.parentElement.children) other.tabIndex = -1;
  chip.tabIndex = 0;
  chip.setAttribute("aria-current", "step");
  const row = chip.parentElement;
  const isOutside = chip.offsetLeft < row.scrollLeft || chip.offsetLeft + 44 > row.scrollLeft + row.clientWidth;
  if (row.scrollWidth > row.clientWidth && isOutside) row.scrollLeft = chip.offsetLeft - row.clientWidth / 2;
}
