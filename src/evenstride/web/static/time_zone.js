// Pages that count days carry data-zone on their main part: the zone that the server used. Where the browser is in
// another one it says so once, and the page is shown anew.

export async function connectTimeZone(part) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || part.dataset.zone === own || sessionStorage.getItem("zone") === own) return;
  sessionStorage.setItem("zone", own);
  await fetch("/time-zone", { method: "POST", body: new URLSearchParams({ zone: own }) });
  location.reload();
}
