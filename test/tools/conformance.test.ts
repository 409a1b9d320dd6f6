import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { equalBy, tierRows } from "../../tools/conformance/figures.ts";
import { conformanceOptions } from "../../tools/conformance/options.ts";
import { progressOf } from "../../tools/conformance/progress.ts";
import {
  compareConformance,
  readConformance,
  withResults,
  writeConformance,
} from "../../tools/conformance/ratchet.ts";
import { conformanceReport, isFine, updateConformance } from "../../tools/conformance/report.ts";
import {
  type ConformanceCase,
  ownSuites,
  runSuite,
  type SuiteResult,
  suites,
} from "../../tools/conformance/suites.ts";
import { conformanceText } from "../../tools/conformance/text.ts";
import { TIERS, tierOf } from "../../tools/conformance/tiers.ts";
import { readUnsupported } from "../../tools/corpus/unsupported.ts";
import { floats, type ModelSpec, modelBytes, tensorBytes } from "../support/onnx.ts";
import { folderOf, temporaryFolder } from "../support/temporary-folder.ts";

const ABS: ModelSpec = {
  nodes: [{ op: "Abs", inputs: ["x"], outputs: ["y"] }],
  inputs: [{ name: "x", shape: [2] }],
  outputs: [{ name: "y", shape: [2] }],
};

function caseOf(name: string, model: ModelSpec, output: readonly number[]) {
  return {
    [`${name}/model.onnx`]: modelBytes(model),
    [`${name}/test_data_set_0/input_0.pb`]: tensorBytes(floats("x", [2], [-1, 2])),
    [`${name}/test_data_set_0/output_0.pb`]: tensorBytes(floats("y", [2], output)),
  };
}

function found(
  name: string,
  operators: readonly string[],
  known: Partial<ConformanceCase> = {},
): ConformanceCase {
  const opsets = new Map([["", 13]]);
  return { name, status: "equal", operators, source: "onnx/node", opsets, ...known };
}

const EMPTY = { suites: {}, operators: {}, opsets: {} };
const SUITE: SuiteResult = {
  name: "onnx/node",
  cases: [
    found("a", ["Abs"]),
    found("b", ["Abs", "Conv"], { source: "onnxruntime 1.32.0" }),
    found("c", ["Conv"], { status: "unsupported" }),
  ],
};

describe("runSuite()", () => {
  test("says how each case comes out, and who made what is expected of it", () => {
    const folder = folderOf({
      ...caseOf("a", ABS, [1, 2]),
      ...caseOf("b", ABS, [1, 3]),
      "index.json": JSON.stringify({ a: { rtol: 0, atol: 0, source: "another engine 1.0" } }),
    });
    const seen: string[] = [];
    const { cases } = runSuite({ name: "own", folder }, ({ name }, total) => {
      seen.push(`${name} of ${total}`);
    });
    expect(cases.map(({ name, status, source }) => [name, status, source])).toEqual([
      ["a", "equal", "another engine 1.0"],
      ["b", "different", "own"],
    ]);
    expect(cases[0]?.operators).toEqual(["Abs"]);
    expect(seen).toEqual(["a of 2", "b of 2"]);
  });
});

test("`runSuite()` of self-checking programs needs no files beside them", () => {
  const folder = folderOf({
    "a.mlir":
      "func.func @f() {\n  %c = stablehlo.constant dense<2> : tensor<i32>\n" +
      "  check.expect_eq_const %c, dense<3> : tensor<i32>\n  func.return\n}\n",
  });
  const { cases } = runSuite({ name: "own", folder, isSelfChecking: true });
  expect(cases).toMatchObject([
    { name: "a", status: "different", source: "own", operators: ["stablehlo.constant"] },
  ]);
});

describe("suites()", () => {
  test("own suites are the folders with models in folders, in order", () => {
    const folder = folderOf({ "b/x/model.onnx": "", "a/y/model.onnx": "", "c/model.onnx": "" });
    expect(ownSuites(folder).map(({ name }) => name)).toEqual(["fixtures/a", "fixtures/b"]);
  });

  test("what is not there is named, and own suites always are", () => {
    const { present, absent } = suites(temporaryFolder(), "");
    expect(present.map(({ name }) => name)).toContain("fixtures/operators");
    expect(absent).toEqual([
      "onnx/node",
      "onnx/backend/simple",
      "onnx/backend/pytorch-converted",
      "onnx/backend/pytorch-operator",
      "stablehlo/interpret",
      "stablehlo/testdata",
      "onnx/backend/light",
    ]);
  });
});

