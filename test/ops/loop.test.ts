import { describe, expect, test } from "vitest";
import { type Tensor, tensorOf, toNumbers } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { add } from "../../src/ops/core/arithmetic.ts";
import { less } from "../../src/ops/core/comparison.ts";
import { loop } from "../../src/ops/core/loop.ts";
import { evaluateNode } from "../../src/ops/evaluate.ts";
import { Steps } from "../../src/ops/steps.ts";
import { validate } from "../../src/ops/validate.ts";
import { Network } from "../support/network.ts";

/** s' = s + step while s' < 10; every s' is stacked where `trips` says how many there are. */
function counting(trips: number | null) {
  const b = new Network().layer("layer", "Loop");
  const [most, begins] = [b.given("most", "i64", []), b.given("begins", "bool", [])];
  const [s, step] = [b.given("s", "f32", []), b.given("step", "f32", [])];
  const region = new GraphBuilder(b.graph.sibling());
  const [, state, by] = [most, s, step].map((id) => region.graph.addInput(b.type(id))) as [
    number,
    number,
    number,
  ];
  const next = region.emit(add, [state, by], {});
  const goesOn = region.emit(less, [next, region.scalar("f32", 10)], {});
  const scanned = trips === null ? 0 : 1;
  region.graph.outputs.push(goesOn, next, ...(scanned === 0 ? [] : [next]));
  const attributes = { carried: 1, scanned, trips };
  b.graph.outputs.push(...b.emitAll(loop, [most, begins, s, step], attributes, [region.graph]));
  validate(b.graph);
  return (limit: number, start: boolean, by_: number, steps?: Steps) =>
    evaluateNode(
      b.graph,
      b.graph.node(0),
      [
        tensorOf({ element: "i64", shape: [] }, BigInt64Array.of(BigInt(limit))),
        tensorOf({ element: "bool", shape: [] }, Uint8Array.of(start ? 1 : 0)),
        scalar(0),
        scalar(by_),
      ],
      steps === undefined ? undefined : { steps },
    ).map(toNumbers);
}

function scalar(value: number): Tensor {
  return tensorOf({ element: "f32", shape: [] }, Float32Array.of(value));
}

describe("`loop`", () => {
  test("ends with its condition, its limit, or before it begins", () => {
    const run = counting(null);
    expect(run(100, true, 4)).toEqual([[12]]);
    expect(run(2, true, 4)).toEqual([[8]]);
    expect(run(100, false, 4)).toEqual([[0]]);
    expect(run(0, true, 4)).toEqual([[0]]);
  });

  test("stacks what every trip makes", () => {
    expect(counting(3)(100, true, 4)).toEqual([[12], [4, 8, 12]]);
  });

  test("refuses more or fewer trips than its stacks have room for", () => {
    expect(() => counting(2)(100, true, 4)).toThrow(
      "Cannot apply loop: expected 2 trips, got 3 or more",
    );
    expect(() => counting(5)(100, true, 4)).toThrow(
      "Cannot apply loop: expected 5 trips, got 3 or more",
    );
  });

  test("counts a step for every trip and for every node in it", () => {
    expect(counting(null)(100, true, 4, new Steps(9))).toEqual([[12]]);
    expect(() => counting(null)(100, true, 4, new Steps(8))).toThrow(
      "Cannot execute the graph: expected at most 8 steps, got 9",
    );
  });

  test("wants carried values that keep their types", () => {
    const index = { element: "i64", shape: [] } as const;
    const truth = { element: "bool", shape: [] } as const;
    const before = { element: "f32", shape: [1] } as const;
    const after = { element: "f32", shape: [2] } as const;
    const region = { inputs: [index, before], outputs: [truth, after] };
    const attributes = { carried: 1, scanned: 0, trips: 1 };
    expect(() => loop.infer([index, truth, before], attributes, [region])).toThrow(
      "Cannot apply outputs of a loop's region: expected bool scalar, f32 1, got bool scalar, f32 2",
    );
  });
});
