import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run, score } from "../../../src/index.ts";
import type { NpyArray } from "../../../src/io/npy.ts";
import { readNpz } from "../../../src/io/npz.ts";
import type { Totals } from "../../../src/results/score-result.ts";

const FILES = ["torchscript.onnx", "dynamo.onnx", "model.mlir", "model.hlo.txt"] as const;

/** Multiply-accumulates, width of left, width of right, weights, bits of weights. */
type Row = readonly [bigint, number, number, bigint, bigint];

interface Pair {
  readonly layers: readonly Row[];
  readonly totals: Partial<Totals>;
  readonly aceNative: bigint;
  readonly cpu64: string;
  /** Elementwise operations of the four files, in the order of `FILES`, where any differ. */
  readonly elementwise: readonly Readonly<Record<string, bigint>>[];
}

/** Multiply-accumulates are output positions x window x input channels per group, by hand. */
const PAIRS: Readonly<Record<string, Pair>> = {
  // 12 x 12 -> pool -> 6 x 6 -> stride 2 -> 3 x 3. Batch norm is scale x + offset for ONNX (1,296
  // elements); Flax takes the mean away from each element before; dynamo folds it into the kernels
  // and 8 biases of 1,152 elements.
  cnn: {
    layers: [
      [31_104n, 32, 32, 216n, 6_912n],
      [10_368n, 32, 32, 1_152n, 36_864n],
      [1_440n, 32, 32, 1_440n, 46_080n],
    ],
    totals: { macs: 42_912n, ace: 10_985_472n, weightCount: 2_808n, weightBits: 89_856n },
    aceNative: 43_941_888n,
    cpu64: "42912",
    elementwise: [
      { add: 1_450n, multiply: 1_296n },
      { add: 1_306n, multiply: 0n },
      { add: 2_746n, multiply: 1_296n },
      { add: 2_746n, multiply: 1_296n },
    ],
  },
  // 6 x 6 positions; batch norms of 288 and 576 elements, as above.
  binary: {
    layers: [
      [7_776n, 32, 32, 216n, 6_912n],
      [20_736n, 1, 1, 576n, 576n],
      [4_608n, 1, 1, 128n, 128n],
      [160n, 32, 32, 160n, 5_120n],
    ],
    totals: { macs: 33_280n, ace: 2_056_960n, weightCount: 1_080n, weightBits: 12_736n },
    aceNative: 8_151_808n,
    cpu64: "8332",
    elementwise: [
      { add: 3_738n, multiply: 1_152n },
      { add: 3_738n, multiply: 288n },
      { add: 4_602n, multiply: 1_152n },
      { add: 4_602n, multiply: 1_152n },
    ],
  },
  // 12 tokens of 16, 2 heads of 6 x 6 scores. PyTorch's exporters quantize what query, key and value
  // share once, Flax writes it three times: 2 x 192 more of each step, two comparisons a clip. Its
  // softmax compares the largest of 24 rows with -infinity too.
  attention: {
    layers: [
      [3_072n, 8, 8, 256n, 2_048n],
      [3_072n, 8, 8, 256n, 2_048n],
      [3_072n, 8, 8, 256n, 2_048n],
      [1_152n, 8, 8, 0n, 0n],
      [1_152n, 8, 8, 0n, 0n],
      [3_072n, 8, 8, 256n, 2_048n],
      [6_144n, 8, 8, 512n, 4_096n],
      [6_144n, 8, 8, 512n, 4_096n],
    ],
    totals: { macs: 26_880n, ace: 1_720_320n, weightCount: 2_048n, weightBits: 16_384n },
    aceNative: 1_720_320n,
    cpu64: "3360",
    elementwise: [
      { multiply: 1_824n, divide: 1_824n, round: 1_680n, compare: 3_864n },
      { multiply: 1_824n, divide: 1_824n, round: 1_680n, compare: 3_864n },
      { multiply: 2_208n, divide: 2_208n, round: 2_064n, compare: 4_656n },
      { multiply: 2_208n, divide: 2_208n, round: 2_064n, compare: 4_656n },
    ],
  },
  // 8 x 8 -> stride 2 -> 4 x 4 -> transposed -> 8 x 8: 16 input positions x window of 16. Sigmoid of
  // 384 elements is one function for ONNX, and 1 / (1 + exp(-x)) for Flax.
  upsample: {
    layers: [
      [2_048n, 32, 32, 32n, 1_024n],
      [4_608n, 32, 32, 72n, 2_304n],
      [6_912n, 32, 32, 432n, 13_824n],
      [18_432n, 32, 32, 1_152n, 36_864n],
    ],
    totals: { macs: 32_000n, ace: 8_192_000n, weightCount: 1_688n, weightBits: 54_016n },
    aceNative: 32_768_000n,
    cpu64: "32000",
    elementwise: [
      { add: 1_600n, divide: 0n, transcendental: 384n },
      { add: 1_600n, divide: 0n, transcendental: 384n },
      { add: 2_368n, divide: 384n, transcendental: 384n },
      { add: 2_368n, divide: 384n, transcendental: 384n },
    ],
  },
};

