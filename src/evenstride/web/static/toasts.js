// A message that passes by itself; screen readers hear it.
const SHOWN_MS = 6000;

export function showToast(words, { isError = false } = {}) {
  const toast = document.createElement("p");
  toast.className = isError ? "toast is-error" : "toast";
  toast.textContent = words;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
}
