// Send one file through /api/uploads: declared, then sent in parts; a recording is looked at afterwards.
import { ask } from "./requests.js";

export async function sendParts(file, { onShare = () => {} } = {}) {
  const { id, most_part_bytes: partBytes } = await ask("/api/uploads", {
    method: "POST",
    json: { name: file.name, size_bytes: file.size, modified_ms: file.lastModified },
  });
  for (let offset = 0; offset < file.size; offset += partBytes) {
    await ask(`/api/uploads/content/${id}?offset=${offset}`, {
      method: "PUT",
      body: file.slice(offset, offset + partBytes),
    });
    onShare(Math.min(1, (offset + partBytes) / file.size));
  }
  return id;
}

export function lookAtFile(id) {
  return ask(`/api/uploads/${id}/look`, { method: "POST" });
}

export function forgetFile(id) {
  return ask(`/api/uploads/${id}`, { method: "DELETE" });
}
