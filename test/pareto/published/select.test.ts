import { describe, expect, it } from "vitest";
import { selectPublished } from "../../../src/pareto/published/select.ts";
import type { PublishedNetwork } from "../../../src/results/published.ts";
import { ACE } from "../samples.ts";

const ROW: PublishedNetwork = {
  name: "net",
  family: "Net",
  year: 2020,
  accuracy: 60,
  accuracyStatus: "verified",
  weights: "1",
  activations: "1",
  binaryMacs: 100n,
  macsQuality: "exact",
  macsStatus: "computed",
  tier: "primary",
  source: "a README",
  costSource: "a run",
  paper: "A paper",
  arxiv: "2001.00001",
};
const { accuracy, ...UNKNOWN } = ROW;
const ROWS: readonly PublishedNetwork[] = [
  ROW,
  { ...UNKNOWN, name: "unknown", accuracyStatus: "not-found" },
  { ...ROW, name: "remembered", accuracyStatus: "recollection" },
  { ...ROW, name: "draft", tier: "draft" },
  { ...ROW, name: "other", counted: "additions too" },
  { ...ROW, name: "partial", macsQuality: "partial" },
  { ...ROW, name: "float", family: "Float", weights: "32", activations: "32" },
  { ...ROW, name: "bases", weights: "1x5", activations: "1x5" },
  { ...ROW, name: "first layer", weights: "1 (first 8)", activations: "1 {0,1}" },
];

const names = (selection: Parameters<typeof selectPublished>[2]): readonly string[] =>
  selectPublished(ROWS, ACE, selection).placed.map(({ name }) => name);

describe("`selectPublished()`", () => {
  it("leaves out what is not checked, is a draft, or is counted by another rule, and says why", () => {
    const { placed, absent } = selectPublished(ROWS, ACE, {});
    expect(placed.map(({ name }) => name)).toEqual(["net", "float", "bases", "first layer"]);
    expect(absent).toEqual([
      { name: "unknown", own: false, code: "no-accuracy" },
      { name: "remembered", own: false, code: "recollection" },
      { name: "draft", own: false, code: "draft" },
      { name: "other", own: false, code: "other-convention" },
      { name: "partial", own: false, code: "partial-cost" },
    ]);
  });

  it("tells of a network what it is and where it is from", () => {
    expect(selectPublished([ROW], ACE, {}).placed).toEqual([
      {
        name: "net",
        family: "Net",
        year: 2020,
        own: false,
        accuracy: 60,
        cost: 100_000_000n,
        exact: true,
        accuracyStatus: "verified",
        costStatus: "computed",
        source: "A paper, arXiv 2001.00001; accuracy: a README; cost: a run",
      },
    ]);
  });

  it("places what is asked for, marked", () => {
    const { placed } = selectPublished(ROWS, ACE, {
      recollection: true,
      drafts: true,
      mixed: true,
    });
    const of = (name: string) => placed.find((one) => one.name === name);
    expect(of("remembered")).toMatchObject({
      accuracyStatus: "recollection",
      recollection: true,
    });
    expect(of("draft")).toMatchObject({ draft: true });
    expect(of("other")).toMatchObject({ otherConvention: "additions too" });
  });

  it("keeps the families that are named", () => {
    expect(names({ families: ["Float"] })).toEqual(["float"]);
    expect(() => names({ families: ["Flaot"] })).toThrow(
      "Cannot select a family: expected one of Float, Net, got Flaot",
    );
  });

  it("keeps networks of one bit, whose ends may have more", () => {
    expect(names({ binary: true })).toEqual(["net", "first layer"]);
  });
});
