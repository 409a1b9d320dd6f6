import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Comparison, compareResults, type LayerEntry } from "../../src/compare/compare.ts";
import { compareDocument } from "../../src/compare/document.ts";
import { METRICS } from "../../src/metrics/metrics.ts";
import { compareSchema } from "../../src/results/compare-schema.ts";
import { parseResult, stringifyResult } from "../../src/results/json.ts";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { DIGITS, INCOMPLETE, layer, operand } from "../cli/samples.ts";
import { conv, repeatedLayers, scoreOf } from "./samples.ts";

const brief = ({ layers }: Comparison) =>
  layers.map(({ before, after, how }) => [how, before?.name ?? null, after?.name ?? null]);
const only = (layers: readonly LayerEntry[]): LayerEntry => {
  expect(layers).toHaveLength(1);
  return layers[0] as LayerEntry;
};

describe("`compareResults()` of a result with itself", () => {
  it("finds nothing", () => {
    const same = compareResults(DIGITS, DIGITS);
    expect(brief(same)).toEqual([
      ["same", "conv1", "conv1"],
      ["same", "conv2", "conv2"],
      ["same", "fc", "fc"],
    ]);
    expect(Object.values(same.contributions).flat()).toEqual([]);
    expect(same.layers.flatMap(({ changes }) => Object.keys(changes))).toEqual([]);
    expect(compareDocument(same).equal).toBe(true);
  });

  it("finds nothing, whatever the layers", () => {
    fc.assert(
      fc.property(repeatedLayers(30), (layers) => {
        const result = scoreOf(layers);
        expect(compareDocument(compareResults(result, result)).equal).toBe(true);
      }),
    );
  });
});

describe("`compareResults()`, layers", () => {
  const [stem, middle, head] = [conv("stem", 3, 8), conv("middle", 8, 8), conv("head", 8, 4)];
  const before = scoreOf([stem, middle, head]);

  it("puts inserted layers where they are and removed ones where they were", () => {
    const after = scoreOf([stem, conv("new", 5, 60), head]);
    const pooled = scoreOf([stem, layer({ name: "new" }), head]);
    expect(brief(compareResults(before, after))).toEqual([
      ["same", "stem", "stem"],
      ["changed", "middle", "new"],
      ["same", "head", "head"],
    ]);
    expect(brief(compareResults(before, pooled))).toEqual([
      ["same", "stem", "stem"],
      ["inserted", null, "new"],
      ["removed", "middle", null],
      ["same", "head", "head"],
    ]);
  });

  it("tells new names, other places, and another spelling apart", () => {
    const after = scoreOf([
      { ...head, name: "a" },
      { ...stem, name: "b" },
      { ...middle, name: "c", operator: "FusedConv" },
    ]);
    expect(brief(compareResults(before, after))).toEqual([
      ["moved", "head", "a"],
      ["renamed", "stem", "b"],
      ["changed", "middle", "c"],
    ]);
  });

  it("says exactly what differs", () => {
    const after = {
      ...conv("stem", 3, 16),
      stride: [2, 2],
      groups: 2,
      trips: 3n,
      lhs: operand({ shape: [1, 3, 8, 8], bits: 32, float: true, status: "assumed", proof: "f32" }),
    };
    const { changes } = only(compareResults(scoreOf([stem]), scoreOf([after])).layers);
    expect(changes).toEqual({
      lhsWidth: {
        before: {
          tensor: "x",
          bits: 1,
          float: false,
          type: "f32",
          status: "proven",
          proof: "Sign at sign",
        },
        after: {
          tensor: "x",
          bits: 32,
          float: true,
          type: "f32",
          status: "assumed",
          proof: "f32",
        },
      },
      rhsShape: { before: [8, 3, 3, 3], after: [16, 3, 3, 3] },
      output: { before: [1, 8, 8, 8], after: [1, 16, 8, 8] },
      stride: { before: [1, 1], after: [2, 2] },
      groups: { before: 1, after: 2 },
      trips: { before: 1n, after: 3n },
    });
  });

  it("does not take another proof of the same width for a change", () => {
    const after = {
      ...stem,
      lhs: { ...stem.lhs, proof: "Clip at clip", status: "claimed" } as const,
    };
    expect(only(compareResults(scoreOf([stem]), scoreOf([after])).layers).how).toBe("same");
  });

  it("calls a layer changed that only costs something else", () => {
    const after = { ...stem, ace: stem.ace * 2n };
    const { how, changes, costs } = only(compareResults(scoreOf([stem]), scoreOf([after])).layers);
    expect([how, changes]).toEqual(["changed", {}]);
    // 64 positions x 9 x 3 x 8 = 13,824 products of one bit.
    expect(costs.ace).toEqual({ before: 13_824n, after: 27_648n, difference: 13_824n });
  });
});

