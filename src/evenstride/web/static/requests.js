// Talking to the app's own API: JSON both ways, one shape of error.

export class AnswerError extends Error {
  constructor(status, { code = "error", message = "The app did not answer as expected.", next = "" } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.next = next;
  }
}

export async function ask(path, { method = "GET", json, body, headers = {}, signal } = {}) {
  const answer = await fetch(path, {
    method,
    signal,
    headers: json === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    body: json === undefined ? body : JSON.stringify(json),
  });
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const content = isJson ? await answer.json() : null;
  if (!answer.ok) throw new AnswerError(answer.status, content || undefined);
  return content;
}
