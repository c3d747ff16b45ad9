// What a report's page reads of its data: as `tests/unit/reports/test_packed_courses.py` has it written.
import assert from "node:assert/strict";
import { test } from "node:test";

const { decodeCourses, isSure } = await import("../../../../src/evenstride/reports/static/page_data.js");

test("two courses of six pictures come back picture by picture, gaps as such", () => {
  const numbers = decodeCourses("AQMDAwAFCwAEAgnLDw==", 6, 2, 1);
  assert.deepEqual([...numbers], [0, 5, 1, NaN, 3, -2, 6, -3, NaN, 0, 2, 1000]);
});

test("steps are as large as the scale says", () => {
  assert.deepEqual([...decodeCourses("AQMDAwAF", 6, 1, 0.5)], [0, 0.5, 1.5, 3, NaN, 1]);
});

test("a point is sure where its bit stands", () => {
  const data = { sure: Uint8Array.from([9, 2]) };
  assert.deepEqual([...Array(10).keys()].filter((place) => isSure(data, place)), [0, 3, 9]);
});
