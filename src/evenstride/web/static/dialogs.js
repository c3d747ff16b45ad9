// A button with data-opens="ID" opens the dialog of that id; data-closes inside it closes it. The browser keeps the
// focus inside and gives it back.

export function connectDialogs(part) {
  for (const opener of part.querySelectorAll("[data-opens]")) {
    opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
  }
  for (const closer of part.querySelectorAll("dialog [data-closes]")) {
    closer.addEventListener("click", () => closer.closest("dialog").close());
  }
}
