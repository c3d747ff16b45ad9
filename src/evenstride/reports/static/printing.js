// On paper nothing can be opened: what is folded on the screen is unfolded for printing, then folded again.

export function unfoldForPrint() {
  const folded = () => document.querySelectorAll("details:not([open]):not(.measures *):not(.keys)");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
