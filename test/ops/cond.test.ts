import { describe, expect, test } from "vitest";
import { type Tensor, tensorOf, toNumbers } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { abs, add, negate } from "../../src/ops/core/arithmetic.ts";
import { cond } from "../../src/ops/core/cond.ts";
import { evaluateNode } from "../../src/ops/evaluate.ts";
import { validate } from "../../src/ops/validate.ts";
import { Network } from "../support/network.ts";

const F32 = { element: "f32", shape: [2] } as const;

/** A conditional of three branches: |x|, -x, x + x. */
function threeWays(choice: "bool" | "i32", branches = 3) {
  const b = new Network().layer("layer", "If");
  const which = b.given("which", choice, []);
  const x = b.given("x", "f32", [2]);
  const operators = [
    (r: GraphBuilder, id: number) => r.emit(abs, [id], {}),
    (r: GraphBuilder, id: number) => r.emit(negate, [id], {}),
    (r: GraphBuilder, id: number) => r.emit(add, [id, id], {}),
  ];
  const regions = operators.slice(0, branches).map((build) => {
    const region = new GraphBuilder(b.graph.sibling());
    region.graph.outputs.push(build(region, region.graph.addInput(b.type(x))));
    return region.graph;
  });
  b.graph.outputs.push(...b.emitAll(cond, [which, x], { branch: null }, regions));
  validate(b.graph);
  return (value: number): readonly number[] => {
    const chosen: Tensor =
      choice === "bool"
        ? tensorOf({ element: "bool", shape: [] }, Uint8Array.of(value))
        : tensorOf({ element: "i32", shape: [] }, Int32Array.of(value));
    const input = tensorOf(F32, Float32Array.of(1, -2));
    const [y] = evaluateNode(b.graph, b.graph.node(0), [chosen, input]);
    return toNumbers(y as Tensor);
  };
}

describe("`cond`", () => {
  test("takes region 0 where a truth value is true, else region 1", () => {
    const run = threeWays("bool", 2);
    expect([run(1), run(0)]).toEqual([
      [1, 2],
      [-1, 2],
    ]);
  });

  test("takes the region of an index, the last one where there is none", () => {
    const run = threeWays("i32");
    expect([run(0), run(1), run(2), run(3), run(-1)]).toEqual([
      [1, 2],
      [-1, 2],
      [2, -4],
      [2, -4],
      [2, -4],
    ]);
  });

  test("wants branches of one type, unless one is named", () => {
    const one = { inputs: [], outputs: [F32] };
    const other = { inputs: [], outputs: [{ element: "f32", shape: [3] }] } as const;
    const bool = { element: "bool", shape: [] } as const;
    expect(() => cond.infer([bool], { branch: null }, [one, other])).toThrow(
      "Cannot apply outputs: expected f32 2, got f32 3",
    );
    expect(cond.infer([bool], { branch: 1 }, [one, other])).toEqual([
      { element: "f32", shape: [3] },
    ]);
  });

  test("wants a scalar that chooses", () => {
    const vector = { element: "bool", shape: [1] } as const;
    expect(() => cond.infer([vector], { branch: null }, [])).toThrow(
      "Cannot apply cond: expected a scalar that chooses, got bool 1",
    );
  });
});

test("`validate()` refuses a stored tensor inside of a region", () => {
  const b = new Network().layer("layer", "If");
  const which = b.given("which", "bool", []);
  const region = new Network(b.graph.sibling());
  region.graph.outputs.push(region.stored("w", "f32", [2]));
  b.emitAll(cond, [which], { branch: null }, [region.graph, region.graph]);
  expect(() => validate(b.graph)).toThrow(
    "Cannot validate the graph: expected stored tensors as inputs of a region, got constant w in it",
  );
});
