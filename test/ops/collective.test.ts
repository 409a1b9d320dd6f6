import { describe, expect, test } from "vitest";
import { COMPUTED } from "../../src/bits/facts.ts";
import { AceError } from "../../src/errors.ts";
import { add, maximum } from "../../src/ops/core/arithmetic.ts";
import { collective, collectiveReduce, received } from "../../src/ops/leaf/collective.ts";
import { analysed, apply, scalarsOf } from "../support/apply.ts";
import { pairwise } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const SUM = pairwise("f32", add);
const reducing = (devices: number, shape: readonly number[]) => ({
  operator: "stablehlo.all_reduce",
  use: 0,
  devices,
  shape,
});

describe("collectiveReduce", () => {
  test("`work()` is each device's part of the sums, rounded up", () => {
    const sums = (devices: number, count: number) =>
      scalarsOf(collectiveReduce, [["f32", [count]]], reducing(devices, [count]), [SUM]);
    expect(sums(2, 32)).toEqual({ add: 16n });
    expect(sums(4, 24)).toEqual({ add: 18n });
    expect(sums(4, 5)).toEqual({ add: 4n });
    expect(sums(3, 0)).toEqual({});
    expect(sums(1, 7)).toEqual({});
  });

  test("`work()` counts the region", () => {
    const region = pairwise("f32", maximum);
    const most = scalarsOf(collectiveReduce, [["f32", [8]]], reducing(4, [2]), [region]);
    expect(most).toEqual({ compare: 6n });
  });

  test("`infer()` gives the stated shape, and wants a region on its elements", () => {
    const x = tensor("f32", [4], [1, 2, 3, 4]);
    expect(() => apply(collectiveReduce, [x], reducing(2, [2]), [pairwise("i32", add)])).toThrow(
      AceError,
    );
    expect(() => apply(collectiveReduce, [x], reducing(2, [2]))).toThrow(
      "Cannot apply stablehlo.all_reduce: expected a tensor, a region and devices, got less",
    );
  });

  test("`evaluate()` refuses by name", () => {
    const x = tensor("f32", [4], [1, 2, 3, 4]);
    expect(() => apply(collectiveReduce, [x], reducing(2, [4]), [SUM])).toThrow(
      "Cannot execute stablehlo.all_reduce: expected an operator of one device, got one that exchanges tensors with others",
    );
  });
});

describe("collective", () => {
  const gathered = {
    operator: "stablehlo.all_gather",
    use: 0,
    outputs: [{ element: "f32", shape: [8] }],
  } as const;

  test("`work()` is none, and nothing is known of what comes", () => {
    const bits = tensor("f32", [4], [1, -1, 1, -1]);
    const { analysis, outputs } = analysed(collective, [bits], gathered);
    expect(Object.values(analysis.scalars).every((count) => count === 0n)).toBe(true);
    expect(outputs[0]?.grid).toBeUndefined();
    expect(scalarsOf(collective, [["f32", [4]]], gathered)).toEqual({});
  });

  test("`infer()` keeps the element type", () => {
    expect(() => apply(collective, [tensor("i32", [4], [1, 2, 3, 4])], gathered)).toThrow(
      "expected elements of type i32, got f32",
    );
  });

  test("`evaluate()` refuses by name", () => {
    expect(() => apply(collective, [tensor("f32", [4], [1, 2, 3, 4])], gathered)).toThrow(
      "Cannot execute stablehlo.all_gather: expected an operator of one device, got one that exchanges tensors with others",
    );
  });
});

describe("received", () => {
  test("is as an input is: what is computed from it is work", () => {
    const attributes = { operator: "stablehlo.infeed", use: 0, outputs: [] };
    const outputs = [{ element: "f32", shape: [4] }] as const;
    const { analysis } = analysed(received, [], { ...attributes, outputs });
    expect(analysis.facts.map((facts) => facts?.dependence)).toEqual([COMPUTED]);
  });
});
