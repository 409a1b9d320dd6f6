import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AceError } from "../../../../src/errors.ts";
import { bufferSource } from "../../../../src/io/byte-source.ts";
import { readOnnxModel } from "../../../../src/parsers/onnx/read.ts";
import { modelFromSyntax } from "../../../../src/parsers/onnx/text/model.ts";
import { modelFromProtoJson } from "../../../../src/parsers/onnx/text/proto-json.ts";
import { modelFromTextProto } from "../../../../src/parsers/onnx/text/text-proto.ts";

const FIXTURES = new URL("../../../../fixtures/onnx-text/", import.meta.url);
const PIECES = [
  ..."<>()[]{},:=@?.\"'\\-#0aé",
  "=>",
  "nan",
  "1e9",
  "float",
  "seq(",
  "99999999999999999999",
  "\n",
];

/** Numbers below 2^32 that a seed decides: xorshift32. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One to three places of a text cut out, doubled, or replaced by a piece of syntax. */
function mutated(text: string, random: (below: number) => number): string {
  let result = text;
  for (let count = 1 + random(3); count > 0; count--) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + random(12));
    const middle = ["", result.slice(at, end).repeat(2), PIECES[random(PIECES.length)] as string][
      random(3)
    ];
    result = result.slice(0, at) + middle + result.slice(end);
  }
  return result;
}

test.each([
  ["by-hand.onnxtxt", modelFromSyntax],
  ["types.onnxtxt", modelFromSyntax],
  ["attributes.onnxtxt", modelFromSyntax],
  ["types.textproto", modelFromTextProto],
  ["types.json", modelFromProtoJson],
] as const)("1000 mutations of %s are read or refused", (name, read) => {
  const text = readFileSync(new URL(name, FIXTURES), "utf8");
  const random = randomNumbers(1 + name.length);
  const outcomes = { read: 0, refused: 0 };
  for (let sample = 0; sample < 1000; sample++) {
    const variant = mutated(text, random);
    try {
      readOnnxModel(bufferSource(name, read(variant)));
      outcomes.read++;
    } catch (error) {
      if (!(error instanceof AceError)) throw new Error(`sample ${sample}`, { cause: error });
      outcomes.refused++;
    }
  }
  expect(outcomes.read).toBeGreaterThan(50);
  expect(outcomes.refused).toBeGreaterThan(200);
});