/** Layers by Flax's names; nnx names no operation, so that they have the names of results. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  cnn: ["stem", "body", "head"],
  binary: ["stem", "spatial", "point", "head"],
  attention: ["query", "key", "value", "bqhd,bkhd->bhqk", "bhqk,bkhd->bqhd", "out", "up", "down"],
  upsample: ["%0", "%5", "%10", "%14"],
};

const optionsOf = (name: string, file: string) =>
  file.endsWith(".onnx") ? {} : { weights: `fixtures/pairs/${name}/weights.msgpack` };

describe.each(Object.entries(PAIRS))("%s, from PyTorch and from Flax", (name, pair) => {
  describe.each([...FILES.entries()])("%i %s", (index, file) => {
    const model = `fixtures/pairs/${name}/${file}`;
    const options = optionsOf(name, file);
    const result = score(model, options);

    test("`score()` gives the same layers", () => {
      const rows = result.layers.map(
        ({ macs, lhs, rhs, weightCount, weightBits }): Row => [
          macs,
          lhs.bits,
          rhs.bits,
          weightCount,
          weightBits,
        ],
      );
      expect(rows).toEqual(pair.layers);
      expect(result.complete).toBe(true);
    });

    test("`score()` gives the same totals in both conventions", () => {
      expect(result.totals).toMatchObject(pair.totals);
      expect(String(result.totals.cpu64)).toBe(pair.cpu64);
      expect(score(model, { ...options, convention: "native" }).totals.ace).toBe(pair.aceNative);
    });

    test("elementwise operations are those that the exporter wrote", () => {
      const same = index === 0 ? result : score(`fixtures/pairs/${name}/${FILES[0]}`);
      const expected = { ...same.totals.elementwise, ...pair.elementwise[index] };
      expect(result.totals.elementwise).toEqual(expected);
    });
  });

  test("layers of Flax's text have the names of its modules", () => {
    const model = `fixtures/pairs/${name}/model.mlir`;
    expect(score(model).layers.map((layer) => layer.name)).toEqual(NAMES[name]);
  });

  test("`run()` gives what either framework computes, and all four files the same", () => {
    const data = readNpz(readFileSync(`fixtures/pairs/${name}/data.npz`));
    const outputs = FILES.map((file) => {
      const side = file.endsWith(".onnx") ? "torch" : "flax";
      const { outputs } = run(`fixtures/pairs/${name}/${file}`, {
        ...optionsOf(name, file),
        inputs: new Map([["", arrayIn(data, `${side}_x`)]]),
      });
      const [output] = outputs.values();
      const numbers = Array.from(output?.data as Float32Array);
      expectNear(numbers, numbersOf(arrayIn(data, `${side}_y`)));
      return side === "torch" ? channelsLast(numbers, output?.type.shape ?? []) : numbers;
    });
    for (const numbers of outputs) expectNear(numbers, outputs[0] as number[]);
  });
});

function arrayIn(data: ReadonlyMap<string, NpyArray>, name: string): NpyArray {
  const array = data.get(name);
  if (array === undefined) throw new Error(`data.npz holds no ${name}`);
  return array;
}

function numbersOf({ data }: NpyArray): number[] {
  return Array.from(new Float32Array(data.slice().buffer));
}

/** Within 1e-6 of the largest expected magnitude. */
function expectNear(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  const peak = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...got.map((value, i) => Math.abs(value - (expected[i] as number))));
  expect(worst / peak).toBeLessThan(1e-6);
}

/** Elements of NCHW in the order of NHWC; those of other ranks as they are. */
function channelsLast(numbers: number[], shape: readonly number[]): number[] {
  const [n = 1, channels = 1, height = 1, width = 1] = shape;
  if (shape.length !== 4 || n !== 1) return numbers;
  const area = height * width;
  return numbers.map((_, i) => numbers[(i % channels) * area + Math.floor(i / channels)] as number);
}
