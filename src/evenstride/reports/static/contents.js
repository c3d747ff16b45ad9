// The list of parts: marks the one that is being read.

export function markContents() {
  const links = new Map([...document.querySelectorAll(".contents li a")].map((link) => [link.hash.slice(1), link]));
  const parts = [...links.keys()].map((id) => document.getElementById(id));
  const reading = new IntersectionObserver((entries) => {
    for (const entry of entries) setRead(links.get(entry.target.id), entry.isIntersecting);
  }, { rootMargin: "-25% 0px -74% 0px" }); // a line a quarter down the window: one part crosses it at a time
  for (const part of parts) reading.observe(part);
}

function setRead(link, isCurrent) {
  if (isCurrent) link.setAttribute("aria-current", "location");
  else link.removeAttribute("aria-current");
}
