import { describe, expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import { AceError } from "../../src/errors.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { multiply, subtract } from "../../src/ops/core/arithmetic.ts";
import { conv } from "../../src/ops/core/conv.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { dotGeneral } from "../../src/ops/core/dot-general.ts";
import { transpose } from "../../src/ops/core/transpose.ts";
import { CONV_3X3, Network } from "../support/network.ts";

/** How the right operand of x [1, K] times a stored w [K, N] is seen; `transposed` stores [N, K]. */
function seen(values: readonly number[], [k, n]: [number, number], transposed = false) {
  const network = new Network().layer("dense", "MatMul");
  const shape = transposed ? [n, k] : [k, n];
  const type = network.graph.types.intern("f32", shape);
  const tensor: Tensor = { type, data: Float32Array.from(values) };
  const stored = network.graph.addConstant({ type, read: () => tensor }, "w");
  const w = transposed ? network.emit(transpose, [stored], { permutation: [1, 0] }) : stored;
  const x = network.given("x", "f32", [1, k]);
  const y = network.emit(dotGeneral, [x, w], {
    lhsBatch: [],
    rhsBatch: [],
    lhsContract: [1],
    rhsContract: [0],
    result: "f32",
  });
  const { contractions } = analyse(network.model(y).graph);
  const { grid, status } = contractions[0]?.rhs.values ?? {};
  return grid === undefined ? status : `${grid.hi - grid.lo + 1} codes, ${status}`;
}

const SIGNS = [1, -1, -1, 1, 1, 1, -1, -1, -1, 1, 1, -1];

describe("inspectOperand() finds", () => {
  test("one magnitude in each output column", () => {
    const scales = [0.25, 3, 0.125];
    const values = SIGNS.map((sign, i) => sign * (scales[i % 3] as number));
    expect(seen(values, [4, 3])).toBe("2 codes, inspected");
  });

  test("the same through a transposition", () => {
    const scales = [0.25, 3, 0.125];
    const values = SIGNS.map((sign, i) => sign * (scales[Math.floor(i / 4)] as number));
    expect(seen(values, [4, 3], true)).toBe("2 codes, inspected");
  });

  test("one magnitude in each input row, where columns have none", () => {
    const scales = [0.137, 0.912, 0.561, 0.733];
    const values = SIGNS.map((sign, i) => sign * (scales[Math.floor(i / 3)] as number));
    expect(seen(values, [4, 3])).toBe("2 codes, inspected");
  });

  test("three values, one of them 0", () => {
    const values = SIGNS.map((sign, i) => (i === 3 ? 0 : 0.3 * sign));
    expect(seen(values, [4, 3])).toBe("3 codes, inspected");
  });

  test("eight even values in a column", () => {
    const values = SIGNS.map((sign, i) => sign * (1 + Math.floor(i / 3)));
    expect(seen(values, [4, 3])).toBe("8 codes, inspected");
  });

  test("magnitudes with last-place noise", () => {
    const values = SIGNS.map((sign, i) => sign * 0.3 * (1 + Math.floor(i / 3) * 1.2e-7));
    expect(seen(values, [4, 3])).toBe("2 codes, inspected");
  });
});

describe("inspectOperand() is not fooled by", () => {
  test("a scale of its own for each element", () => {
    const values = SIGNS.map((sign, i) => sign * Math.sqrt(i + 2));
    expect(seen(values, [4, 3])).toBe("assumed");
  });

  test("noise above the tolerance", () => {
    const values = SIGNS.map((sign, i) => sign * 0.3 * (1 + i * 1e-5));
    expect(seen(values, [4, 3])).toBe("assumed");
  });

  test("weights that are all equal", () => {
    expect(seen(new Array(12).fill(0.5), [4, 3])).toBe("assumed");
  });

  test("zeros", () => {
    expect(seen(new Array(12).fill(0), [4, 3])).toBe("assumed");
  });

  test("one filter in every channel, up to scale", () => {
    const values = [1, 2, -3, -1, -2, 3, 1, 2, -3, -1, -2, 3];
    expect(seen(values, [4, 3])).toBe("assumed");
  });

  test("too few elements: each column has one free parameter", () => {
    expect(seen([1, -2, -1, 2], [2, 2])).toBe("assumed");
    expect(seen([0.3, 0.7, -0.3, 0.7, 0.3, -0.7], [3, 2])).toBe("2 codes, inspected");
    expect(seen([0.3, 0.7, -0.3, -0.7], [2, 2])).toBe("assumed");
  });

  test("one column, which may be any fixed filter", () => {
    expect(seen([0.3, -0.3, -0.3, 0.3, 0.3, -0.3, 0.3], [7, 1])).toBe("assumed");
  });

  test("NaN and infinity", () => {
    expect(
      seen(
        SIGNS.map((s, i) => (i === 0 ? Number.NaN : s)),
        [4, 3],
      ),
    ).toBe("assumed");
    expect(
      seen(
        SIGNS.map((s) => s * Number.POSITIVE_INFINITY),
        [4, 3],
      ),
    ).toBe("assumed");
  });
});

test("elements that are not there leave the width assumed and are reported", () => {
  const n = new Network().layer("conv", "Conv");
  const type = n.graph.types.intern("f32", [2, 3, 3, 3]);
  const reason = { action: "read", subject: "tensor w", expected: "its file", got: "none" };
  const read = () => {
    throw new AceError("missing-data", reason, { where: { tensor: "w" } });
  };
  const w = n.graph.addConstant({ type, read }, "w");
  const y = n.emit(conv, [n.given("x", "f32", [1, 3, 4, 4]), w], CONV_3X3);
  const analysis = analyse(n.model(y).graph);
  expect(analysis.contractions[0]?.rhs.values.status).toBe("assumed");
  expect(analysis.missing).toEqual([
    {
      code: "not-inspected",
      where: { tensor: "w" },
      reason:
        "its elements could not be looked at: Cannot read tensor w: expected its file, got none",
      touches: ["widths"],
    },
  ]);
});

describe("inspectCodes() finds few codes in integers", () => {
  function bitsOf(codes: readonly number[]): string {
    const n = new Network().layer("dense", "MatMul");
    const type = n.graph.types.intern("i8", [8, codes.length / 8]);
    const tensor: Tensor = { type, data: Int8Array.from(codes) };
    const w = n.graph.addConstant({ type, read: () => tensor }, "w");
    const y = n.emit(dotGeneral, [n.given("x", "i8", [1, 8]), w], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [1],
      rhsContract: [0],
      result: "i32",
    });
    const { values } = analyse(n.model(y).graph).contractions[0]?.rhs ?? {};
    const { lo, hi, step, origin } = values?.grid ?? {};
    return `${step} x (${lo} to ${hi}) + ${origin}, ${values?.status}`;
  }
  const repeat = (pattern: readonly number[]) =>
    Array.from({ length: 24 }, (_, i) => pattern[i % pattern.length] as number);

  /** The grid of codes of `element` behind arithmetic. */
  function behind(element: "i4" | "i8", make: (n: Network, codes: number) => number): string {
    const n = new Network().layer("dense", "MatMul");
    const type = n.graph.types.intern(element, [8, 3]);
    const tensor: Tensor = { type, data: Int8Array.from(repeat([1, -2, 0])) };
    const w = n.graph.addConstant({ type, read: () => tensor }, "w");
    const y = n.emit(
      dotGeneral,
      [n.given("x", "f32", [1, 8]), make(n, n.emit(convert, [w], { to: "f32", saturate: false }))],
      { lhsBatch: [], rhsBatch: [], lhsContract: [1], rhsContract: [0], result: "f32" },
    );
    const { values } = analyse(n.model(y).graph).contractions[0]?.rhs ?? {};
    const { lo, hi, step, origin } = values?.grid ?? {};
    return `${step} x (${lo} to ${hi}) + ${origin}, ${values?.status}`;
  }
  const stored = (n: Network, values: readonly number[]) => {
    const type = n.graph.types.intern("f32", [1, 3]);
    const data = Float32Array.from(values);
    return n.graph.addConstant({ type, read: () => ({ type, data }) }, "s");
  };

  test("also behind a scale for each channel", () => {
    const scaled = (n: Network, q: number) => n.emit(multiply, [q, stored(n, [2, 0.5, -1])], {});
    expect(behind("i4", scaled)).toBe("1 x (0 to 3) + -2, inspected");
    const turned = (n: Network, q: number) => n.emit(multiply, [stored(n, [2, 0.5, -1]), q], {});
    expect(behind("i8", turned)).toBe("1 x (0 to 3) + -2, inspected");
  });

  test("also behind a zero point and one scale", () => {
    const real = (n: Network, q: number) =>
      n.emit(multiply, [n.emit(subtract, [q, n.scalar("f32", 1)], {}), n.scalar("f32", 0.5)], {});
    expect(behind("i8", real)).toBe("0.5 x (0 to 3) + -1.5, inspected");
  });

  test("codes that were turned round are not looked at", () => {
    const turned = (n: Network, q: number) => n.emit(multiply, [q, n.scalar("f32", -1)], {});
    expect(behind("i8", turned)).toBe("1 x (-127 to 128) + 0, declared");
  });

  test("-1 and 1 are two codes", () => {
    expect(bitsOf(repeat([1, -1, -1]))).toBe("2 x (0 to 1) + -1, inspected");
  });

  test("-2, 0 and 4 span four steps of 2", () => {
    expect(bitsOf(repeat([0, -2, 4]))).toBe("2 x (0 to 3) + -2, inspected");
  });

  test("five codes are declared by the type", () => {
    expect(bitsOf(repeat([1, 2, 3, 4, 5]))).toBe("1 x (-128 to 127) + 0, declared");
  });

  test("one code says nothing", () => {
    expect(bitsOf(repeat([1]))).toBe("1 x (-128 to 127) + 0, declared");
  });

  test("8 elements are too few", () => {
    expect(bitsOf([1, -1, 1, 1, -1, 1, -1, -1])).toBe("1 x (-128 to 127) + 0, declared");
  });
});
