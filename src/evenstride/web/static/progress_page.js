// Progress: a point leads to its row in the table; the place of pain is asked for pain only; paper shows the tables.

const page = document.getElementById("progress-page");

for (const chart of page.querySelectorAll(".measure")) {
  for (const point of chart.querySelectorAll(".plot .points use")) {
    point.addEventListener("click", () => {
      const numbers = chart.querySelector(".numbers");
      numbers.open = true;
      numbers.scrollIntoView({ block: "nearest" });
    });
  }
}

const note = page.querySelector(".quick-note form");
note?.addEventListener("change", () => {
  note.classList.toggle("is-effort", note.elements.kind.value === "effort");
});

addEventListener("beforeprint", () => {
  for (const numbers of page.querySelectorAll(".numbers")) numbers.open = true;
});
