// To the page with the result; the moment in the address loads it anew where it shows an earlier result already.
export function showKept({ screen_id: screenId }) {
  location.assign(`/screens/${screenId}?said=kept&at=${Date.now()}#result`);
}
