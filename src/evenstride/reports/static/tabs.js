// Several clips: a tab each, one on the screen at a time, so that at most one plays and keys mean that one.

export function connectTabs(list, players) {
  const tabs = list ? [...list.querySelectorAll(".clip-tab")] : [];

  function choose(index) {
    tabs.forEach((tab, number) => {
      const isChosen = number === index;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      players[number].section.hidden = !isChosen;
      if (!isChosen) players[number].clock.pause();
    });
  }

  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(index));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (index + step + tabs.length) % tabs.length;
      choose(next);
      tabs[next].focus();
    });
  }
  if (list) list.hidden = false;
  choose(0);
  return { choose };
}
