import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { drawChart } from "../../../src/pareto/chart/index.ts";
import { layOut } from "../../../src/pareto/chart/layout.ts";
import { chartSpec } from "../../../src/pareto/chart/spec.ts";
import { randomChart, SMALL } from "./charts.ts";

const vegaLite = dirname(createRequire(import.meta.url).resolve("vega-lite"));
const schema = JSON.parse(readFileSync(join(vegaLite, "vega-lite-schema.json"), "utf8"));
const ajv = new Ajv({ strict: false, allowUnionTypes: true, validateFormats: false });
const validate = ajv.compile(schema);

function faults(spec: unknown): unknown {
  return validate(spec) ? [] : validate.errors;
}

describe("`chartSpec()`", () => {
  it.each(["column", "page", "screen"] as const)("follows Vega-Lite's schema: %s", async (size) => {
    for (const theme of ["light", "dark"] as const) {
      const text = await drawChart(SMALL, "vl.json", { size, theme });
      expect(faults(JSON.parse(text as string))).toEqual([]);
    }
  });

  it("follows the schema when it is interactive, and with names of any kind", () => {
    const input = randomChart("markup", 40, 5);
    const layout = layOut(input, { size: "screen", theme: "light" });
    expect(faults(chartSpec(layout, input, true))).toEqual([]);
  });

  it("is checked by a schema that refuses", () => {
    expect(
      validate({ ...chartSpec(layOut(SMALL, { size: "page", theme: "light" }), SMALL), layer: 1 }),
    ).toBe(false);
  });

  it("holds the figures as they were given", () => {
    const spec = chartSpec(layOut(SMALL, { size: "page", theme: "light" }), SMALL);
    const { points, front } = spec.datasets as Record<string, Record<string, unknown>[]>;
    expect(points?.at(-1)).toEqual({
      name: "mine & <yours>",
      family: "ours",
      group: "ours",
      kind: "own",
      accuracy: 69,
      cost: 2e9,
      costText: "2,000,000,000 bit² MACs",
      year: "",
      counted: "",
      open: false,
      standing: "own",
      source: "a paper",
    });
    expect(points?.map(({ name, standing }) => `${name} ${standing}`)).toEqual([
      ...["React-A dominated", "Real-18 dominated", "Real-34 dominated"],
      ...["Poke-0.5x front", "Poke-1.0x front", "mine & <yours> own"],
    ]);
    expect(front?.map(({ accuracy }) => accuracy)).toEqual([55.38, 65.2, 69, 73.4, 73.4]);
  });
});
