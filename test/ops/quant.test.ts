import { describe, expect, test } from "vitest";
import { formatProof, widthOf } from "../../src/domain/value-set.ts";
import { bipolarQuant } from "../../src/ops/composite/bipolar-quant.ts";
import { codeRange, type QuantAttributes, quant } from "../../src/ops/composite/quant.ts";
import { ROUNDING_MODES, roundingModeOf, scalarRounding } from "../../src/ops/rounding-mode.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function attributes(given: Partial<QuantAttributes>): QuantAttributes {
  return { signed: true, narrow: false, rounding: "ROUND", bits: [4], bitsShape: [], ...given };
}

const ONE = scalar("f32", 1);
const ZERO = scalar("f32", 0);
const TIES = tensor("f32", [8], [-1.5, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1.5]);

describe("Quant", () => {
  test("`codeRange()` with and without sign, narrow and not", () => {
    expect(codeRange({ signed: true, narrow: false }, 4)).toEqual([-8, 7]);
    expect(codeRange({ signed: true, narrow: true }, 4)).toEqual([-7, 7]);
    expect(codeRange({ signed: false, narrow: false }, 4)).toEqual([0, 15]);
    expect(codeRange({ signed: false, narrow: true }, 4)).toEqual([0, 14]);
    expect(codeRange({ signed: true, narrow: false }, 64)).toEqual([-(2 ** 63), 2 ** 63 - 1]);
  });

  test.each([
    ["ROUND", [-2, -1, 0, 0, 0, 0, 1, 2]],
    ["CEIL", [-1, 0, 0, 0, 1, 1, 1, 2]],
    ["FLOOR", [-2, -1, -1, -1, 0, 0, 0, 1]],
    ["UP", [-2, -1, -1, -1, 1, 1, 1, 2]],
    ["DOWN", [-1, 0, 0, 0, 0, 0, 0, 1]],
    ["HALF_UP", [-2, -1, -1, 0, 0, 1, 1, 2]],
    ["HALF_DOWN", [-1, -1, 0, 0, 0, 0, 1, 1]],
  ] as const)("`evaluate()` rounds by %s, as `scalarRounding()` does", (rounding, expected) => {
    const got = elements(quant, [TIES, ONE, ZERO], attributes({ rounding }));
    expect(got.map((x) => x + 0)).toEqual(expected);
    const scalars = Array.from(TIES.data as Float32Array, scalarRounding(rounding));
    expect(scalars.map((x) => x + 0)).toEqual(expected);
  });

  test("`roundingModeOf()` knows other names and small letters", () => {
    expect(ROUNDING_MODES.map((mode) => roundingModeOf(mode.toLowerCase()))).toEqual(
      ROUNDING_MODES,
    );
    expect(roundingModeOf("half_even")).toBe("ROUND");
    expect(roundingModeOf("ROUND_TO_ZERO")).toBe("DOWN");
    expect(roundingModeOf("NEAREST")).toBeUndefined();
  });

  test("`evaluate()` clamps before it rounds, and keeps a fractional zero point", () => {
    const x = tensor("f32", [3], [100, -100, 0.25]);
    const inputs = [x, scalar("f32", 0.5), scalar("f32", 0.5)];
    expect(elements(quant, inputs, attributes({}))).toEqual([3.25, -4.25, 0.25]);
  });

  test("`evaluate()` of 1 bit with a sign is -1 or +1; 0 and -0 give +1", () => {
    const x = tensor("f32", [4], [-0.1, -0, 0, 0.1]);
    const inputs = [x, scalar("f32", 0.5), ZERO];
    expect(elements(quant, inputs, attributes({ bits: [1] }))).toEqual([-0.5, 0.5, 0.5, 0.5]);
  });

  test("`evaluate()` takes scales and bit widths along axes", () => {
    const x = tensor("f32", [2, 2], [9, -9, 9, -9]);
    const bits = { bits: [2, 4], bitsShape: [2, 1] };
    expect(elements(quant, [x, ONE, ZERO], attributes(bits))).toEqual([1, -2, 7, -8]);
    const scale = tensor("f32", [2], [1, 0.5]);
    expect(elements(quant, [x, scale, ZERO], attributes({}))).toEqual([7, -4, 7, -4]);
  });

  test("`evaluate()` of several types is in f32", () => {
    const x = tensor("f16", [1], [1.25]);
    const [result] = apply(quant, [x, ONE, ZERO], attributes({}));
    expect(result).toMatchObject({ type: { element: "f32", shape: [1] } });
    expect(elements(quant, [x, ONE, ZERO], attributes({}))).toEqual([1]);
  });

  test("`scalars()` are one quantize an element", () => {
    const inputs = [["f32", [3, 5]], ONE, ZERO] as const;
    expect(scalarsOf(quant, inputs, attributes({ rounding: "HALF_UP" }))).toEqual({
      quantize: 15n,
    });
  });

  test("`values()` say the codes, scale and zero point, and what kind of Quant", () => {
    const inputs = [["f32", [3]], scalar("f32", 0.5), scalar("f32", 2)] as const;
    const [set] = analysed(quant, inputs, attributes({ narrow: true })).outputs;
    expect(set).toMatchObject({
      carrier: "f32",
      status: "declared",
      grid: { lo: -7, hi: 7, step: 0.5, origin: -1 },
    });
    expect(set && formatProof(set.proof)).toBe("4-bit signed narrow Quant at layer");
  });

  test("`values()` of 1 bit with a sign are two codes: -0.5 is 1 x 0 - 0.5", () => {
    const inputs = [["f32", [3]], scalar("f32", 0.5), ZERO] as const;
    const [set] = analysed(quant, inputs, attributes({ bits: [1] })).outputs;
    expect(set?.grid).toEqual({ lo: 0, hi: 1, step: 1, origin: -0.5 });
  });

  test("`values()` with a width for each channel are those of the widest", () => {
    const inputs = [["f32", [2, 9]], tensor("f32", [2, 1], [1, 2]), ZERO] as const;
    const mixed = attributes({ signed: false, bits: [2, 4], bitsShape: [2, 1] });
    const [set] = analysed(quant, inputs, mixed).outputs;
    expect(set?.grid).toMatchObject({
      ...{ lo: 0, hi: 15, step: 1, origin: 0 },
      factor: { axes: [{ axis: 0, block: 1 }], stored: true },
    });
    expect(set && formatProof(set.proof)).toBe("2- to 4-bit unsigned Quant at layer");
  });

  test("`infer()` refuses shapes that do not broadcast", () => {
    const x = tensor("f32", [2], [0, 0]);
    const scale = tensor("f32", [3], [1, 1, 1]);
    expect(() => elements(quant, [x, scale, ZERO], attributes({}))).toThrow(
      "Cannot apply divide: expected shapes that broadcast, got 2 and 3",
    );
  });
});

