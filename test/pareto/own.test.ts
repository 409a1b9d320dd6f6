import { describe, expect, it } from "vitest";
import { networkOfScore, type OwnNetwork, placeOwn } from "../../src/pareto/own.ts";
import { DIGITS, INCOMPLETE } from "../cli/samples.ts";
import { ACE } from "./samples.ts";

const NETWORK: OwnNetwork = {
  name: "mine",
  family: "yours",
  accuracy: 70,
  cost: 1_000_000n,
  costStatus: "given",
  source: "a file",
};
const { accuracy, ...BARE } = NETWORK;
const withFloat = (lhsBits: number) =>
  DIGITS.byBits.map((row) => ({ ...row, lhsFloat: true, lhsBits, rhsFloat: false }));

describe("`networkOfScore()`", () => {
  it("has the total of the metric, exactly", () => {
    const totals = { ...DIGITS.totals, ace: 2n ** 64n + 1n };
    expect(networkOfScore({ ...DIGITS, totals }, ACE)).toMatchObject({
      name: "digits.onnx",
      family: "yours",
      cost: 18_446_744_073_709_551_617_000_000n,
      costStatus: "scored",
    });
    const cpu64 = { ...ACE, metric: { id: "cpu64", label: "CPU64", unit: "" } };
    expect(networkOfScore(DIGITS, cpu64).cost).toBe(13_056_000_000n);
  });

  it("has no cost where that is only a lower bound", () => {
    expect(networkOfScore(INCOMPLETE, ACE).cost).toBe("lower-bound");
  });

  it("differs from the chart where floats count otherwise", () => {
    const native = { ...DIGITS, convention: "native" as const };
    expect(networkOfScore({ ...native, byBits: withFloat(32) }, ACE).otherConvention).toBe(
      "a float counts its own bits",
    );
    for (const bits of [8, 16]) {
      const { otherConvention } = networkOfScore({ ...native, byBits: withFloat(bits) }, ACE);
      expect(otherConvention).toBeUndefined();
    }
    const macs = { ...ACE, metric: { id: "macs", label: "MACs", unit: "" } };
    expect(
      networkOfScore({ ...native, byBits: withFloat(32) }, macs).otherConvention,
    ).toBeUndefined();
  });
});

describe("`placeOwn()`", () => {
  it("takes accuracies by name, before those of the network", () => {
    const { placed } = placeOwn([NETWORK, { ...BARE, name: "b" }], { mine: 71, b: 60 }, false);
    expect(placed.map((one) => one.accuracy)).toEqual([71, 60]);
  });

  it("does not place a network without accuracy or cost, nor at 0", () => {
    const lower: OwnNetwork = { ...NETWORK, name: "b", cost: "lower-bound" };
    expect(placeOwn([BARE, lower], {}, false)).toEqual({
      placed: [],
      absent: [
        { name: "mine", own: true, code: "no-accuracy" },
        { name: "b", own: true, code: "lower-bound" },
      ],
      warnings: [],
    });
  });

  it("gives the second of a name another one, and says so", () => {
    const { placed, warnings } = placeOwn([NETWORK, NETWORK], { "mine#2": 60 }, false);
    expect(placed.map((one) => [one.name, one.accuracy])).toEqual([
      ["mine", 70],
      ["mine#2", 60],
    ]);
    expect(warnings).toEqual([
      {
        code: "duplicate-name",
        reason: "there is another mine before it: this one is called mine#2",
      },
    ]);
  });

  it("says of an accuracy up to 1 that it may be a share", () => {
    expect(placeOwn([{ ...NETWORK, accuracy: 0.694 }], {}, false).warnings).toEqual([
      {
        code: "small-accuracy",
        reason: "mine has an accuracy of 0.694 percent; accuracies are percentages, not shares",
      },
    ]);
  });

  it.each([
    [
      { minne: 70 },
      [NETWORK, { ...NETWORK, name: "other" }],
      "Cannot set an accuracy: expected one of mine, other, got minne",
    ],
    [{ a: 1 }, [], "Cannot set an accuracy: expected a network of yours, got a"],
    [
      { mine: 100.5 },
      [NETWORK],
      "Cannot place mine: expected an accuracy from 0 to 100 percent, got 100.5",
    ],
    [
      { mine: Number.NaN },
      [NETWORK],
      "Cannot place mine: expected an accuracy from 0 to 100 percent, got NaN",
    ],
  ])("refuses the accuracies %j", (accuracies, networks, message) => {
    expect(() => placeOwn(networks, accuracies, false)).toThrow(message);
  });

  it("refuses another convention unless it is asked for, then marks it", () => {
    const other = { ...NETWORK, otherConvention: "a float counts its own bits" };
    expect(() => placeOwn([other], {}, false)).toThrow(
      "Cannot place mine: expected the chart's convention, got a float counts its own bits",
    );
    expect(placeOwn([other], {}, true).placed[0]?.otherConvention).toBe(
      "a float counts its own bits",
    );
  });
});
