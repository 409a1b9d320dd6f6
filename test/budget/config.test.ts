import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { exactText } from "../../src/budget/exact.ts";
import { readBaseline } from "../../src/budget/read-baseline.ts";
import { configSchema } from "../../src/results/config-schema.ts";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import { thrown } from "../io/thrown.ts";
import { configOf, modelOf } from "./configs.ts";

const model = (more: object) => ({ models: [{ path: "m.onnx", ...more }] });
const budgets = (of: object) => model({ budgets: of });

/** The example of the contract, and every other key. */
const GOOD: readonly object[] = [
  {
    models: [
      {
        path: "model.onnx",
        name: "detector",
        dims: { batch: 1 },
        baseline: "ace.baseline.json",
        budgets: {
          ace: "4.3G",
          weightBits: "7MB",
          cpu64: { max: "60M", growth: "2%", level: "warn" },
          layers: { "head/*": { share: "10%" } },
        },
        allowMissing: [],
      },
    ],
  },
  { $schema: "schemas/config.json", models: [{ path: "models/*.onnx" }] },
  model({ inputs: { x: [1, 3] }, values: { n: 0.5 }, trips: { loop: 3 }, bits: "w.json" }),
  model({ convention: "native", wider: "warn", allowMissing: ["unknown-operator", "head/**"] }),
  budgets({ "elementwise.add": 8000, elementwise: { max: "1M" }, "energyPj.45nm": "3uJ" }),
  budgets({ layers: { "a/**": { rhsBits: 1, accumulatorBits: { max: 16, level: "warn" } } } }),
  budgets({ layers: { "*": { ace: { max: "1G", growth: "0%", share: "50%", level: "error" } } } }),
  budgets({ layers: { "*": { share: { max: "10%", level: "warn" } } } }),
];

const BAD: readonly [object, string][] = [
  [[], "Cannot read ace.config.json: expected an object, got []"],
  [{}, "Cannot read models of ace.config.json: expected a list of models, got none"],
  [{ models: [] }, "Cannot read models of ace.config.json: expected at least one model, got none"],
  [
    { model: [] },
    "Cannot read model of ace.config.json: expected one of models, $schema, got a key that is not known",
  ],
  [{ models: [{}] }, "Cannot read models[0].path of ace.config.json: expected a path, got none"],
  [model({ path: "" }), 'Cannot read models[0].path of ace.config.json: expected a text, got ""'],
  [
    model({ budget: {} }),
    "Cannot read models[0].budget of ace.config.json: expected one of budgets, path, name, dims, inputs, values, trips, bits, weights, convention, 3 more, got a key that is not known",
  ],
  [
    model({ dims: { batch: 1.5 } }),
    "Cannot read models[0].dims.batch of ace.config.json: expected a whole number, got 1.5",
  ],
  [
    model({ convention: "pokeBNN" }),
    'Cannot read models[0].convention of ace.config.json: expected pokebnn or native, got "pokeBNN"',
  ],
  [
    model({ allowMissing: "unknown-operator" }),
    'Cannot read models[0].allowMissing of ace.config.json: expected a list, got "unknown-operator"',
  ],
  [
    budgets({ weigthBits: "7MB" }),
    "Cannot read models[0].budgets.weigthBits of ace.config.json: expected one of weightBits, storedBits, weightCount, macs, ace, cpu64, elementwise, elementwise.add, elementwise.multiply, energyPj.45nm, 3 more, got a key that is not known",
  ],
  [
    budgets({ ace: "4.3 GB" }),
    'Cannot read models[0].budgets.ace of ace.config.json: expected a count such as 4.3G (k, M, G, T), got "4.3 GB", a size in bytes',
  ],
  [
    budgets({ weightBits: "7M" }),
    'Cannot read models[0].budgets.weightBits of ace.config.json: expected a size such as 7MB (B, kB, MB, GB, KiB, MiB, GiB) or a number of bits, got "7M", a count',
  ],
  [
    budgets({ ace: null }),
    "Cannot read models[0].budgets.ace of ace.config.json: expected a count such as 4.3G (k, M, G, T), got null",
  ],
  [
    budgets({ ace: {} }),
    "Cannot read models[0].budgets.ace of ace.config.json: expected max or growth, got {}",
  ],
  [
    budgets({ ace: { growth: 2 } }),
    "Cannot read models[0].budgets.ace.growth of ace.config.json: expected a percentage such as 2%, got 2",
  ],
  [
    budgets({ ace: { share: "2%" } }),
    "Cannot read models[0].budgets.ace.share of ace.config.json: expected one of max, growth, level, got a key that is not known",
  ],
  [
    budgets({ ace: { max: "1G", level: "fatal" } }),
    'Cannot read models[0].budgets.ace.level of ace.config.json: expected error or warn, got "fatal"',
  ],
  [
    budgets({ layers: { "head/*": { storedBits: "1MB" } } }),
    'Cannot read models[0].budgets.layers["head/*"].storedBits of ace.config.json: expected one of accumulatorBits, lhsBits, rhsBits, weightBits, share, macs, ace, cpu64, weightCount, got a key that is not known',
  ],
  [
    budgets({ layers: { "head/*": { share: "110%" } } }),
    'Cannot read models[0].budgets.layers["head/*"].share of ace.config.json: expected at most 100%, got "110%"',
  ],
  [
    budgets({ layers: { "head/*": { rhsBits: 1.5 } } }),
    'Cannot read models[0].budgets.layers["head/*"].rhsBits of ace.config.json: expected a whole number of bits, got 1.5',
  ],
  [
    budgets({ layers: { "head/*": { rhsBits: { growth: "2%" } } } }),
    'Cannot read models[0].budgets.layers["head/*"].rhsBits.growth of ace.config.json: expected one of max, level, got a key that is not known',
  ],
  [
    budgets({ layers: ["head/*"] }),
    'Cannot read models[0].budgets.layers of ace.config.json: expected an object, got ["head/*"]',
  ],
];

