import { expect, test } from "vitest";
import type { TensorId } from "../../src/graph/graph.ts";
import { reverse } from "../../src/ops/core/reverse.ts";
import { floor } from "../../src/ops/core/rounding.ts";
import { n, Sketch } from "../support/sketch.ts";
import { checkRuns } from "../support/soundness/check-runs.ts";
import { tensor } from "../support/tensors.ts";

const COUNT = 16;
const STEP = 0.9964358806610107;

/** What 0, 1, ..., 15 and offsets contradict in a network on them. */
function wrong(make: (s: Sketch, q: TensorId) => TensorId, offset: number, other = 0) {
  const s = new Sketch();
  const q = s.quantized(s.x([COUNT]), 0, COUNT - 1);
  s.graph.outputs.push(make(s, q));
  const ramp = Array.from({ length: COUNT }, (_, i) => i);
  const given = s.graph.inputs.map((id) => s.graph.tensorName(id) as string);
  const numbers = [tensor("f32", [COUNT], ramp), tensor("f32", [], [offset])];
  const inputs = [...numbers, tensor("f32", [], [other])].slice(0, given.length);
  const run = new Map(given.map((name, i) => [name, inputs[i] as (typeof inputs)[0]]));
  return checkRuns(s.graph, [run], new Map()).map(({ rule, reason }) => `${rule}: ${reason}`);
}

const backwards = (s: Sketch, x: TensorId) => s.emit(reverse, [x], { axes: [0] });

test("checkRuns() remembers an offset that came at run time and cancelled", () => {
  // Moved by a million, 1 x 0.996 less 0 is 1, and 15 x 0.996 less 14 x 0.996 is 0.9375.
  const differ = (s: Sketch, q: TensorId) => {
    const moved = s.add(s.mul(q, n(STEP)), s.x([]));
    return s.sub(moved, backwards(s, moved));
  };
  expect(wrong(differ, 999999.875)).toEqual([]);
  // Beside 2^24 no odd number is left.
  const moved = (s: Sketch, q: TensorId) =>
    s.cast(s.sub(s.cast(s.add(q, s.x([])), "f64"), s.cast(s.x([]), "f64")), "f64");
  expect(wrong(moved, 2 ** 24, 2 ** 24)).toEqual([]);
});

test("analyse() is sound on what is left of known numbers that are far larger", () => {
  const far = (s: Sketch, q: TensorId) => s.add(s.mul(q, n(0.75)), n(2 ** 23));
  const differ = (s: Sketch, q: TensorId) => s.sub(far(s, q), backwards(s, far(s, q)));
  expect(wrong(differ, 0)).toEqual([]);
  expect(wrong((s, q) => s.unary(floor, differ(s, q)), 0)).toEqual([]);
  const left = (s: Sketch, q: TensorId) => s.sub(far(s, q), n(2 ** 23 - 1));
  expect(wrong((s, q) => s.round(s.mul(left(s, q), n(4))), 0)).toEqual([]);
});
