import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import { checkWidths, parseWidths } from "../../src/results/read-widths.ts";
import { widthsSchema } from "../../src/results/widths-schema.ts";

const schema = "acemeter/widths@1";
const ruled = (...rules: unknown[]) => ({ schema, rules });

const GOOD: readonly unknown[] = [
  { schema },
  { $schema: "widths.json", schema, weights: [], rules: [] },
  { schema, weights: ["params/**"] },
  ruled({ match: "layers/*/Conv_0", lhsBits: 1, rhsBits: 1, why: "binarised by config" }),
  ruled({ match: "a", rhsBits: 64 }, { tensor: "input", bits: 8, signed: false, why: "" }),
];

const BAD: readonly [unknown, string][] = [
  [null, "Cannot read the bit widths: expected an object, got null"],
  [[], "Cannot read the bit widths: expected an object, got []"],
  [{}, "Cannot read schema of the bit widths: expected a value, got none"],
  [
    { schema: "acemeter/widths@2" },
    'Cannot read schema of the bit widths: expected acemeter/widths@1, got "acemeter/widths@2"',
  ],
  [
    { schema, rule: [] },
    'Cannot read the bit widths: expected the keys $schema, schema, weights, rules, got "rule"',
  ],
  [{ schema, weights: "w" }, 'Cannot read weights of the bit widths: expected a list, got "w"'],
  [
    { schema, weights: ["a", ""] },
    'Cannot read weights[1] of the bit widths: expected a text, got ""',
  ],
  [ruled(3), "Cannot read rules[0] of the bit widths: expected an object, got 3"],
  [ruled({}), "Cannot read rules[0] of the bit widths: expected either match or tensor, got {}"],
  [
    ruled({ match: "a", tensor: "b", bits: 1 }),
    'Cannot read rules[0] of the bit widths: expected either match or tensor, got {"match":"a","tensor":"b","bits":1}',
  ],
  [
    ruled({ match: "a", lhsbits: 1 }),
    'Cannot read rules[0] of the bit widths: expected the keys match, lhsBits, rhsBits, why, got "lhsbits"',
  ],
  [
    ruled({ tensor: "a", bits: 1 }, { match: "a", lhsBits: 0 }),
    "Cannot read rules[1].lhsBits of the bit widths: expected a whole number from 1 to 64, got 0",
  ],
  [
    ruled({ match: "a", rhsBits: 65 }),
    "Cannot read rules[0].rhsBits of the bit widths: expected a whole number from 1 to 64, got 65",
  ],
  [
    ruled({ tensor: "a", bits: 1.5 }),
    "Cannot read rules[0].bits of the bit widths: expected a whole number from 1 to 64, got 1.5",
  ],
  [
    ruled({ tensor: "a" }),
    "Cannot read rules[0].bits of the bit widths: expected a value, got none",
  ],
  [
    ruled({ tensor: "a", bits: 4, signed: 1 }),
    "Cannot read rules[0].signed of the bit widths: expected true or false, got 1",
  ],
  [
    ruled({ match: "a", lhsBits: 1, why: 3 }),
    "Cannot read rules[0].why of the bit widths: expected a text, got 3",
  ],
];

describe("checkWidths()", () => {
  test.each(GOOD)("takes %j, as the schema does", (value) => {
    expect(checkWidths(value)).toBe(value);
    expect(widthsSchema.safeParse(value).success).toBe(true);
  });

  test.each(BAD)("refuses %j, as the schema does", (value, message) => {
    expect(() => checkWidths(value)).toThrow(message);
    expect(widthsSchema.safeParse(value).success).toBe(false);
  });

  test("wants a width in a rule for layers", () => {
    expect(() => checkWidths(ruled({ match: "a" }))).toThrow(
      'Cannot read rules[0] of the bit widths: expected lhsBits or rhsBits, got {"match":"a"}',
    );
  });
});

test("parseWidths() names the file, also of a text that is no JSON", () => {
  expect(parseWidths('{"schema": "acemeter/widths@1"}', { file: "w.json" })).toEqual({ schema });
  const where = { file: "w.json" };
  expect(() => parseWidths("{", where)).toThrow(
    expect.objectContaining({
      code: "wrong-usage",
      where,
      message: expect.stringMatching(/^Cannot read the bit widths: expected JSON, got /) as string,
    }),
  );
  expect(() => parseWidths("[]", where)).toThrow(expect.objectContaining({ where }));
});

test("the JSON Schema for editors refuses keys that there are not", () => {
  const { widths } = jsonSchemas();
  expect(widths).toMatchObject({
    title: "acemeter/widths@1",
    required: ["schema"],
    additionalProperties: false,
  });
  const json = z.fromJSONSchema(widths as z.core.JSONSchema.JSONSchema);
  for (const value of GOOD) expect(json.safeParse(value).success).toBe(true);
  for (const [value] of BAD) expect(json.safeParse(value).success).toBe(false);
});