describe("BipolarQuant", () => {
  test("`evaluate()` sends 0 and -0 to +scale, NaN to -scale", () => {
    const x = tensor("f32", [5], [-3, -0, 0, 3, Number.NaN]);
    expect(elements(bipolarQuant, [x, scalar("f32", 0.25)])).toEqual([
      -0.25, 0.25, 0.25, 0.25, -0.25,
    ]);
  });

  test("`scalars()` are one quantize an element", () => {
    expect(scalarsOf(bipolarQuant, [["f32", [3, 5]], ONE])).toEqual({ quantize: 15n });
  });

  test("`values()` are two codes", () => {
    const [set] = analysed(bipolarQuant, [["f32", [3]], scalar("f32", 0.25)]).outputs;
    expect(set).toMatchObject({
      status: "declared",
      grid: { lo: 0, hi: 1, step: 0.5, origin: -0.25 },
    });
    expect(set && widthOf(set)).toEqual({ bits: 1, float: false });
    expect(set && formatProof(set.proof)).toBe("BipolarQuant at layer");
  });

  test("`infer()` refuses shapes that do not broadcast", () => {
    const x = tensor("f32", [2], [0, 0]);
    expect(() => elements(bipolarQuant, [x, tensor("f32", [3], [1, 1, 1])])).toThrow(
      "Cannot apply multiply: expected shapes that broadcast, got 2 and 3",
    );
  });
});