describe("figures", () => {
  test("`equalBy()` counts a case for each of its operators", () => {
    expect(Object.fromEntries(equalBy([SUITE], (_, { source }) => source))).toEqual({
      Abs: { "onnx/node": 1, "onnxruntime 1.32.0": 1 },
      Conv: { "onnxruntime 1.32.0": 1 },
    });
  });

  test("`tierRows()` has every operator of the tiers, also those without an equal case", () => {
    const rows = tierRows(new Map([["Conv", { a: 2, b: 3 }]]));
    expect(rows[0]).toEqual({ tier: "0", operator: "Conv", equal: 5, sources: { a: 2, b: 3 } });
    expect(rows.filter(({ equal }) => equal === 0).length).toBe(rows.length - 1);
  });

  test("each operator is in one tier", () => {
    const all = Object.values(TIERS).flat();
    expect(new Set(all).size).toBe(all.length);
    expect([tierOf("LeakyRelu"), tierOf("com.microsoft.QGemm"), tierOf("Det")]).toEqual([
      "0",
      "1",
      undefined,
    ]);
  });
});

describe("compareConformance()", () => {
  const before = withResults(EMPTY, [SUITE]);
  const now = (...cases: readonly ConformanceCase[]): readonly SuiteResult[] => [
    { name: "onnx/node", cases },
  ];

  test("the same is neither worse nor better", () => {
    expect(compareConformance(before, [SUITE])).toEqual({ worse: [], better: false });
  });

  test("fewer equal cases of one operator are worse, even where others are more", () => {
    const [a, , c] = SUITE.cases as [ConformanceCase, ConformanceCase, ConformanceCase];
    const changed = now(a, found("b", ["Abs"]), found("d", ["Abs"]), c);
    expect(compareConformance(before, changed).worse).toEqual([
      "onnx/node: equal cases of Conv: 1 before, 0 now",
    ]);
  });

  test("a case that is different now is worse in three ways", () => {
    const [a, b, c] = SUITE.cases as [ConformanceCase, ConformanceCase, ConformanceCase];
    expect(compareConformance(before, now({ ...a, status: "different" }, b, c)).worse).toEqual([
      "onnx/node: equal or close: 2 before, 1 now",
      "onnx/node: different: 0 before, 1 now",
      "onnx/node: equal cases of Abs: 2 before, 1 now",
    ]);
  });

  test("what is supported by now, and what is new, is better", () => {
    const [a, b, c] = SUITE.cases as [ConformanceCase, ConformanceCase, ConformanceCase];
    const better = { worse: [], better: true };
    expect(compareConformance(before, now(a, b, { ...c, status: "equal" }))).toEqual(better);
    expect(compareConformance(before, [{ ...SUITE, name: "own" }])).toEqual(better);
  });

  test("suites that are not there keep what the file says", () => {
    const own = { name: "own", cases: [found("x", ["Abs"])] };
    expect(withResults(before, [own]).operators).toEqual({
      Abs: { "onnx/node": 2, own: 1 },
      Conv: { "onnx/node": 1 },
    });
  });

  test("operator sets of equal cases widen what is known of each operator", () => {
    const newer = new Map([["", 21]]);
    const domains = new Map([["com.x", 1]]);
    const cases = [
      found("a", ["Abs"], { opsets: newer }),
      found("b", ["com.x.Y"], { opsets: domains }),
    ];
    expect(before.opsets).toEqual({ Abs: [13, 13], Conv: [13, 13] });
    expect(withResults(before, now(...cases)).opsets).toEqual({
      Abs: [13, 21],
      Conv: [13, 13],
      "com.x.Y": [1, 1],
    });
  });

  test("`updateConformance()` writes what is better and never what is worse", () => {
    const path = join(temporaryFolder(), "ratchet.json");
    expect(updateConformance(path, [SUITE])).toBe(true);
    expect(readConformance(path)).toEqual(before);
    expect(updateConformance(path, now())).toBe(false);
    expect(readConformance(path)).toEqual(before);
  });
});

