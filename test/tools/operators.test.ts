import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonicalDomain } from "../../src/parsers/onnx/domains.ts";
import { loweringOf } from "../../src/parsers/onnx/operators/index.ts";
import { structuredLoweringOf } from "../../src/parsers/onnx/structure/index.ts";
import { operatorDocument } from "../../tools/operators/document.ts";
import { type OperatorRow, operatorRows } from "../../tools/operators/rows.ts";
import { operatorPage } from "../../tools/operators.ts";

describe("operatorRows()", async () => {
  const rows = await operatorRows({
    suites: {},
    operators: { Conv: { "onnx/node": 3, "fixtures/operators": 4 } },
    opsets: { Conv: [7, 22] },
  });
  const rowOf = (name: string) => rows.find(({ operator }) => operator === name) as OperatorRow;
  const becomes = (name: string) => rowOf(name).becomes.map(({ kind, name: own }) => [kind, own]);

  test("has exactly what the importer lowers, each once", () => {
    const unknown = rows.filter(({ operator }) => {
      const end = Math.max(0, operator.lastIndexOf("."));
      const [domain, name] = [operator.slice(0, end), operator.slice(end === 0 ? 0 : end + 1)];
      expect(canonicalDomain(domain)).toBe(domain);
      return (
        loweringOf(domain, name) === undefined && structuredLoweringOf(domain, name) === undefined
      );
    });
    expect(unknown).toEqual([]);
    expect(new Set(rows.map(({ operator }) => operator)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(240);
  });

  test("follows a lowering to the operators that it can emit", () => {
    expect(becomes("Conv")).toEqual([
      ["composite", "Conv"],
      ["core", "conv"],
    ]);
    expect(becomes("LRN")).toEqual([["leaf", "localResponseNormalization"]]);
    expect(becomes("SequenceAt")).toEqual([]);
    expect(becomes("ai.onnx.preview.FlexAttention")).toEqual([["composite", "FlexAttention"]]);
  });

  test("knows the opsets at which a lowering changes, and what it refuses", () => {
    expect(rowOf("Softmax").versions).toEqual([13]);
    expect(rowOf("BatchNormalization").refusals).toEqual(["inference"]);
    expect(rowOf("Conv")).toMatchObject({ tier: "0", equal: 7, opsets: [7, 22], refusals: [] });
  });

  test("has the element types that `infer` takes, or the words of the code", () => {
    expect(rowOf("Where").types).toEqual(["a bool predicate"]);
    expect(rowOf("And").types).toEqual(["bool"]);
    expect(rowOf("Add").types).toEqual(["floats, integers"]);
    expect(rowOf("Hardmax").types).toEqual(["a float type"]);
  });
});

test("`operatorDocument()` has a table for each domain, and what is not supported", () => {
  const row: OperatorRow = {
    operator: "com.x.Frob",
    tier: "1",
    becomes: [
      { kind: "core", name: "add" },
      { kind: "composite", name: "Frob" },
    ],
    types: ["floats"],
    versions: [3],
    opsets: [1, 4],
    equal: 12,
    refusals: ["a | b"],
  };
  const plain = { ...row, operator: "Abs", tier: undefined, becomes: [], opsets: undefined };
  const page = operatorDocument([plain, row], { If: ["STRING", "f32"] });
  expect(page).toContain("\n## ai.onnx\n\n1 operators.\n");
  expect(page).toContain("| Abs |  | nothing of its own | floats | changes at 3 | 12 |");
  expect(page).toContain(
    "| Frob | 1 | composite Frob; core add | floats | 1–4; changes at 3 | 12 | expected a \\| b |",
  );
  expect(page).toContain("| If | STRING; f32 |");
});

test("docs/operators.md is what the code gives; else: npm run operators", async () => {
  expect(readFileSync("docs/operators.md", "utf8")).toBe(await operatorPage());
});
