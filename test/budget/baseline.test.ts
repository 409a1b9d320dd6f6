import { describe, expect, test } from "vitest";
import { baselineOf, baselineText, scoreOf } from "../../src/budget/baseline.ts";
import { readBaseline } from "../../src/budget/read-baseline.ts";
import { baselineSchema } from "../../src/results/baseline-schema.ts";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { DIGITS, INCOMPLETE, layer } from "../cli/samples.ts";
import { thrown } from "../io/thrown.ts";

const { elementwise } = DIGITS.totals;

/** One layer, so that the whole file can be read here. */
const SMALL: ScoreResult = { ...DIGITS, layers: [layer()] };

const TEXT = `{
  "schema": "acemeter/baseline@1",
  "models": [
    {
      "name": "digits",
      "convention": "pokebnn",
      "model": {"name":"digits.onnx","format":"onnx","producer":"pytorch 2.13.0","parameters":11650},
      "dims": {"batch":1},
      "atLeast": [],
      "missing": [],
      "totals": {
        "macs": 678336,
        "ace": 1794048,
        "cpu64": 13056,
        "weightCount": 11544,
        "weightBits": 42816,
        "storedBits": 46208,
        "storedBitsBf16": 29152,
        "elementwise": {"add":4618,"multiply":4608,"divide":0,"compare":3072,"root":0,"transcendental":0,"round":0,"quantize":0,"dequantize":0,"logic":0},
        "energyPj": {"45nm":97543.2,"7nm":null},
        "peakActivationBytes": 18432,
        "peakActivationBytesProven": 12480
      },
      "layers": [
        {"name":"fc","operator":"Gemm","kind":"dense","macs":40,"trips":1,"ace":40,"cpu64":0.625,"lhs":{"tensor":"x","role":"activation","shape":[1,4],"bits":1,"float":false,"type":"f32","values":"grid","proof":"Sign at sign","status":"proven"},"rhs":{"tensor":"w","role":"weight","shape":[4,10],"bits":1,"float":false,"type":"f32","values":"grid","proof":"Sign at sign","status":"inspected"},"output":[1,10],"accumulatorBits":4,"weightCount":40,"weightBits":40}
      ]
    }
  ]
}
`;

describe("a baseline file", () => {
  test("has these bytes: a layer a line, with both proofs, no date, no share", () => {
    expect(baselineText(baselineOf([{ name: "digits", score: SMALL }]))).toBe(TEXT);
  });

  test("lists models by name, in whatever order they come", () => {
    const names = ["b", "a", "c"];
    const { models } = baselineOf(names.map((name) => ({ name, score: SMALL })));
    expect(models.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test("differs in one line where one layer does, beside the totals", () => {
    const text = (bits: number) =>
      baselineText(
        baselineOf([
          {
            name: "a",
            score: {
              ...DIGITS,
              layers: [...DIGITS.layers.slice(1), layer({ accumulatorBits: bits })],
            },
          },
        ]),
      ).split("\n");
    const after = text(5);
    expect(text(4).filter((line, i) => line !== after[i])).toHaveLength(1);
  });

  test.each([
    ["digits", DIGITS],
    ["what is incomplete", INCOMPLETE],
  ])("gives back %s", (name, score) => {
    const baseline = readBaseline("b.json", baselineText(baselineOf([{ name, score }])));
    expect(baselineSchema.safeParse(baseline).success).toBe(true);
    const [first] = baseline.models;
    expect(first).toBeDefined();
    if (first === undefined) return;
    expect(scoreOf(first)).toEqual({
      ...score,
      model: { ...score.model, name },
      warnings: [],
      byBits: [],
      layers: score.layers.map((row) => ({ ...row, share: expect.any(Number) })),
    });
  });

  test("works shares out again, to four digits: 40 of 1,794,048 is 0", () => {
    const read = readBaseline("b.json", TEXT).models[0];
    expect(read && scoreOf(read).layers[0]?.share).toBe(0);
    expect(read?.totals.elementwise).toEqual(elementwise);
  });

  test("may hold keys that a later version adds", () => {
    const more = TEXT.replace('"dims":', '"later": 1,\n      "dims":');
    expect(readBaseline("b.json", more)).toEqual(readBaseline("b.json", TEXT));
  });
});

describe("a baseline that cannot be read", () => {
  test.each([
    [
      TEXT.replace("baseline@1", "baseline@2"),
      "Cannot read b.json: expected acemeter/baseline@1, got acemeter/baseline@2, which a newer acemeter wrote",
      "update acemeter, or ace check --update writes it anew",
      '"schema"',
    ],
    [
      TEXT.replace("acemeter/baseline@1", "acemeter/score@1"),
      'Cannot read schema of b.json: expected acemeter/baseline@1, got "acemeter/score@1"',
      "ace check --update writes it anew",
      '"schema"',
    ],
    [
      TEXT.replace('"ace":40', '"ace":"40"'),
      'Cannot read models[0].layers[0].ace of b.json: expected a whole number, got "40"',
      "ace check --update writes it anew",
      '"ace":"40"',
    ],
    [
      TEXT.replace('"weightBits":40', '"weightBits":-40'),
      "Cannot read models[0].layers[0].weightBits of b.json: expected a whole number, got -40",
      "ace check --update writes it anew",
      '"weightBits":-40',
    ],
    [
      TEXT.replace('        "macs": 678336,\n', ""),
      "Cannot read models[0].totals.macs of b.json: expected a value, got none",
      "ace check --update writes it anew",
      '"totals"',
    ],
    [
      TEXT.replace('"status":"proven"', '"status":"sure"'),
      'Cannot read models[0].layers[0].lhs.status of b.json: expected claimed or declared or proven or inspected or assumed, got "sure"',
      "ace check --update writes it anew",
      '"status":"sure"',
    ],
  ])("says where and what helps", (text, message, hint, at) => {
    const error = thrown(() => readBaseline("b.json", text));
    expect([error.message, error.hint]).toEqual([message, hint]);
    const before = text.slice(0, text.indexOf(at)).split("\n");
    const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    expect(error.where).toEqual({ file: "b.json", ...place });
    expect(error.code).toBe("wrong-usage");
  });

  test("is one that a merge left with marks in it", () => {
    const marked = TEXT.replace('        "ace"', '<<<<<<< HEAD\n        "ace"');
    const error = thrown(() => readBaseline("b.json", marked));
    expect(error.message).toMatch(/^Cannot read b\.json: expected JSON, got /);
    expect(error.hint).toBe("ace check --update writes it anew");
    expect(error.where).toMatchObject({ file: "b.json", line: 13 });
  });

  test.each(["", "[]", "null", TEXT.slice(0, 400)])("is %j", (text) => {
    expect(thrown(() => readBaseline("b.json", text)).code).toBe("wrong-usage");
  });
});