describe("conformanceReport()", () => {
  const ALL = Object.fromEntries(
    Object.values(TIERS)
      .flat()
      .map((operator) => [operator, { elsewhere: 1 }]),
  );

  test("is fine where the ratchet knows an equal case of every operator that must work", () => {
    const ratchet = { ...EMPTY, operators: ALL };
    expect(isFine(conformanceReport([SUITE], [], ratchet))).toBe(true);
    const { Where: _, ...rest } = ALL;
    const report = conformanceReport([SUITE], [], { ...EMPTY, operators: rest });
    expect(report.withoutEqual.map(({ operator }) => operator)).toEqual(["Where"]);
    expect(isFine(report)).toBe(false);
  });

  test("a different case is fine only where its golden is disputed", () => {
    const report = (known: Partial<ConformanceCase>) => {
      const cases = [found("d", ["Abs"], { status: "different", ...known })];
      return conformanceReport([{ name: "s", cases }], [], { ...EMPTY, operators: ALL });
    };
    expect(isFine(report({}))).toBe(false);
    expect(isFine(report({ disputed: "the golden is rounded" }))).toBe(true);
    expect(report({ disputed: "the golden is rounded" }).notEqual).toEqual([
      { suite: "s", name: "d", status: "different", reason: "disputed: the golden is rounded" },
    ]);
  });

  test("as text: suites, operators, tiers, what is not supported, and the sum", () => {
    const pair = { operator: "Conv", types: "STRING" };
    const cases = SUITE.cases.map((one) =>
      one.status === "unsupported" ? { ...one, unsupported: [pair], reason: "strings" } : one,
    );
    const report = conformanceReport([{ ...SUITE, cases }], ["onnx/backend/light"], EMPTY);
    const lines = conformanceText(report, true).split("\n");
    expect(lines.slice(0, 8)).toEqual([
      "Suite      Equal  Close  Different  Unsupported  Failed  Cases  Equal %",
      "onnx/node      2      0          0            1       0      3     66.6",
      "all            2      0          0            1       0      3     66.6",
      "skipped: there is no folder onnx/backend/light beside the project",
      "",
      "Operator  Equal  Close  Different  Unsupported  Failed",
      "Abs           2      0          0            0       0",
      "Conv          1      0          0            1       0",
    ]);
    expect(lines).toContain("unsupported: onnx/node/c: strings");
    expect(lines.find((line) => line.startsWith("1     Abs "))?.replaceAll(/ +/g, " ")).toBe(
      "1 Abs 2 onnx/node: 1, onnxruntime 1.32.0: 1",
    );
    expect(lines.slice(-3)).toEqual([
      "better than ratchet.json says: npm run conformance -- --update",
      "3 cases: 2 equal, 0 close, 0 different, 1 unsupported, 0 failed",
      "",
    ]);
  });
});

describe("progressOf()", () => {
  const draw = (isTTY: boolean): readonly string[] => {
    const seen: string[] = [];
    const onCase = progressOf("s", { isTTY, write: (text) => seen.push(text) });
    for (let i = 0; i < 3; i++) onCase({}, 3);
    return seen;
  };

  test("is a line that is drawn again on a terminal, and one line at the end elsewhere", () => {
    expect(draw(true)).toEqual(["\r\u001b[2Ks: 1 of 3", "\r\u001b[2K"]);
    expect(draw(false)).toEqual(["s: 3 cases\n"]);
  });
});

test("`conformanceOptions()` reads the command line", () => {
  expect(conformanceOptions(["--json", "--only", "fixtures/"])).toEqual({
    only: "fixtures/",
    json: true,
    verbose: false,
    update: false,
    help: false,
  });
  expect(() => conformanceOptions(["--fast"])).toThrow("Unknown option '--fast'");
});

test("the file that is committed has one entry a line, in order", () => {
  const path = "tools/conformance/ratchet.json";
  expect(existsSync(path)).toBe(true);
  const copy = join(temporaryFolder(), "ratchet.json");
  writeConformance(copy, readConformance(path));
  expect(readFileSync(copy, "utf8")).toBe(readFileSync(path, "utf8"));
});

test("what may be unsupported is in no tier, but for strings", () => {
  const list = readUnsupported("tools/corpus/unsupported.json");
  const inTiers = Object.entries(list)
    .filter(([operator]) => tierOf(operator) !== undefined)
    .flatMap(([operator, types]) => types.map((text) => `${operator} (${text})`));
  expect(inTiers.filter((pair) => !pair.includes("STRING"))).toEqual([]);
});
