import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bitsSchema } from "../../src/results/bits-schema.ts";
import { checkSchema } from "../../src/results/check-schema.ts";
import { compareSchema } from "../../src/results/compare-schema.ts";
import { decimalFrom64ths } from "../../src/results/decimal.ts";
import { parseResult, stringifyResult } from "../../src/results/json.ts";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import { COUNT_PATHS, DECIMAL_PATHS } from "../../src/results/number-forms.ts";
import { paretoSchema } from "../../src/results/pareto-schema.ts";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { scoreSchema } from "../../src/results/score-schema.ts";
import { trendSchema } from "../../src/results/trend-schema.ts";
import type { VerifyResult } from "../../src/results/verify-result.ts";
import { verifySchema } from "../../src/results/verify-schema.ts";
import { BITS } from "../cli/bits-samples.ts";
import { DIGITS, INCOMPLETE } from "../cli/samples.ts";

const HUGE: ScoreResult = {
  ...DIGITS,
  totals: {
    ...DIGITS.totals,
    macs: 2n ** 53n + 1n,
    ace: 166020696663385964544n,
    cpu64: decimalFrom64ths(166020696663385964544n * 64n + 1n),
  },
};

const VERIFIED: VerifyResult = {
  schema: "acemeter/verify@1",
  equal: false,
  counts: { equal: 0, close: 0, different: 1, explained: 1, unsupported: 0, failed: 0 },
  cases: [
    {
      name: "test_sign",
      status: "different",
      maxUlps: 16777216,
      maxAbs: 2,
      explained: true,
      tolerance: "bitwise",
      first: { tensor: "y", index: [0, 3], expected: "1", got: "-1" },
    },
  ],
};

describe("`stringifyResult()`", () => {
  it("writes counts and decimals in full, keys in the order given, two spaces a level", () => {
    const { macs, ace, cpu64 } = HUGE.totals;
    expect(stringifyResult({ macs, ace, cpu64, dims: {}, output: [1, 10] })).toBe(`{
  "macs": 9007199254740993,
  "ace": 166020696663385964544,
  "cpu64": 166020696663385964544.015625,
  "dims": {},
  "output": [
    1,
    10
  ]
}`);
  });

  it("writes one line with an indent of 0", () => {
    expect(stringifyResult({ macs: 1n, name: "a\nb" }, 0)).toBe('{"macs":1,"name":"a\\nb"}');
  });
});

describe("`parseResult()`", () => {
  it.each([
    ["a score", DIGITS],
    ["one with something missing", INCOMPLETE],
    ["counts beyond 2^53", HUGE],
    ["bits", BITS],
    ["a verification", VERIFIED],
  ])("gives back %s", (_, result) => {
    expect(parseResult(stringifyResult(result))).toEqual(result);
    expect(parseResult(stringifyResult(result, 0))).toEqual(result);
  });

  it("reads counts exactly", () => {
    const { totals } = parseResult(stringifyResult(HUGE)) as ScoreResult;
    expect(totals.macs).toBe(9007199254740993n);
    expect(totals.ace).toBe(166020696663385964544n);
    expect(`${totals.cpu64}`).toBe("166020696663385964544.015625");
  });

  it("takes a dimension for what it is, whatever its name", () => {
    const dims = { macs: 3, "totals.macs": 4, constructor: 5 };
    expect(parseResult(stringifyResult({ ...DIGITS, dims }))).toEqual({ ...DIGITS, dims });
  });

  it.each([
    [
      "{",
      "Cannot read a result: expected JSON, got Quoted object key or end of object '}' expected but reached end of input at position 1",
    ],
    [
      '{"macs": 1}',
      'Cannot read a result: expected "schema" to be one of acemeter/score@1, acemeter/bits@1, acemeter/verify@1, acemeter/pareto@1, acemeter/compare@1, acemeter/check@1, acemeter/trend@1, got none',
    ],
    [
      '{"schema": "acemeter/score@2"}',
      'Cannot read a result: expected "schema" to be one of acemeter/score@1, acemeter/bits@1, acemeter/verify@1, acemeter/pareto@1, acemeter/compare@1, acemeter/check@1, acemeter/trend@1, got acemeter/score@2',
    ],
    [
      '{"schema": "acemeter/score@1", "totals": {"macs": 1.5}}',
      "Cannot read totals.macs of a result: expected a whole number, got 1.5",
    ],
  ])("refuses %s", (text, message) => {
    expect(() => parseResult(text)).toThrow(message);
  });
});

