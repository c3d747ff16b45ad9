// Keys of the clip. They act only while the clip is in view, never while typing, and can be turned off.

export function listenToKeys(section, actions, isOn) {
  const view = { isInView: true };
  new IntersectionObserver(([entry]) => {
    view.isInView = entry.isIntersecting;
  }).observe(section.querySelector(".stage"));

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || !isOn() || !view.isInView || isTaken(event)) return;
    event.preventDefault();
    action();
  });
}

function isTaken(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const element = event.target;
  if (element.matches("select, textarea, [contenteditable]")) return true;
  if (element.matches("input")) return element.type !== "range" || event.key.startsWith("Arrow");
  return event.key === " " && element.matches("button, summary, a");
}
