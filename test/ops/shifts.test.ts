import { describe, expect, test } from "vitest";
import { shiftRightArithmetic, shiftRightLogical } from "../../src/ops/composite/shifts.ts";
import { shiftLeft } from "../../src/ops/core/logic.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("i64", [3], [-1n, 0n, 8n]);
const BY = tensor("i64", [3], [1n, 2n, 3n]);

describe("shiftLeft", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [3], [-1n, 0n, 1n]);
    expect(apply(shiftLeft, [x, BY])[0]?.data).toEqual(BigInt64Array.of(-2n, 0n, 8n));
  });
});

describe("shiftRightArithmetic", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    expect(apply(shiftRightArithmetic, [X, BY])[0]?.data).toEqual(BigInt64Array.of(-1n, 0n, 1n));
  });

  test("`evaluate()` leaves the highest bit where the distance is not below the width", () => {
    const far = tensor("i8", [4], [8, 100, -1, 7]);
    expect(elements(shiftRightArithmetic, [tensor("i8", [4], [-3, 3, -3, -3]), far])).toEqual([
      -1, 0, -1, -1,
    ]);
  });

  test("`evaluate()` repeats the highest bit of unsigned types as well", () => {
    const x = tensor("u8", [4], [200, 100, 255, 128]);
    expect(elements(shiftRightArithmetic, [x, tensor("u8", [4], [1, 1, 9, 255])])).toEqual([
      228, 50, 255, 255,
    ]);
  });
});

describe("shiftRightLogical", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    expect(apply(shiftRightLogical, [X, BY])[0]?.data).toEqual(
      BigInt64Array.of(9223372036854775807n, 0n, 1n),
    );
  });

  test("`evaluate()` puts zeros in whatever the type", () => {
    const by = (element: "i8" | "i4" | "u32" | "i32") => tensor(element, [2], [1, 3]);
    expect(elements(shiftRightLogical, [tensor("i8", [2], [-1, -128]), by("i8")])).toEqual([
      127, 16,
    ]);
    expect(elements(shiftRightLogical, [tensor("i4", [2], [-1, -8]), by("i4")])).toEqual([7, 1]);
    expect(elements(shiftRightLogical, [tensor("i32", [2], [-1, 8]), by("i32")])).toEqual([
      2147483647, 1,
    ]);
    expect(elements(shiftRightLogical, [tensor("u32", [2], [2 ** 31, 8]), by("u32")])).toEqual([
      1073741824, 1,
    ]);
  });

  test("`evaluate()` gives 0 where the distance is not below the width", () => {
    const far = tensor("i8", [3], [8, 100, -1]);
    expect(elements(shiftRightLogical, [tensor("i8", [3], [-3, 3, -3]), far])).toEqual([0, 0, 0]);
  });

  test("work is one operation for each element, on any type", () => {
    for (const element of ["i8", "u8"] as const) {
      const operands = [
        [element, [3]],
        [element, [3]],
      ] as const;
      expect(scalarsOf(shiftRightLogical, operands)).toEqual({ logic: 3n });
    }
  });
});
