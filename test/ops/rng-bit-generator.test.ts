import { describe, expect, test } from "vitest";
import type { ElementType } from "../../src/graph/element-type.ts";
import { rngBitGenerator } from "../../src/ops/leaf/rng-bit-generator.ts";
import { threefry } from "../../src/ops/threefry.ts";
import { apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const MOST = 2n ** 64n - 1n;

function generated(
  algorithm: "DEFAULT" | "THREE_FRY" | "PHILOX",
  state: readonly bigint[],
  element: ElementType,
  shape: readonly number[],
) {
  const inputs = [tensor("u64", [state.length], state)];
  const outputs = apply(rngBitGenerator, inputs, { algorithm, element, shape });
  return outputs.map(({ data }) => [...(data as Iterable<number | bigint>)]);
}

describe("threefry", () => {
  // Known answers of Threefry2x32-20 in Random123, kat_vectors.
  test.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)("`threefry()` of counter %j", (counter, key, words) => {
    expect(threefry(counter, key)).toEqual(words);
  });
});

/** XLA's CPU in jaxlib 0.10.2. */
describe("rngBitGenerator", () => {
  test("`evaluate()` of Threefry halves the first even axis, or the longest", () => {
    expect(generated("THREE_FRY", [5n, 6n], "u32", [9])).toEqual([
      [5n, 11n],
      [
        2857746084, 3971895240, 4000641395, 1063621336, 10964293, 2057536082, 3804237681,
        1604586794, 3127050898,
      ],
    ]);
    expect(generated("THREE_FRY", [5n, MOST], "u32", [1, 3, 5])).toEqual([
      [5n, 8n],
      [
        3818595097, 1327100559, 1396233059, 315918555, 2544891230, 349696651, 457712840, 2907045216,
        1505917370, 3356996319, 635358152, 2693205249, 2857746084, 3971895240, 4000641395,
      ],
    ]);
    const state = [(2n << 32n) | 1n, (4n << 32n) | 3n];
    expect(generated("THREE_FRY", state, "u32", [3, 3])[1]).toEqual([
      1576285164, 740599976, 2436392515, 2249660814, 2425682526, 1497962777, 1335360347, 3981753173,
      3812192618,
    ]);
    expect(generated("THREE_FRY", state, "u32", [3, 4])[1]).toEqual([
      1576285164, 2249660814, 740599976, 2425682526, 2436392515, 1497962777, 1335360347, 2260235687,
      3981753173, 3953550934, 3812192618, 2023144656,
    ]);
    expect(generated("THREE_FRY", state, "u32", [])[1]).toEqual([1576285164]);
  });

  test("`evaluate()` of Threefry in 8 and 64 bits", () => {
    expect(generated("THREE_FRY", [5n, 6n], "u8", [3])).toEqual([
      [5n, 8n],
      [164, 200, 115],
    ]);
    expect(generated("THREE_FRY", [5n, MOST], "u64", [3])).toEqual([
      [5n, 2n],
      [5699853503226913561n, 1356859863320810339n, 8853074403113563486n],
    ]);
  });

  test("`evaluate()` of Threefry as the specification's example", () => {
    expect(generated("THREE_FRY", [1n, 2n], "u64", [2, 2])).toEqual([
      [1n, 6n],
      [9236835810183407956n, 16087790271692313299n, 18212823393184779219n, 2658481902456610144n],
    ]);
  });

  test("`evaluate()` of Philox with a counter of 128 bits carries", () => {
    expect(generated("PHILOX", [5n, MOST, 7n], "u32", [9])).toEqual([
      [5n, 2n, 8n],
      [
        408654879, 156914071, 4246078289, 2550873154, 1414544935, 1163734151, 4062483226,
        1747046443, 4281969229,
      ],
    ]);
    expect(generated("PHILOX", [5n, 6n, 7n], "u64", [3])).toEqual([
      [5n, 8n, 7n],
      [11216340449253832163n, 4288563746624209323n, 15297054879353834718n],
    ]);
  });

  test("`evaluate()` of the default is Philox; a counter of 64 bits has the key above it", () => {
    expect(generated("DEFAULT", [5n, 6n], "u32", [3])).toEqual([
      [5n, 7n],
      [1465900379, 1469274632, 1503072275],
    ]);
    expect(generated("PHILOX", [5n, MOST], "u32", [9])).toEqual([
      [5n, 2n],
      [
        1314562490, 4035658752, 2543735481, 4162936588, 64677483, 3635105107, 3931607701, 727262183,
        311226061,
      ],
    ]);
    expect(generated("DEFAULT", [5n, 6n, 7n], "i32", [3])[1]).toEqual([
      1033811427, -1683459530, 2049409451,
    ]);
    expect(generated("PHILOX", [5n, 6n, 7n], "u8", [3])[1]).toEqual([227, 54, 171]);
  });

  test("`infer()` refuses another state, and floats", () => {
    expect(() => generated("THREE_FRY", [1n, 2n, 3n], "u32", [2])).toThrow(
      "Cannot apply rngBitGenerator: expected a state of 2 u64, got u64 3",
    );
    expect(() => generated("PHILOX", [1n, 2n], "f32", [2])).toThrow(
      "Cannot apply rngBitGenerator: expected bits as integers, got f32",
    );
  });

  test("`work()`: 5 calls for 9 words of Threefry, 3 of Philox", () => {
    const state = [["u64", [2]]] as const;
    const bits = { element: "u32", shape: [9] };
    expect(scalarsOf(rngBitGenerator, state, { ...bits, algorithm: "THREE_FRY" })).toEqual({
      add: 185n,
      logic: 410n,
    });
    expect(scalarsOf(rngBitGenerator, state, { ...bits, algorithm: "PHILOX" })).toEqual({
      multiply: 60n,
      add: 60n,
      logic: 120n,
    });
  });
});
