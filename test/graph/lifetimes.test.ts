import { expect, test } from "vitest";
import { lifetimes } from "../../src/graph/lifetimes.ts";
import { abs, add, negate } from "../../src/ops/core/arithmetic.ts";
import { Network } from "../support/network.ts";

test("`lifetimes()` ends a tensor at its last user, an output never", () => {
  const b = new Network().layer("layer", "Layer");
  const x = b.given("x", "f32", [1]);
  const minus = b.emit(negate, [x], {});
  const sum = b.emit(add, [minus, x], {});
  const dead = b.emit(abs, [sum], {});
  const y = b.emit(add, [sum, minus], {});
  b.graph.outputs.push(y);
  expect([dead, lifetimes(b.graph, new Set()).order]).toEqual([3, [0, 1, 3]]);
  expect([...lifetimes(b.graph, new Set()).dying]).toEqual([
    [1, [x]],
    [3, [minus, sum]],
  ]);
  expect([...lifetimes(b.graph, new Set([sum])).dying]).toEqual([
    [1, [x]],
    [3, [minus]],
  ]);
});
