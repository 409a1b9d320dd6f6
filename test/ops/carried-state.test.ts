import { describe, expect, test } from "vitest";
import { COMPUTED } from "../../src/bits/facts.ts";
import { carriedState } from "../../src/ops/core/carried-state.ts";
import { analysed, apply, scalar, scalarsOf } from "../support/apply.ts";

describe("carriedState", () => {
  const unit = { range: { lo: -1, hi: 1 } };

  test("`evaluate()` gives the state at the start, which is no constant", () => {
    const start = scalar("f32", 3);
    expect(apply(carriedState, [start, scalar("f32", 7)], unit)).toEqual([start]);
    const { analysis } = analysed(carriedState, [start, ["f32", [2]]], unit);
    expect(analysis.facts[analysis.graph.outputs[0] as number]?.dependence).toBe(COMPUTED);
  });

  test("`values()` hold the start and what the cell makes of it", () => {
    const { outputs } = analysed(carriedState, [scalar("f32", 3), ["f32", [2]]], unit);
    expect(outputs[0]?.interval).toEqual({ lo: -1, hi: 3 });
    expect(outputs[0]?.proof.text).toBe("bounds of what the cell makes of its state");
  });

  test("`work()` is none", () => {
    expect(
      scalarsOf(
        carriedState,
        [
          ["f32", []],
          ["f32", [2]],
        ],
        unit,
      ),
    ).toEqual({});
  });
});
