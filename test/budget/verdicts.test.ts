import { describe, expect, test } from "vitest";
import type { Case } from "../../src/budget/moved.ts";
import { verdictsOn } from "../../src/budget/verdicts.ts";
import { decimalFrom64ths } from "../../src/results/decimal.ts";
import type { Layer, ScoreResult } from "../../src/results/score-result.ts";
import { DIGITS, INCOMPLETE, layer, operand } from "../cli/samples.ts";
import { thrown } from "../io/thrown.ts";
import { modelOf } from "./configs.ts";

/** Verdicts on a score under these budgets; the layers of `before` belong to those of the same name. */
function judged(budgets: object, after: ScoreResult, before?: ScoreResult, more: object = {}) {
  const { models, document } = modelOf(budgets, more);
  const [model] = models;
  if (model === undefined) throw new Error("no model");
  const one: Case = {
    after,
    ...(before === undefined ? {} : { baseline: { before, pairs: byName(before, after) } }),
    updateCommand: "ace check --update",
  };
  return verdictsOn(model, document, one);
}

function byName(before: ScoreResult, after: ScoreResult) {
  const named = (layers: readonly Layer[], name: string) =>
    layers.find((one) => one.name === name) ?? null;
  const removed = before.layers.filter(({ name }) => named(after.layers, name) === null);
  return [
    ...after.layers.map((row) => {
      const then = named(before.layers, row.name);
      return { before: then, after: row, how: then === null ? "inserted" : "changed" };
    }),
    ...removed.map((row) => ({ before: row, after: null, how: "removed" })),
  ];
}

const only = (budgets: object, after: ScoreResult, before?: ScoreResult) => {
  const [verdict, ...others] = judged(budgets, after, before);
  expect(others).toEqual([]);
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
};

const totals = (some: Partial<ScoreResult["totals"]>): ScoreResult => ({
  ...DIGITS,
  totals: { ...DIGITS.totals, ...some },
});

describe("an absolute limit", () => {
  test("may be reached, and not passed by one", () => {
    expect(only({ ace: 1_794_048 }, DIGITS).status).toBe("ok");
    expect(only({ ace: 1_794_047 }, DIGITS).status).toBe("error");
  });

  test("is exact beyond what a double holds", () => {
    const after = totals({ ace: 2n ** 53n + 1n });
    expect(only({ ace: "9007199254740992" }, after).status).toBe("error");
    expect(only({ ace: "9007199254740993" }, after).status).toBe("ok");
  });

  test("of CPU64 is exact to its six places", () => {
    const after = totals({ cpu64: decimalFrom64ths(64n + 1n) });
    expect(only({ cpu64: "1.015625" }, after).status).toBe("ok");
    expect(only({ cpu64: "1.015624" }, after).status).toBe("error");
  });

  test("names what was measured and allowed, what costs most, and the line to change", () => {
    const verdict = only({ ace: "1.5M" }, DIGITS);
    expect(verdict).toMatchObject({
      kind: "max",
      status: "error",
      key: "models[0].budgets.ace",
      line: 6,
      name: "ace",
      reason: "ace is 1,794,048, 19.61% more than the 1,500,000 allowed",
      fix: { file: "ace.config.json", line: 6, text: '"ace": "1.795M"' },
      others: 0,
    });
    expect(verdict.contributors.map(({ name, how, after }) => [name, how, `${after}`])).toEqual([
      ["conv1", "costs", "884736"],
      ["conv2", "costs", "663552"],
      ["fc", "costs", "245760"],
    ]);
  });

  test("of a size is in bytes or bits: 42,816 bits are 5,352 bytes", () => {
    expect(only({ weightBits: "5352B" }, DIGITS).status).toBe("ok");
    expect(only({ weightBits: "5351B" }, DIGITS).reason).toBe(
      "weightBits is 42,816 bits, 0.02% more than the 42,808 bits allowed",
    );
  });

  test("of a kind of elementwise operations, and of their sum", () => {
    expect(only({ "elementwise.add": 4618 }, DIGITS).status).toBe("ok");
    expect(only({ "elementwise.add": 4617 }, DIGITS).status).toBe("error");
    expect(only({ elementwise: 12_298 }, DIGITS).status).toBe("ok");
    expect(only({ elementwise: 12_297 }, DIGITS).status).toBe("error");
  });

  test("of an energy of which no figure is published is not kept", () => {
    expect(only({ "energyPj.45nm": "97543.2pJ" }, DIGITS).status).toBe("ok");
    expect(only({ "energyPj.7nm": "1mJ" }, DIGITS)).toMatchObject({
      status: "error",
      reason: "energyPj.7nm is not known: no published figure, or no accumulator of a float",
      contributors: [],
    });
  });

  test("only warns where that is its level", () => {
    expect(only({ ace: { max: 1, level: "warn" } }, DIGITS).status).toBe("warn");
  });
});

