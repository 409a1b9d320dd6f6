import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/api/compare.ts";
import { score } from "../../src/api/score.ts";
import type { CompareResult } from "../../src/results/compare-result.ts";
import { stringifyResult } from "../../src/results/json.ts";
import { BITS } from "../cli/bits-samples.ts";
import { DIGITS } from "../cli/samples.ts";

const FIXTURES = new URL("../../fixtures/compare/", import.meta.url).pathname;
const model = (name: string): string => join(FIXTURES, `${name}.onnx`);
const became = (name: string): CompareResult => compare(model("base"), model(name));
const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : stringifyResult(value as object));

// Products of the base: 144 x 216 = 31,104 of the stem, 144 x 576 = 82,944 of block1, 36 x 1,152 =
// 41,472 of block2 (both 1 bit), 160 of the head; a float counts 16 bits. What the head reads is the
// mean of 36 sums of 72 signs: -2,592 to 2,592 steps, 13 bits.
describe("`compare()` of a network and what became of it", () => {
  it("finds the same network, exported by another exporter under other names, equal", () => {
    const result = became("dynamo");
    expect(result.equal).toBe(true);
    expect(result.totals.ace.after).toBe(31_104n * 256n + 124_416n + 160n * 13n * 16n);
    expect(result.layers.map(({ how, before, after }) => [how, before, after])).toEqual([
      ["renamed", "stem/Conv", "stem"],
      ["renamed", "block1/Conv", "block1"],
      ["renamed", "block2/Conv", "block2"],
      ["renamed", "head/Gemm", "head"],
    ]);
  });

  it("finds the layer that is wider by 4 channels, and the one that reads them", () => {
    const { layers, order, totals } = became("widened");
    expect(layers.map(({ how }) => how)).toEqual(["same", "changed", "changed", "same"]);
    expect(order.ace).toEqual([1, 2]);
    expect(layers[1]?.changes.rhsShape).toEqual({ before: [8, 8, 3, 3], after: [12, 8, 3, 3] });
    expect(layers[2]?.changes.rhsShape).toEqual({ before: [16, 8, 3, 3], after: [16, 12, 3, 3] });
    expect(totals.ace.difference).toBe(41_472n + 20_736n);
  });

  it("finds the inserted layer", () => {
    const { layers, counts, totals } = became("inserted");
    expect(counts).toMatchObject({ same: 4, inserted: 1, changed: 0, removed: 0 });
    expect(layers[2]).toMatchObject({ before: null, after: "extra/Conv", how: "inserted" });
    expect(totals.ace.difference).toBe(82_944n);
  });

  it("finds four images instead of one", () => {
    const { layers, totals } = became("batch");
    expect(layers.map(({ changes }) => changes.output?.after[0])).toEqual([4, 4, 4, 4]);
    expect(totals.macs.difference).toBe(3n * 155_680n);
    expect(totals.weightBits.difference).toBe(0n);
  });

  it("finds the operand that is no longer binary, with both proofs", () => {
    const { layers, wider, totals } = became("broken");
    expect(wider).toEqual([1]);
    expect(layers[1]?.changes.lhsWidth).toMatchObject({
      before: { bits: 1, float: false, status: "proven" },
      after: { bits: 32, float: true, status: "assumed", proof: "f32 by its element type" },
    });
    // 16 bits by the convention instead of 1.
    expect(totals.ace.difference).toBe(82_944n * 15n);
  });

  it("is mirrored by the other direction", () => {
    const back = compare(model("inserted"), model("base"));
    expect(back.counts).toMatchObject({ same: 4, inserted: 0, removed: 1 });
    expect(back.totals.ace.difference).toBe(-82_944n);
  });
});

describe("`compare()` of saved scores", () => {
  const native = bytesOf(score(model("base"), { convention: "native" }));
  const pokebnn = bytesOf(score(model("base")));

  it("takes them as models, by their bytes and as values", () => {
    expect(compare(pokebnn, model("base")).equal).toBe(true);
    expect(compare(bytesOf(DIGITS), DIGITS).equal).toBe(true);
  });

  it("scores a model by the convention of the saved score beside it", () => {
    for (const result of [compare(native, model("base")), compare(model("base"), native)]) {
      expect(result.convention).toBe("native");
      expect(result.equal).toBe(true);
    }
  });

  it.each([
    [native, pokebnn, {}, "convention native, got pokebnn"],
    [native, model("base"), { convention: "pokebnn" } as const, "convention pokebnn, got native"],
  ])("refuses two conventions", (before, after, options, message) => {
    expect(() => compare(before, after, options)).toThrow(
      `Cannot compare the saved score of base.onnx: expected ${message}`,
    );
  });

  it.each([
    [
      '{"schema": "acemeter/score@2"}',
      /^Cannot read a result: expected "schema" to be one of acemeter\/score@1, .*, got acemeter\/score@2$/,
    ],
    [BITS, "Cannot read a score: expected acemeter/score@1, got acemeter/bits@1"],
    ["[]", "Cannot compare a file of scores: expected one score in it, got 0"],
    [[DIGITS, DIGITS], "Cannot compare a file of scores: expected one score in it, got 2"],
    [
      '{"schema": "acemeter/score@1"}',
      "Cannot read model of a score: expected an object, got nothing",
    ],
  ])("refuses what is no such score: %#", (bad, message) => {
    expect(() => compare(bytesOf(bad), pokebnn)).toThrow(message);
    expect(() => compare(pokebnn, bytesOf(bad))).toThrow(message);
  });
});

const CORPUS = new URL("../../../shared/corpus/onnx/torch/", import.meta.url).pathname;
const sets = existsSync(CORPUS) ? readdirSync(CORPUS) : [];
const pairs = sets.flatMap((set) => {
  const files = [`${CORPUS}${set}/ts17.onnx`, `${CORPUS}${set}/dynamo18.onnx`] as const;
  return files.every((file) => existsSync(file)) ? [[set, ...files] as const] : [];
});

describe("`compare()` of the corpus: TorchScript against dynamo", () => {
  it.skipIf(pairs.length === 0)(
    "(skipped where the corpus is absent) has at least ten pairs",
    () => {
      expect(pairs.length).toBeGreaterThanOrEqual(10);
    },
  );

  it.each(pairs)("finds every layer of %s, at equal cost", (_, before, after) => {
    const { order, counts } = compare(before, after);
    expect(Object.values(order).flat()).toEqual([]);
    expect([counts.inserted, counts.removed, counts.moved]).toEqual([0, 0, 0]);
  });
});
