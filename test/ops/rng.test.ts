import { describe, expect, test } from "vitest";
import { rngNormal, rngUniform } from "../../src/ops/leaf/rng.ts";
import { apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** Philox4x32-10 of counter 0 and key 0 in Random123, kat_vectors. */
const UNIFORM = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((word) => word / 2 ** 32);
const FOUR = { shape: [2, 2], seed: 0 };

describe("rngUniform", () => {
  test("`evaluate()` lies between the inputs, for floats and integers", () => {
    const [u] = UNIFORM as [number];
    expect(elements(rngUniform, [scalar("f64", 10), scalar("f64", 14)], FOUR)[0]).toBe(u * 4 + 10);
    const dice = elements(rngUniform, [scalar("i32", 1), scalar("i32", 7)], FOUR);
    expect(dice).toEqual(UNIFORM.map((x) => 1 + Math.floor(6 * x)));
    const big = elements(rngUniform, [tensor("i64", [], [-3n]), tensor("i64", [], [3n])], FOUR);
    expect(big).toEqual(dice.map((x) => x - 4));
  });

  test("`infer()` gives the shape, and refuses bounds that are no scalars", () => {
    const [drawn] = apply(rngUniform, [scalar("f32", 0), scalar("f32", 1)], FOUR);
    expect(drawn?.type).toMatchObject({ element: "f32", shape: [2, 2] });
    expect(() => apply(rngUniform, [tensor("f32", [1], [0]), scalar("f32", 1)], FOUR)).toThrow(
      "Cannot apply rngUniform: expected scalars of shape scalar, got 1",
    );
  });

  test("it draws, at a product and a sum an element", () => {
    expect(rngUniform.draws).toBe(true);
    expect(
      scalarsOf(
        rngUniform,
        [
          ["f32", []],
          ["f32", []],
        ],
        FOUR,
      ),
    ).toEqual({ multiply: 4n, add: 4n });
  });
});

describe("rngNormal", () => {
  test("`evaluate()` has the mean and the standard deviation", () => {
    const numbers = elements(rngNormal, [scalar("f32", 5), scalar("f32", 2)], {
      shape: [4000],
      seed: 7,
    });
    const mean = numbers.reduce((sum, x) => sum + x, 0) / 4000;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4000;
    expect(mean).toBeCloseTo(5, 0);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 0);
    expect(rngNormal.draws).toBe(true);
  });

  test("`infer()` refuses integers", () => {
    expect(() => apply(rngNormal, [scalar("i32", 0), scalar("i32", 1)], FOUR)).toThrow(
      "Cannot apply rngNormal: expected a float type, got i32",
    );
  });
});
