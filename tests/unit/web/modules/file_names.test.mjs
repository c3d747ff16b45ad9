// Where names of files may break: the same places as in the pages that the server makes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nameParts } from "../../../../src/evenstride/web/static/file_names.js";

test("a name breaks after a mark and before a dot", () => {
  assert.deepEqual(nameParts("treadmill_left-side (2).take.3.mp4"), ["treadmill_", "left-", "side (2)", ".take", ".3", ".mp4"]);
});

test("letters of any script count as words", () => {
  assert.deepEqual(nameParts("клип_вечер.mp4"), ["клип_", "вечер", ".mp4"]);
});

test("marks in a row stay together, and the name stays whole", () => {
  assert.deepEqual(nameParts("a__b_.mp4"), ["a__", "b_", ".mp4"]);
  assert.equal(nameParts("x_&_<b>.mp4").join(""), "x_&_<b>.mp4");
});

test("no letter turns the others around", () => {
  assert.equal(nameParts("run_\u202e4pm.exe").join(""), "run_4pm.exe");
});