describe("`COUNT_PATHS` and `DECIMAL_PATHS`", () => {
  it("are the bigints and the decimals of the schemas", () => {
    const schemas = [
      scoreSchema,
      bitsSchema,
      verifySchema,
      paretoSchema,
      compareSchema,
      checkSchema,
      trendSchema,
    ];
    const paths = schemas.flatMap((one) => numberPaths(one, ""));
    const of = (kind: string) => new Set(paths.filter(([, k]) => k === kind).map(([path]) => path));
    expect(COUNT_PATHS).toEqual(of("bigint"));
    expect(DECIMAL_PATHS).toEqual(of("custom"));
  });

  function numberPaths(type: z.core.$ZodType, path: string): (readonly [string, string])[] {
    if (type instanceof z.ZodObject) {
      const prefix = path === "" ? "" : `${path}.`;
      return Object.entries(type.shape).flatMap(([key, item]) => numberPaths(item, prefix + key));
    }
    if (type instanceof z.ZodArray) return numberPaths(type.element, `${path}[]`);
    if (type instanceof z.ZodReadonly || type instanceof z.ZodExactOptional) {
      return numberPaths(type.unwrap(), path);
    }
    return [[path, type._zod.def.type]];
  }
});

describe("the schemas", () => {
  it.each([
    ["a score", scoreSchema, DIGITS],
    ["one with something missing", scoreSchema, INCOMPLETE],
    ["bits", bitsSchema, BITS],
    ["a verification", verifySchema, VERIFIED],
  ])("accept %s, and know all its keys", (_, schema, result) => {
    expect(schema.parse(result)).toEqual(result);
  });

  it("refuse a negative count and a cpu64 with seven places", () => {
    const { totals } = scoreSchema.shape;
    expect(totals.shape.macs.safeParse(-1n).success).toBe(false);
    expect(totals.shape.cpu64.safeParse(0.5).success).toBe(false);
  });

  it("are JSON Schemas that accept what is printed, with keys of later versions too", () => {
    const schema = z.fromJSONSchema(jsonSchemas().score as z.core.JSONSchema.JSONSchema);
    const printed = JSON.parse(stringifyResult(INCOMPLETE)) as typeof INCOMPLETE;
    expect(schema.safeParse(printed).success).toBe(true);
    expect(schema.safeParse({ ...printed, later: 1 }).success).toBe(true);
    expect(schema.safeParse({ ...printed, totals: { ...printed.totals, macs: -1 } }).success).toBe(
      false,
    );
    expect(schema.safeParse({ ...printed, convention: "mine" }).success).toBe(false);
  });

  it("say in JSON Schema that counts are integers of any size", () => {
    const { score, bits, verify, failure } = jsonSchemas();
    expect(score).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "acemeter/score@1",
      properties: {
        schema: { const: "acemeter/score@1" },
        model: { properties: { parameters: { type: "integer", minimum: 0 } } },
        totals: {
          properties: {
            macs: { type: "integer", minimum: 0 },
            cpu64: { type: "number", minimum: 0 },
            energyPj: {
              properties: { "7nm": { anyOf: [{ type: "number" }, { type: "null" }] } },
            },
          },
        },
        layers: { type: "array", items: { properties: { trips: { type: "integer" } } } },
      },
    });
    expect(bits).toMatchObject({
      title: "acemeter/bits@1",
      properties: {
        tensors: {
          items: { properties: { low: { type: ["number", "null"] } } },
        },
      },
    });
    expect(verify).toMatchObject({ title: "acemeter/verify@1" });
    expect(failure).toMatchObject({ required: ["error"] });
    expect(JSON.stringify([score, bits, verify, failure])).not.toMatch(/9007199254740991|readOnly/);
  });
});
