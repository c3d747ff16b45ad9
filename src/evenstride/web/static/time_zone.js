// Days are those of the reader's clock: where the browser is in another time zone than the server counted in, it says so
// once, and a page that counts days (data-counts-days) is shown anew.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const used = document.documentElement.dataset.zone;

if (own && used !== undefined && used !== own && sessionStorage.getItem("zone") !== own) {
  try {
    const answer = await fetch("/time-zone", { method: "POST", body: new URLSearchParams({ zone: own }) });
    sessionStorage.setItem("zone", own);
    if (answer.ok && document.querySelector("[data-counts-days]")) location.reload();
  } catch {
    // The app cannot be reached just now; the next page tries again.
  }
}
