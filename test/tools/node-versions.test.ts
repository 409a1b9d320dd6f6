import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testCases } from "../../src/exec/test-folder.ts";
import type { CaseFiles } from "../../src/exec/verify-case.ts";
import { type Tensor, tensorOf } from "../../src/graph/tensor.ts";
import { TypeTable } from "../../src/graph/tensor-type.ts";
import { differences, outcomeLine } from "../../tools/node-versions/differences.ts";
import { caseOutcome, hashOf } from "../../tools/node-versions/outcome.ts";

const f32 = (shape: readonly number[], ...words: number[]): Tensor =>
  tensorOf(new TypeTable().intern("f32", shape), new Float32Array(Uint32Array.from(words).buffer));

describe("hashOf()", () => {
  const hash = (tensor: Tensor, name = "y") => hashOf([{ name, tensor }]);
  const one = hash(f32([1], 0x3f800000));

  test("is SHA-256 of name, type and bytes", () => {
    // printf '["y","f32",[1]]\n\0\0\200\077' | sha256sum
    expect(one).toBe("61b790062c0068acefb328cf5aa50e73b6351c6c41d0ce8c48479b9d6d222f0b");
  });

  test("tells every bit, the sign of 0 and of NaN included", () => {
    const others = [
      hash(f32([1], 0x3f800001)),
      hash(f32([1], 0x00000000)),
      hash(f32([1], 0x80000000)),
      hash(f32([1], 0x7fc00000)),
      hash(f32([1], 0xffc00000)),
      hash(f32([1, 1], 0x3f800000)),
      hash(f32([1], 0x3f800000), "z"),
    ];
    expect(new Set([one, ...others]).size).toBe(8);
  });
});

describe("caseOutcome()", () => {
  const [files] = testCases("fixtures/operators/abs") as [CaseFiles];

  test("has the outputs that a case gives, whatever is expected of them", () => {
    const { name, outputs, bits } = caseOutcome("own", { ...files, expected: [] });
    expect([name, outputs, bits.length]).toEqual(["own/abs", 1, 64]);
    expect(caseOutcome("own", files).bits).toBe(bits);
  });

  test("has the code of the error where there are none", () => {
    const model = join("fixtures", "no-such-model.onnx");
    expect(caseOutcome("own", { ...files, model })).toEqual({
      name: "own/abs",
      outputs: 0,
      bits: "unreadable-file",
    });
  });
});

describe("differences()", () => {
  const of = (bits: Readonly<Record<string, string>>) => ({
    version: "v20.0.0",
    outcomes: Object.entries(bits).map(([name, text]) => ({ name, outputs: 2, bits: text })),
  });

  test("are cases with other bits, and those that only one has", () => {
    expect(differences(of({ a: "1", b: "2", c: "3" }), of({ a: "1", b: "3", d: "4" }))).toEqual([
      "b",
      "c",
      "d",
    ]);
    expect(differences(of({ a: "1" }), of({ a: "1" }))).toEqual([]);
  });

  test("`outcomeLine()` counts", () => {
    const { outcomes } = of({ a: "1", b: "2" });
    const refused = { name: "c", outputs: 0, bits: "unsupported-operator" };
    expect(outcomeLine({ version: "v26.10.0", outcomes: [...outcomes, refused] })).toBe(
      "v26.10.0: 3 cases, 2 run with 4 outputs, 1 without",
    );
  });
});
