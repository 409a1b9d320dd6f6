import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/pareto/csv.ts";
import { PUBLISHED_NETWORKS } from "../../../src/pareto/published/networks.ts";
import { publishedSchema } from "../../../src/results/published-schema.ts";
import { publishedTable } from "../../../tools/published-table.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const CSV = read("data/published-networks.csv");

describe("`PUBLISHED_NETWORKS`", () => {
  it("are the rows of the CSV file that the package ships", () => {
    expect(read("src/pareto/published/table.json")).toBe(publishedTable(CSV));
    expect(PUBLISHED_NETWORKS).toHaveLength(192);
  });

  it("have the columns of the schema, in its order", () => {
    expect(parseCsv(CSV)[0]?.cells).toEqual(Object.keys(publishedSchema.shape));
  });

  it.each(PUBLISHED_NETWORKS.map((network) => [network.name, network] as const))(
    "fit the schema: %s",
    (_, network) => {
      expect(publishedSchema.parse(network)).toEqual(network);
    },
  );

  it("have names of their own", () => {
    const names = PUBLISHED_NETWORKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("say where a verified figure was read", () => {
    const unsourced = PUBLISHED_NETWORKS.filter(
      ({ accuracyStatus, accuracy, source, tier, macsStatus, costSource }) =>
        (accuracyStatus === "verified" && (accuracy === undefined || !source || !tier)) ||
        (macsStatus !== undefined && costSource === undefined),
    );
    expect(unsourced.map(({ name }) => name)).toEqual([]);
  });

  it("call multiply-accumulates exact only where they do not look rounded", () => {
    const rounded = PUBLISHED_NETWORKS.filter((network) => {
      const {
        macsQuality,
        binaryMacs = 1n,
        int4Macs = 1n,
        int8Macs = 1n,
        floatMacs = 1n,
      } = network;
      const counts = [binaryMacs, int4Macs, int8Macs, floatMacs];
      return macsQuality === "exact" && counts.some((count) => count % 100_000n === 0n);
    });
    expect(rounded.map(({ name }) => name)).toEqual([]);
  });
});