describe("`compareResults()`, differences", () => {
  it("are of every metric", () => {
    const { totals } = compareResults(DIGITS, DIGITS);
    expect(Object.keys(totals)).toEqual(METRICS.map(({ id }) => id));
  });

  it("are exact, whatever the metric", () => {
    const after: ScoreResult = {
      ...DIGITS,
      totals: {
        ...DIGITS.totals,
        ace: 1n,
        elementwise: { ...DIGITS.totals.elementwise, add: 4_620n },
        energyPj: { "45nm": 97_543.5, "7nm": 1 },
      },
    };
    const { totals } = compareResults(DIGITS, after);
    const known = { beforeAtLeast: false, afterAtLeast: false };
    expect(totals.ace).toEqual({
      before: 1_794_048n,
      after: 1n,
      difference: -1_794_047n,
      ...known,
    });
    expect(`${totals.cpu64.difference}`).toBe("0");
    expect(totals.elementwise.add.difference).toBe(2n);
    expect(totals.elementwise.multiply.difference).toBe(0n);
    expect(totals.energyPj["45nm"].difference).toBe(0.3);
    expect(totals.energyPj["7nm"]).toEqual({ before: null, after: 1, difference: null, ...known });
  });

  it("mark the side that is a lower bound", () => {
    const { totals } = compareResults(DIGITS, INCOMPLETE);
    expect([totals.ace.beforeAtLeast, totals.ace.afterAtLeast]).toEqual([false, true]);
    expect([totals.cpu64.beforeAtLeast, totals.cpu64.afterAtLeast]).toEqual([false, false]);
    expect(compareDocument(compareResults(DIGITS, INCOMPLETE)).equal).toBe(false);
  });

  it("are ordered by size in each metric, equal ones by place", () => {
    const before = scoreOf([conv("a", 1, 1), conv("b", 2, 2), conv("c", 3, 3), conv("d", 4, 4)]);
    const after = scoreOf([conv("a", 1, 2), conv("b", 2, 2), conv("c", 3, 1), conv("d", 4, 5)]);
    const { contributions } = compareResults(before, after);
    // 576 products for each pair of channels: +1, 0, -6 and +4 pairs.
    expect(contributions.ace.map(({ costs }) => costs.ace.difference)).toEqual([
      -3_456n,
      2_304n,
      576n,
    ]);
    expect(contributions.cpu64.map(({ after: layer }) => layer?.name)).toEqual(["c", "d", "a"]);
  });

  it("of layers without a partner are their whole costs", () => {
    const [a, b] = [scoreOf([]), scoreOf([conv("a", 1, 1)])];
    expect(only(compareResults(a, b).layers).costs.macs).toEqual({
      before: 0n,
      after: 576n,
      difference: 576n,
    });
    expect(only(compareResults(b, a).layers).costs.macs.difference).toBe(-576n);
  });

  it("are mirrored by the other direction", () => {
    fc.assert(
      fc.property(repeatedLayers(20), repeatedLayers(20), (a, b) => {
        const [there, back] = [
          compareResults(scoreOf(a), scoreOf(b)),
          compareResults(scoreOf(b), scoreOf(a)),
        ];
        expect(back.totals.ace.difference).toBe(-there.totals.ace.difference);
        const turned = back.layers.map(({ before, after, how }) => {
          const other = { inserted: "removed", removed: "inserted" }[how as string] ?? how;
          return JSON.stringify([after?.name, before?.name, other]);
        });
        const straight = there.layers.map(({ before, after, how }) =>
          JSON.stringify([before?.name, after?.name, how]),
        );
        expect(turned.toSorted()).toEqual(straight.toSorted());
        // What the layers differ in is what the totals differ in.
        const sum = there.layers.reduce((all, { costs }) => all + costs.ace.difference, 0n);
        expect(sum).toBe(there.totals.ace.difference);
      }),
    );
  });
});

describe("`compareDocument()`", () => {
  const wider = layer({ name: "fc", lhs: operand({ bits: 8 }), ace: 320n });
  const document = compareDocument(
    compareResults(scoreOf([conv("a", 1, 1), layer()]), scoreOf([wider, conv("new", 2, 2)])),
  );

  it("counts, and points to the layers of more bits and of differences", () => {
    expect(document.layers.map(({ before, after }) => [before, after])).toEqual([
      ["a", null],
      ["fc", "fc"],
      [null, "new"],
    ]);
    const none = { same: 0, renamed: 0, moved: 0 };
    expect(document.counts).toEqual({ ...none, changed: 1, inserted: 1, removed: 1 });
    expect(document.wider).toEqual([1]);
    // new: 576 x 4 = 2,304; a: -576; fc: 320 - 40 = 280 for as many products as before.
    expect(document.order).toEqual({
      macs: [2, 0],
      ace: [2, 0, 1],
      cpu64: [2, 0],
      weightCount: [2, 0],
      weightBits: [2, 0],
    });
  });

  it("is what its schema says, and survives JSON", () => {
    expect(compareSchema.parse(document)).toEqual(document);
    expect(parseResult(stringifyResult(document))).toEqual(document);
  });

  it("has a JSON Schema in which only differences may be negative", () => {
    const schema = z.fromJSONSchema(jsonSchemas().compare as z.core.JSONSchema.JSONSchema);
    const accepts = (result: unknown) =>
      schema.safeParse(JSON.parse(stringifyResult(result as object))).success;
    const { totals } = document;
    const negative = { ...totals.ace, before: -1n };
    expect(accepts(document)).toBe(true);
    expect(document.layers[0]?.costs.macs.difference).toBe(-576n);
    expect(`${document.layers[0]?.costs.cpu64.difference}`).toBe("-9");
    expect(accepts({ ...document, totals: { ...totals, ace: negative } })).toBe(false);
    expect(accepts({ ...document, how: "other", convention: "mine" })).toBe(false);
  });
});
