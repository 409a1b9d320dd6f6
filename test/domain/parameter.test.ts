import { describe, expect, test } from "vitest";
import type { Solver } from "../../src/domain/solver.ts";
import {
  convertedValues,
  dividedBy,
  offsetBy,
  scaled,
  type Transfer,
} from "../../src/domain/transfer.ts";
import {
  declaredByType,
  formatProof,
  unknownValues,
  type ValueSet,
} from "../../src/domain/value-set.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import type { TensorType } from "../../src/graph/tensor-type.ts";
import { tensor } from "../support/tensors.ts";

const MATRIX: TensorType = { element: "f32", shape: [2, 3] };
const CODES: ValueSet = {
  carrier: "f32",
  grid: { lo: -8, hi: 7, scale: 0.5, zero: 1 },
  status: "declared",
  proof: { step: "4 bits" },
};
const BYTES: ValueSet = { ...declaredByType("u8"), carrier: "i32" };

/** A grid [2, 3] and a second operand, known or with a value set of its own. */
function combined(transfer: Transfer, set: ValueSet, other: Tensor | ValueSet, shape?: number[]) {
  const known = "data" in other ? other : undefined;
  const second = "data" in other ? unknownValues(other.type.element) : other;
  const solver: Solver = { place: "here", constant: (input) => (input === 1 ? known : undefined) };
  const type: TensorType = { element: second.carrier, shape: known?.type.shape ?? shape ?? [] };
  return transfer([set, second], solver, [MATRIX, type]);
}

describe("offsetBy()", () => {
  test("one value moves the zero: 0.5 (c - 1) + 3 = 0.5 (c + 5)", () => {
    const set = combined(offsetBy(1), CODES, tensor("f32", [], [3]));
    expect(set?.grid).toEqual({ lo: -8, hi: 7, scale: 0.5, zero: -5 });
    expect(set && formatProof(set.proof)).toBe("4 bits, shifted by a constant at here");
  });

  test("values along an axis leave the codes; over all elements they say nothing", () => {
    const row = combined(offsetBy(-1), CODES, tensor("f32", [3], [1, 2, 3]));
    expect(row?.grid).toEqual({ lo: -8, hi: 7, scale: 0.5, zero: null });
    expect(row && formatProof(row.proof)).toBe("4 bits, shifted at here");
    const all = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(combined(offsetBy(-1), CODES, all)).toBeUndefined();
  });

  test("floats that are not known, or not finite, say nothing", () => {
    expect(combined(offsetBy(1), CODES, unknownValues("f32"))).toBeUndefined();
    expect(combined(offsetBy(1), CODES, tensor("f32", [], [Number.NaN]))).toBeUndefined();
  });

  test("an integer zero point that is known at run time leaves the codes", () => {
    const set = combined(offsetBy(-1), BYTES, BYTES);
    expect(set).toMatchObject({
      status: "declared",
      grid: { lo: 0, hi: 255, scale: 1, zero: null },
    });
  });

  test("a sum of integers that may wrap says nothing", () => {
    const narrow = declaredByType("u8");
    expect(combined(offsetBy(-1), narrow, tensor("u8", [], [1]))).toBeUndefined();
    expect(combined(offsetBy(1), narrow, tensor("u8", [], [0]))).toMatchObject({ carrier: "u8" });
    expect(combined(offsetBy(-1), BYTES, declaredByType("i32"))).toBeUndefined();
  });

  test("codes taken from a value are mirrored", () => {
    const solver: Solver = {
      place: "here",
      constant: (input) => (input === 0 ? tensor("f32", [], [3]) : undefined),
    };
    const types = [{ element: "f32", shape: [] }, MATRIX] as const;
    const set = offsetBy(-1)([unknownValues("f32"), CODES], solver, types);
    expect(set?.grid).toEqual({ lo: -8, hi: 7, scale: -0.5, zero: 7 });
  });
});

describe("scaled(), dividedBy()", () => {
  test("one value changes the scale", () => {
    const three = tensor("f32", [], [4]);
    expect(combined(scaled, CODES, three)?.grid?.scale).toBe(2);
    expect(combined(dividedBy, CODES, three)?.grid?.scale).toBe(0.125);
  });

  test("values along an axis leave the codes", () => {
    const row = tensor("f32", [3], [1, 2, 4]);
    const set = combined(scaled, CODES, row);
    expect(set?.grid).toEqual({ lo: -8, hi: 7, scale: null, zero: 1 });
    expect(set && formatProof(set.proof)).toBe("4 bits, scaled along an axis at here");
    expect(combined(dividedBy, CODES, row)?.grid?.scale).toBeNull();
  });

  test("0 says nothing, nor does a quotient by a row that holds one", () => {
    expect(combined(scaled, CODES, tensor("f32", [], [0]))).toBeUndefined();
    expect(combined(dividedBy, CODES, tensor("f32", [3], [-1, 0, 1]))).toBeUndefined();
  });
});

describe("convertedValues()", () => {
  test("codes go into wider integers, and into narrower ones where they fit", () => {
    const wide = convertedValues(declaredByType("u8"), "i32");
    expect(wide).toMatchObject({ carrier: "i32", grid: { lo: 0, hi: 255 } });
    expect(wide && convertedValues(wide, "i8")).toBeUndefined();
    expect(wide && convertedValues(wide, "u8")).toMatchObject({ carrier: "u8" });
  });

  test("an integer of which nothing is known is one of its type", () => {
    const set = convertedValues(unknownValues("u8"), "i32");
    expect(set).toMatchObject({ carrier: "i32", status: "assumed", grid: { lo: 0, hi: 255 } });
  });
});
