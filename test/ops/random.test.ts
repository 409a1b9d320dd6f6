import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { bernoulli, multinomial, randomNormal, randomUniform } from "../../src/ops/leaf/random.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const MANY = { seed: 3, shape: [40_000], element: "f32" };

function moments(values: readonly number[]): readonly [number, number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return [mean, variance];
}

describe("random numbers", () => {
  test("`evaluate()` of randomUniform: in range, and distributed evenly", () => {
    const values = elements(randomUniform, [], { ...MANY, low: -2, high: 4 });
    expect(values.every((x) => x >= -2 && x <= 4)).toBe(true);
    const [mean, variance] = moments(values);
    // Variance 36 / 12; standard errors 0.009 and 0.013.
    expect(Math.abs(mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance - 3)).toBeLessThan(0.07);
  });

  test("`evaluate()` of randomNormal", () => {
    const values = elements(randomNormal, [], { ...MANY, mean: 5, scale: 2 });
    const [mean, variance] = moments(values);
    expect(Math.abs(mean - 5)).toBeLessThan(0.05);
    expect(Math.abs(variance - 4)).toBeLessThan(0.15);
    const within = values.filter((x) => Math.abs(x - 5) < 2).length / values.length;
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.012);
  });

  test("`evaluate()` is the same for one seed, another for another", () => {
    const of = (seed: number) =>
      elements(randomUniform, [], { seed, shape: [3], element: "f64", low: 0, high: 1 });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(of(0)[0]).toBe(0x6627e8d5 / 2 ** 32);
  });

  test("`evaluate()` of bernoulli follows its probabilities", () => {
    const x = tensor("f32", [20_000], new Array(20_000).fill(0.25));
    const [result] = apply(bernoulli, [x], { seed: 7, element: "i64" });
    expect(result?.type.element).toBe("i64");
    const [mean] = moments(toNumbers(result as never));
    expect(Math.abs(mean - 0.25)).toBeLessThan(0.012);
    const sure = tensor("f32", [4], [0, 1, 0, 1]);
    expect(elements(bernoulli, [sure], { seed: 1, element: "bool" })).toEqual([0, 1, 0, 1]);
  });

  test("`evaluate()` of multinomial follows logarithms", () => {
    const ninf = Number.NEGATIVE_INFINITY;
    const x = tensor("f32", [2, 3], [Math.fround(1.0986123), 0, ninf, ninf, 5, ninf]);
    const drawn = elements(multinomial, [x], { seed: 2, samples: 10_000, element: "i32" });
    const first = drawn.slice(0, 10_000);
    expect(first.includes(2)).toBe(false);
    const share = first.filter((label) => label === 0).length / 10_000;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.02);
    expect(new Set(drawn.slice(10_000))).toEqual(new Set([1]));
  });

  test("`values()` of randomUniform are bounded", () => {
    const attributes = { seed: 0, shape: [2], element: "f32", low: 0.1, high: 1 };
    const { outputs } = analysed(randomUniform, [["f32", [2]]], attributes);
    expect(outputs[0]?.interval).toEqual({ lo: 0.10000000149011612, hi: 1 });
  });

  test("`work()` is what is done with the generator's numbers", () => {
    const operands = [["f32", [4]]] as const;
    const shape = { seed: 0, shape: [4], element: "f32" };
    expect(scalarsOf(randomUniform, operands, { ...shape, low: 0, high: 1 })).toEqual({
      multiply: 4n,
      add: 4n,
    });
    expect(scalarsOf(randomNormal, operands, { ...shape, mean: 0, scale: 1 })).toEqual({
      transcendental: 8n,
      root: 4n,
      multiply: 8n,
      add: 4n,
    });
    expect(scalarsOf(bernoulli, operands, { seed: 0, element: "f32" })).toEqual({ compare: 4n });
  });

  test("`infer()` refuses integers", () => {
    const attributes = { seed: 0, shape: [1], element: "i32", low: 0, high: 1 };
    expect(() => apply(randomUniform, [], attributes)).toThrow(
      "Cannot apply randomUniform: expected a float type, got i32",
    );
  });
});
