import { describe, expect, it } from "vitest";
import { compare } from "../../src/api/compare.ts";
import { verdictOf } from "../../src/cli/render/compare-verdict.ts";
import type { Layer, ScoreResult } from "../../src/results/score-result.ts";
import { conv, scoreOf } from "../compare/samples.ts";
import { layer, operand } from "./samples.ts";

/** A binary dense layer of 40 products, its left operand at `bits`. */
const dense = (bits: number, float = false): Layer =>
  layer({ name: "fc", lhs: operand({ bits, float }), ace: 40n * BigInt(float ? 16 : bits) });
const verdict = (before: readonly Layer[], after: readonly Layer[]): string =>
  verdictOf(compare(scoreOf(before), scoreOf(after)));

const [a, b, c] = [conv("a", 1, 1), conv("b", 2, 2), conv("c", 3, 3)] as const;

describe("`verdictOf()`", () => {
  it.each<readonly [string, readonly Layer[], readonly Layer[], string]>([
    ["nothing", [], [], "Equal in every total and every layer (ACE 0)"],
    ["a layer where none was", [], [a], "ACE 0 → 576: 1 layer inserted"],
    ["no layer where one was", [a], [], "ACE -100.0% (576 → 0): 1 layer removed"],
    [
      "another order",
      [a, b, c],
      [b, c, a],
      "Equal cost of every layer (ACE 8.064k): 1 layer moved",
    ],
    [
      "other spellings",
      [a, b],
      [
        { ...a, name: "x" },
        { ...b, operator: "FusedConv" },
      ],
      "Equal cost of every layer (ACE 2.880k): 1 layer renamed, 1 written differently",
    ],
    [
      "a smaller layer",
      [b, c],
      [b, conv("c", 3, 1)],
      "ACE -46.2% (7.488k → 4.032k): 1 layer smaller",
    ],
    ["fewer bits", [dense(8)], [dense(1)], "ACE -87.5% (320 → 40): 1 layer at fewer bits"],
    [
      "more bits",
      [dense(1)],
      [dense(4)],
      "More bits in 1 layer (fc: left 1 → 4). ACE +300.0% (40 → 160)",
    ],
    [
      "a float of as many bits",
      [dense(32)],
      [dense(32, true)],
      "More bits in 1 layer (fc: left 32 → f32). ACE -50.0% (1.280k → 640)",
    ],
    [
      "more bits in several layers, the dearest first, beside others",
      [dense(1), { ...dense(1), name: "fc2" }, a],
      [dense(2), { ...dense(8), name: "fc2" }, { ...a, name: "x" }, layer({ name: "new" })],
      "More bits in 2 layers (first fc2: left 1 → 8). ACE +54.9% (656 → 1.016k): 1 layer inserted, 1 renamed",
    ],
    [
      "as much ACE for other layers",
      [{ ...a, weightBits: 100n }],
      [{ ...a, weightBits: 200n }],
      "Equal ACE 576: 1 layer larger; Weight size +100.0%",
    ],
  ])("of %s", (_, before, after, text) => {
    expect(verdict(before, after)).toBe(text);
  });

  const base = scoreOf([a]);
  const total = (totals: Partial<ScoreResult["totals"]>): ScoreResult => ({
    ...base,
    totals: { ...base.totals, ...totals },
  });

  it("names the totals that differ where no layer does", () => {
    const after = total({ storedBits: 46_209n, energyPj: { "45nm": 97_543.2, "7nm": 1 } });
    expect(verdictOf(compare(base, after))).toBe(
      "Equal cost of every layer (ACE 576); Model size +0.002%; Energy at 7 nm unknown → 1 pJ",
    );
  });

  it("tells no difference between lower bounds", () => {
    const bounded: ScoreResult = { ...total({ ace: 600n }), atLeast: ["ace"], complete: false };
    expect(verdictOf(compare(base, bounded))).toBe("ACE 576 → at least 600");
    expect(verdictOf(compare(bounded, bounded))).toBe("ACE at least 600 → at least 600");
  });
});
