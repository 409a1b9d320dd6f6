import { describe, expect, test } from "vitest";
import { resultElement, resultShape, step, uniform } from "../../src/domain/solver.ts";
import { declaredByType, unknownValues } from "../../src/domain/value-set.ts";
import { fakeSolver, placeOf } from "../support/solver.ts";
import { tensor } from "../support/tensors.ts";

describe("what transfer functions ask", () => {
  const solver = fakeSolver([
    { constant: tensor("f32", [3], [2, 2, 2]) },
    { constant: tensor("f32", [2], [2, 3]) },
    { constant: tensor("i64", [], [7n]) },
    { constant: tensor("f32", [0], []) },
  ]);

  test("`uniform()` is the one value that an input holds everywhere", () => {
    expect([0, 1, 2, 3, 4].map((input) => uniform(solver, input))).toEqual([
      2,
      undefined,
      7,
      undefined,
      undefined,
    ]);
  });

  test("`resultElement()`, `resultShape()` are those of the first output", () => {
    const place = placeOf([["f32", [4]]], ["f16", [2, 2]]);
    expect(resultElement(place)).toBe("f16");
    expect(resultShape(place)).toEqual([2, 2]);
  });

  test("`step()` builds on what was known, and not on a bare float type", () => {
    const bare = step(solver, "rounding", "rounded", unknownValues("f32"));
    expect(bare).toEqual({ rule: "rounding", text: "rounded", place: { name: "layer" } });
    expect(step(solver, "scaled", "scaled", declaredByType("u8")).from?.text).toBe("stored as u8");
    const known = { ...unknownValues("f32"), proof: bare };
    expect(step(solver, "scaled", "scaled", known).from).toBe(bare);
  });
});