/** conv2 has twice the products, and a second fc is inserted. */
const DEARER: ScoreResult = {
  ...DIGITS,
  totals: { ...DIGITS.totals, ace: 2_457_640n },
  layers: DIGITS.layers.flatMap((row) => {
    if (row.name === "conv2") return [{ ...row, ace: 1_327_104n }];
    return row.name === "fc" ? [row, layer({ name: "fc2" })] : [row];
  }),
};

describe("growth", () => {
  test("is over the baseline, and names the layers that account for it, the greatest first", () => {
    const verdict = only({ ace: { growth: "2%" } }, DEARER, DIGITS);
    expect(verdict).toMatchObject({
      kind: "growth",
      status: "error",
      key: "models[0].budgets.ace.growth",
      reason:
        "ace is 2,457,640, 34.31% more than the 1,829,928.96 allowed (2% over the baseline's 1,794,048)",
      fix: { text: '"growth": "36.99%"', command: "ace check --update" },
    });
    expect(
      verdict.contributors.map(({ name, how, before, after }) => [
        name,
        how,
        `${before}`,
        `${after}`,
      ]),
    ).toEqual([
      ["conv2", "changed", "663552", "1327104"],
      ["fc2", "inserted", "0", "40"],
    ]);
  });

  test("may be reached exactly: 663,592 of 1,794,048 is 36.9885…%", () => {
    expect(only({ ace: { growth: "36.99%" } }, DEARER, DIGITS).status).toBe("ok");
    expect(only({ ace: { growth: "36.98%" } }, DEARER, DIGITS).status).toBe("error");
    expect(only({ ace: { growth: "0%" } }, DIGITS, DIGITS).status).toBe("ok");
  });

  test("of a pattern counts the layers that it speaks of, also those of another name before", () => {
    const before = only({ layers: { "fc*": { ace: { growth: "0%" } } } }, DEARER, DIGITS);
    expect(before.reason).toBe(
      "ace of fc* is 245,800, 0.02% more than the 245,760 allowed (0% over the baseline's 245,760)",
    );
  });

  test("says that a size of the input is another one", () => {
    const verdict = only({ ace: { growth: "2%" } }, { ...DEARER, dims: { batch: 8 } }, DIGITS);
    expect(verdict.reason).toMatch(/ \(2% over the baseline's 1,794,048\); batch is 8, was 1$/);
  });

  test("of a model that the baseline does not have yet is only warned of", () => {
    expect(only({ ace: { growth: "2%" } }, DIGITS)).toMatchObject({
      status: "warn",
      reason: "ace has nothing to grow from: the baseline does not have this model",
    });
  });
});

describe("a limit of layers", () => {
  test("is on the sum of all that the pattern matches", () => {
    const limit = (ace: number) => only({ layers: { "conv*": { ace } } }, DIGITS).status;
    expect([limit(884_736 + 663_552), limit(884_736 + 663_552 - 1)]).toEqual(["ok", "error"]);
  });

  test("counts a weight once that two layers share", () => {
    const shared = layer({ name: "again" });
    const after = { ...DIGITS, layers: [layer(), shared] };
    expect(only({ layers: { "**": { weightBits: 40 } } }, after).status).toBe("ok");
    expect(only({ layers: { "**": { macs: 79 } } }, after).status).toBe("error");
  });

  test("is a share of the model's total: 245,760 of 1,794,048 is 13.698…%", () => {
    expect(only({ layers: { fc: { share: "13.7%" } } }, DIGITS).status).toBe("ok");
    expect(only({ layers: { fc: { share: "13.69%" } } }, DIGITS)).toMatchObject({
      status: "error",
      name: "fc: ace share",
      reason:
        "ace of fc is 245,760, 0.07% more than the 245,605.1712 allowed (13.69% of the model's 1,794,048)",
      fix: { text: '"share": "13.7%"' },
    });
  });

  test("is on the widest operand", () => {
    expect(only({ layers: { "conv*": { lhsBits: 8 } } }, DIGITS).status).toBe("ok");
    const verdict = only({ layers: { "conv*": { rhsBits: 1 } } }, DIGITS);
    expect(verdict.reason).toBe("rhsBits of conv* is 8 bits, more than the 1 bit allowed");
    expect(verdict.contributors.map(({ name }) => name)).toEqual(["conv1"]);
    expect(verdict.fix?.text).toBe('"rhsBits": 8');
  });

  test("on accumulators is not kept by a float, which has none", () => {
    expect(only({ layers: { "conv*": { accumulatorBits: 20 } } }, DIGITS).status).toBe("ok");
    expect(only({ layers: { "**": { accumulatorBits: 20 } } }, DIGITS).status).toBe("error");
  });

  test("whose pattern matches nothing is refused, with the nearest names", () => {
    const error = thrown(() => judged({ layers: { "covn*": { ace: 1 } } }, DIGITS));
    expect(error.message).toBe(
      'Cannot read models[0].budgets.layers["covn*"] of ace.config.json: expected one of conv1, conv2, fc, got a pattern that matches no layer',
    );
    expect(error.where).toMatchObject({ file: "ace.config.json", line: 7 });
  });
});

describe("a width that became wider", () => {
  const broken: ScoreResult = {
    ...DIGITS,
    layers: DIGITS.layers.map((row) =>
      row.name === "conv2"
        ? {
            ...row,
            rhs: operand({
              ...row.rhs,
              bits: 32,
              float: true,
              status: "assumed",
              proof: "f32 by its element type",
            }),
          }
        : row,
    ),
  };

  test("is said first, with both proofs", () => {
    const [first, second] = judged({ ace: "2M" }, broken, DIGITS);
    expect(second?.kind).toBe("max");
    expect(first).toMatchObject({
      kind: "wider",
      status: "error",
      name: "conv2 rhs",
      reason:
        "right operand of conv2 was 1 bit (inspected: two values per output channel, scale factored out), is a 32-bit float (assumed: f32 by its element type)",
      widened: {
        layer: "conv2",
        operand: "rhs",
        before: { bits: 1, float: false, status: "inspected" },
        after: { bits: 32, float: true, status: "assumed" },
      },
      fix: { command: "ace check --update" },
    });
  });

  test("only warns where the configuration says so", () => {
    expect(judged({}, broken, DIGITS, { wider: "warn" }).map(({ status }) => status)).toEqual([
      "warn",
    ]);
  });

  test("is none where it became narrower, or there is no baseline", () => {
    expect(judged({}, DIGITS, broken)).toEqual([]);
    expect(judged({}, broken)).toEqual([]);
  });

  test("is one where an integer became a float of as many bits", () => {
    const wide = (float: boolean) => ({
      ...DIGITS,
      layers: [layer({ lhs: operand({ bits: 16, float }) })],
    });
    expect(judged({}, wide(true), wide(false))).toHaveLength(1);
    expect(judged({}, wide(false), wide(true))).toHaveLength(0);
  });
});

describe("what is missing", () => {
  test("fails, and says what would allow it", () => {
    expect(judged({}, INCOMPLETE)).toMatchObject([
      {
        kind: "missing",
        status: "error",
        name: "unknown-dimension at tensor image",
        reason: "dimension seq (axis 1 of image) has no size; counted with 1",
        fix: { text: '"allowMissing": ["unknown-dimension"]' },
      },
    ]);
  });

  test.each(["unknown-dimension", "tensor image", "tensor *"])("may be allowed by %j", (name) => {
    const [missing, limit] = judged({ ace: "2M" }, INCOMPLETE, undefined, { allowMissing: [name] });
    expect([missing?.status, limit?.status, limit?.atLeast]).toEqual(["ok", "ok", true]);
    expect(limit?.reason).toBe("ace is at least 1,794,048, of 2,000,000 allowed");
  });

  test("is warned of where it is allowed and is not missing", () => {
    expect(judged({}, DIGITS, undefined, { allowMissing: ["unknown-operator"] })).toMatchObject([
      {
        kind: "allowance",
        status: "warn",
        key: "models[0].allowMissing[0]",
        reason: "unknown-operator is allowed to be missing, and nothing of that name is",
      },
    ]);
  });
});
