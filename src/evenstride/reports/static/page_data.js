// The data of a clip: read once from its data blocks, decoded into typed arrays. The ids of the second clip's blocks
// end in -2, and so on.

const GAP = -32768; // int16 stand-in for a missing number

export function readPageData(suffix) {
  const packed = JSON.parse(document.getElementById(`page-data${suffix}`).textContent);
  return {
    ...packed,
    time_s: Float64Array.from(packed.time_s),
    video_time_s: Float64Array.from(packed.video_time_s || packed.time_s),
    points: decodeNumbers(packed.points, packed.point_scale),
    visibility: bytesFromBase64(packed.visibility),
    curves: packed.curves.map((curve) => decodeNumbers(curve, 0.1)),
  };
}

// The clip inside the page itself, or where the page says that it is served.
export function clipAddress(suffix, video) {
  const block = document.getElementById(`clip-mp4${suffix}`);
  if (!block) return video?.dataset.address || null;
  return URL.createObjectURL(new Blob([bytesFromBase64(block.textContent.trim())], { type: "video/mp4" }));
}

function decodeNumbers(base64, scale) {
  const bytes = bytesFromBase64(base64);
  const packed = new DataView(bytes.buffer);
  const numbers = new Float32Array(bytes.length / 2);
  for (let i = 0; i < numbers.length; i += 1) {
    const value = packed.getInt16(2 * i, true);
    numbers[i] = value === GAP ? NaN : value * scale;
  }
  return numbers;
}

function bytesFromBase64(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
