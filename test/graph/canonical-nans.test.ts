import { describe, expect, test } from "vitest";
import { withCanonicalNans } from "../../src/graph/canonical-nans.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import { type Carrier, type Tensor, tensorOf } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";

const tensor = (element: ElementType, data: Carrier): Tensor =>
  tensorOf(new TypeTable().intern(element, [data.length]), data);

describe("withCanonicalNans()", () => {
  test("every NaN of 32 bits is the quiet one without sign and payload", () => {
    // 1, -0, infinity, and NaNs: quiet, negative, with a payload, signalling
    const bits = [
      0x3f800000, 0x80000000, 0x7f800000, 0x7fc00000, 0xffc00000, 0x7fc12345, 0x7f800001,
    ];
    const words = Uint32Array.from(bits);
    const result = withCanonicalNans(tensor("f32", new Float32Array(words.buffer)));
    expect([...new Uint32Array(result.data.buffer)]).toEqual([
      ...[0x3f800000, 0x80000000, 0x7f800000],
      ...[0x7fc00000, 0x7fc00000, 0x7fc00000, 0x7fc00000],
    ]);
    expect([...words]).toEqual(bits);
  });

  test("every NaN of 64 bits too, also in a part of a buffer", () => {
    const words = BigUint64Array.from([7n, 0xfff8000000000000n, 0x7ff0000000000001n, 5n]);
    const part = new Float64Array(words.buffer, 8, 2);
    const result = withCanonicalNans(tensor("f64", part));
    expect([...new BigUint64Array(result.data.buffer)]).toEqual([
      0x7ff8000000000000n,
      0x7ff8000000000000n,
    ]);
  });

  test("a tensor with nothing to change is the same object", () => {
    const floats = tensor("f32", Float32Array.from([1, Number.NEGATIVE_INFINITY]));
    const integers = tensor("i32", Int32Array.from([0x7fc00001]));
    expect(withCanonicalNans(floats)).toBe(floats);
    expect(withCanonicalNans(integers)).toBe(integers);
  });
});