describe("the project's own configuration and baseline", () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

  test.each([
    ["config", "ace.config.json"],
    ["baseline", "ace.baseline.json"],
  ])("keep the JSON Schema of a %s", (name, file) => {
    const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()[name] as object);
    expect(validate(JSON.parse(read(file))) || validate.errors).toBe(true);
  });

  test("are in order", () => {
    const { models } = readBaseline("ace.baseline.json", read("ace.baseline.json"));
    const config = JSON.parse(read("ace.config.json"));
    const names = config.models.map(({ name }: { readonly name: string }) => name);
    expect(models.map(({ name }) => name)).toEqual(names);
  });
});

describe("`readConfig()`", () => {
  test.each(GOOD.map((value) => [value]))("takes %j, as the schema does", (value) => {
    expect(() => configOf(JSON.stringify(value))).not.toThrow();
    expect(configSchema.safeParse(value).success).toBe(true);
  });

  test.each(BAD)("refuses %j", (value, message) => {
    const error = thrown(() => configOf(JSON.stringify(value)));
    expect([error.message, error.code]).toEqual([message, "wrong-usage"]);
  });

  test.each(BAD.filter(([value]) => !isAboutUnits(value)))(
    "refuses %j as the schema does",
    (value) => {
      expect(configSchema.safeParse(value).success).toBe(false);
    },
  );

  test("proposes what was meant, and says where it stands", () => {
    const text = '{ "models": [\n  { "path": "m.onnx",\n    "budgets": { "ace": "4.3 GB" } }] }';
    const error = thrown(() => configOf(text));
    expect(error.hint).toBe('"ace": "4.3G"');
    expect(error.where).toEqual({ file: "ace.config.json", line: 3, column: 18 });
  });

  test("reads limits in their units, exactly", () => {
    const { models } = modelOf({
      ace: "4.3G",
      weightBits: { max: "7MB", growth: "2.5%", level: "warn" },
      layers: { "head/*": { share: "10%", lhsBits: 8 } },
    });
    expect(
      models[0]?.limits.map(({ kind, amount, level }) => [kind, exactText(amount), level]),
    ).toEqual([
      ["max", "4300000000", "error"],
      ["max", "56000000", "warn"],
      ["growth", "2.5", "warn"],
      ["share", "10", "error"],
      ["max", "8", "error"],
    ]);
  });

  test("reads a number of any size by its digits", () => {
    const { models } = configOf(
      '{ "models": [{ "path": "m", "budgets": { "ace": 9007199254740993 } }] }',
    );
    expect(models[0]?.limits[0]?.amount).toEqual({ units: 9007199254740993n, places: 0 });
  });
});

/** What a limit must look like is more than the schema says. */
function isAboutUnits(value: object): boolean {
  return /"(4\.3 GB|7M|110%)"|"rhsBits":1\.5|"ace":\{\}/.test(JSON.stringify(value));
}
