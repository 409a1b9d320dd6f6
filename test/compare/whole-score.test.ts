import { describe, expect, it } from "vitest";
import { wholeScore } from "../../src/compare/whole-score.ts";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { DIGITS, INCOMPLETE, layer, operand } from "../cli/samples.ts";

describe("`wholeScore()`", () => {
  it.each([DIGITS, INCOMPLETE])("lets a score through", (result) => {
    expect(wholeScore(result)).toBe(result);
  });

  const { totals, layers: _, ...headless } = DIGITS;
  const { ace: __, ...aceless } = totals;
  const odd = (result: object) => result as ScoreResult;

  it.each([
    [odd({ ...headless, totals }), "layers of a score: expected a list, got nothing"],
    [odd({ ...DIGITS, totals: aceless }), "totals.ace of a score: expected a count, got nothing"],
    [
      odd({ ...DIGITS, totals: { ...totals, cpu64: "much" } }),
      "totals.cpu64 of a score: expected a number, got much",
    ],
    [
      odd({ ...DIGITS, totals: { ...totals, energyPj: [] } }),
      "totals.energyPj of a score: expected an object, got a list",
    ],
    [
      odd({ ...DIGITS, layers: [layer(), null] }),
      "layers[1].name of a score: expected a text, got nothing",
    ],
    [
      odd({ ...DIGITS, layers: [{ ...layer(), stride: 2 }] }),
      "layers[0].stride of a score: expected a list of numbers or nothing, got 2",
    ],
    [
      odd({ ...DIGITS, layers: [layer({ rhs: { ...operand(), shape: "x" } as never })] }),
      "layers[0].rhs.shape of a score: expected a list of numbers, got x",
    ],
    [
      odd({ ...DIGITS, missing: [{ reason: "why" }] }),
      "missing[0].where of a score: expected a text, got nothing",
    ],
  ])("refuses what lacks something", (result, message) => {
    expect(() => wholeScore(result)).toThrow(`Cannot read ${message}`);
  });
});
