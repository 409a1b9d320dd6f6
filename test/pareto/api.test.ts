import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { pareto, paretoChart, publishedNetworks } from "../../src/api/pareto.ts";
import { scoresOf } from "../../src/api/saved-scores.ts";
import { score } from "../../src/api/score.ts";
import { parseResult, stringifyResult } from "../../src/results/json.ts";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import { paretoSchema } from "../../src/results/pareto-schema.ts";
import { BITS } from "../cli/bits-samples.ts";
import { DIGITS, INCOMPLETE } from "../cli/samples.ts";

const MODEL = new URL("../../fixtures/digits-bnn.onnx", import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ace-pareto-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("`pareto()`", () => {
  // The front as facts of the published table have it: PokeBNN 0.5x, 0.75x, 1.0x, the one of 7.8
  // ACE, BNext-S, M, L.
  it("has the published front by ACE", async () => {
    const { points } = await pareto();
    const front = points.filter(({ onFront }) => onFront);
    expect(front.map(({ name, accuracy, cost }) => [name, accuracy, cost.value])).toEqual([
      ["PokeBNN-0.5x", 65.2, "1409538048"],
      ["PokeBNN-0.75x", 70.5, "2587619840"],
      ["PokeBNN-1.0x", 73.4, "4222541824"],
      ["PokeBNN, larger", 75.6, "7800000000"],
      ["BNext-S", 76.1, "16246947840"],
      ["BNext-M", 78.3, "26297401632"],
      ["BNext-L", 80.57, "62242160640"],
    ]);
  });

  it("has another front by CPU64, of 8-bit networks", async () => {
    const { points, caption } = await pareto({ x: "cpu64" });
    expect(points.filter(({ onFront }) => onFront).map(({ name }) => name)).toEqual([
      "MobileNetV3-Small 1.0 int8",
      "PokeBNN-0.5x",
      "MobileNetV3-Large 1.0 int8",
      "EfficientNet-Lite0 int8 (PTQ)",
      "EfficientNet-Lite1 int8 (PTQ)",
      "EfficientNet-Lite2 int8 (PTQ)",
      "EfficientNet-Lite3 int8 (PTQ)",
      "EfficientNet-Lite4 int8 (PTQ)",
      "BNext-L",
    ]);
    expect(caption[1]).toBe(
      "CPU64: 1-bit multiply-accumulates / 64 + 4-bit / 16 + 8-bit / 8 + float.",
    );
  });

  it("never places what is only remembered, unless it is asked for", async () => {
    const { points, absent } = await pareto();
    expect(points.filter(({ recollection }) => recollection)).toEqual([]);
    expect(points.map(({ name }) => name)).not.toContain("PokeBNN-2.0x");
    expect(absent.find(({ code }) => code === "recollection")?.names).toContain("PokeBNN-2.0x");
    const more = await pareto({ recollection: true });
    expect(more.points.find(({ name }) => name === "PokeBNN-2.0x")).toMatchObject({
      recollection: true,
      accuracyStatus: "recollection",
    });
  });

  it("counts every row of the table once", async () => {
    const { points, absent } = await pareto();
    const names = [...points.map(({ name }) => name), ...absent.flatMap((group) => group.names)];
    const all = (await publishedNetworks()).map(({ name }) => name);
    expect(names.sort()).toEqual(all.toSorted());
  });

  it("places scores and files of points among them", async () => {
    const points = [file("mine.csv", "name,accuracy,ace\nrow,74,4222541823\n")];
    const accuracies = { "digits.onnx": 50 };
    const { own, points: all } = await pareto({ results: [DIGITS], points, accuracies });
    expect(own.map(({ name, onFront }) => [name, onFront])).toEqual([
      ["digits.onnx", true],
      ["row", true],
    ]);
    expect(own[1]?.dominates.names).toContain("PokeBNN-1.0x");
    expect(all.filter((one) => one.own).map(({ cost }) => cost.value)).toEqual([
      `${DIGITS.totals.ace}`,
      "4222541823",
    ]);
  });

  it("is a document of the schema that reads back exactly", async () => {
    const result = await pareto({ points: [file("a.csv", "name,accuracy,ace\na,1,1\n")] });
    expect(paretoSchema.parse(result)).toEqual(result);
    expect(parseResult(stringifyResult(result))).toEqual(result);
    const schema = z.fromJSONSchema(jsonSchemas().pareto as z.core.JSONSchema.JSONSchema);
    expect(schema.safeParse(JSON.parse(stringifyResult(result))).success).toBe(true);
  });

  it("places by a part of a metric that is a list", async () => {
    const digits = score("fixtures/digits-bnn.onnx");
    const { name } = digits.model;
    const { points } = await pareto({
      results: [digits],
      accuracies: { [name]: 97.3 },
      x: "energyPj.7nm",
    });
    expect(points.map((point) => [point.name, `${point.cost}`])).toEqual([
      [name, `${digits.totals.energyPj["7nm"]}`],
    ]);
  });

  it.each([
    [{ x: "acee" }, "Cannot choose a metric: expected one of ace, "],
    [{ x: "energyPj" }, "Cannot choose a metric: expected one of "],
    [
      { reference: { cost: "-1", accuracy: 50 } },
      "Cannot set the reference: expected a cost from 0, got -1",
    ],
    [
      { reference: { cost: 1n, accuracy: 101 } },
      "Cannot set the reference: expected an accuracy from 0 to 100, got 101",
    ],
    [
      { x: "peakActivationBytes" },
      "Cannot place networks by peakActivationBytes: expected at least one with accuracy and cost, got ",
    ],
  ])("refuses %o", async (options, message) => {
    await expect(pareto(options)).rejects.toThrow(message);
  });

  it("names the file and the line of a point that it cannot read", async () => {
    const path = file("bad.csv", "name,ace\na,x\n");
    await expect(pareto({ points: [path] })).rejects.toMatchObject({
      where: { file: path, line: 2 },
    });
    writeFileSync(path, Uint8Array.of(0x6e, 0xff));
    await expect(pareto({ points: [path] })).rejects.toThrow(
      "Cannot read bad.csv: expected text in UTF-8, got other bytes",
    );
  });
});

describe("`paretoChart()`", () => {
  it("draws the front as a Vega-Lite specification", async () => {
    const result = await pareto();
    const spec = await paretoChart(result, "vl.json", { theme: "light", size: "column" });
    expect(JSON.parse(spec as string)).toMatchObject({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    });
    expect(spec).toContain("PokeBNN-0.75x");
  });
});

describe("`scoresOf()`", () => {
  it.each([
    ["one document", stringifyResult(DIGITS), [DIGITS]],
    [
      "a list",
      `[${stringifyResult(DIGITS)},\n${stringifyResult(INCOMPLETE)}]`,
      [DIGITS, INCOMPLETE],
    ],
    [
      "one a line",
      `${stringifyResult(DIGITS, 0)}\n${stringifyResult(INCOMPLETE, 0)}\n`,
      [DIGITS, INCOMPLETE],
    ],
    ["an empty list", "[\n]\n", []],
  ])("reads %s", (_, text, results) => {
    expect(scoresOf(file("scores.json", text))).toEqual(results);
    expect(scoresOf(new TextEncoder().encode(text))).toEqual(results);
  });

  it("scores a model", () => {
    expect(scoresOf(MODEL).map(({ model }) => model.name)).toEqual(["digits-bnn.onnx"]);
    const bytes = readFileSync(MODEL);
    expect(scoresOf(bytes, { name: "stdin" })[0]?.model.name).toBe("stdin");
  });

  it("refuses a result of another command, with its file", () => {
    const path = file("bits.json", stringifyResult(BITS));
    expect(() => scoresOf(path)).toThrow(
      expect.objectContaining({
        message: "Cannot read a score: expected acemeter/score@1, got acemeter/bits@1",
        where: { file: path },
      }),
    );
  });
});
