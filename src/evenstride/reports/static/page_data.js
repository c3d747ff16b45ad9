// The data of a clip: read once from its data blocks, decoded into typed arrays. The ids of the second clip's blocks
// end in -2, and so on.

export function readPageData(suffix) {
  const packed = JSON.parse(document.getElementById(`page-data${suffix}`).textContent);
  const count = packed.time_s.length;
  return {
    ...packed,
    time_s: Float64Array.from(packed.time_s),
    video_time_s: Float64Array.from(packed.video_time_s || packed.time_s),
    points: decodeCourses(packed.points, count, 2 * packed.keypoints.length, packed.point_scale),
    sure: bytesFromBase64(packed.sure),
    curves: packed.curves.map((curve) => decodeCourses(curve, count, 1, 0.1)),
  };
}

// Whether the point of that place (picture by picture, in each as the keypoints stand) was seen well.
export function isSure(data, place) {
  return Boolean((data.sure[place >> 3] >> (place & 7)) & 1);
}

// The clip inside the page itself, or where the page says that it is served.
export function clipAddress(suffix, video) {
  const block = document.getElementById(`clip-mp4${suffix}`);
  if (!block) return video?.dataset.address || null;
  return URL.createObjectURL(new Blob([bytesFromBase64(block.textContent.trim())], { type: "video/mp4" }));
}

// Numbers over time as `reports.packed_courses` writes them, to (picture, course) in one row; NaN in gaps.
export function decodeCourses(base64, count, courses, scale) {
  const bytes = bytesFromBase64(base64);
  const numbers = new Float32Array(count * courses).fill(NaN);
  let at = 0;
  for (let course = 0; course < courses; course += 1) {
    let [before, last] = [null, null];
    for (let picture = 0; picture < count; picture += 1) {
      let written = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        written |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      if (written === 0) {
        [before, last] = [null, null];
        continue;
      }
      const apart = (written - 1) & 1 ? -written / 2 : (written - 1) / 2;
      const line = last === null ? 0 : before === null ? last : 2 * last - before;
      [before, last] = [last, line + apart];
      numbers[picture * courses + course] = last * scale;
    }
  }
  return numbers;
}

function bytesFromBase64(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
