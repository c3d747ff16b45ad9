// The sample clip plays by itself, unless the reader asked the system for less motion.
const clip = document.querySelector(".sample-clip");
if (clip && !matchMedia("(prefers-reduced-motion: reduce)").matches) clip.play().catch(() => {});
