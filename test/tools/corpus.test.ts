import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeNpz } from "../../src/io/npz.ts";
import { foldersWith } from "../../tools/corpus/corpus-folder.ts";
import { costReports } from "../../tools/corpus/costs.ts";
import { executionReports } from "../../tools/corpus/executions.ts";
import { readExpected } from "../../tools/corpus/expected.ts";
import { operatorReport } from "../../tools/corpus/operators.ts";
import { corpusOptions } from "../../tools/corpus/options.ts";
import { compareRatchet } from "../../tools/corpus/ratchet.ts";
import { countFindings, type Finding, formatReport } from "../../tools/corpus/report.ts";
import { runCorpus } from "../../tools/corpus/run.ts";
import { isListed, listOf, workingNow } from "../../tools/corpus/unsupported.ts";
import { floats, type ModelSpec, modelBytes, tensorBytes } from "../support/onnx.ts";
import { folderOf } from "../support/temporary-folder.ts";
import { tensor } from "../support/tensors.ts";

/** y = x W with x of 1 x 2 and W of 2 x 3: six products of floats, whose gaps are no multiples. */
const DENSE: ModelSpec = {
  nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"], name: "fc" }],
  inputs: [{ name: "x", shape: ["batch", 2] }],
  outputs: [{ name: "y", shape: undefined }],
  initializers: [
    floats("w", [2, 3], [0.13671875, -0.912109375, 2.3515625, 3.13671875, 2.087890625, 5.3515625]),
  ],
};

const UNKNOWN: ModelSpec = {
  ...DENSE,
  nodes: [{ op: "Frobnicate", inputs: ["x"], outputs: ["y"], name: "f" }],
};

const LAYER = {
  macs: 6,
  lhsBits: 32,
  lhsFloat: true,
  rhsBits: 32,
  rhsFloat: true,
  weightCount: 6,
};

function answers(known: object = {}): string {
  return JSON.stringify({
    layers: [LAYER],
    totals: { macs: 6, ace: 6144, acePokebnn: 1536, weightBits: 192 },
    inputs: { x: { shape: [1, 2], dtype: "float32" } },
    files: [{ file: "a.onnx" }],
    golden: { tolerance: { kind: "exact" } },
    ...known,
  });
}

const IN = writeNpz(new Map([["x", tensor("f32", [1, 2], [1, -1])]]));
/** What the authors call the output is not what the file calls it. */
const OUT = writeNpz(new Map([["logits", tensor("f32", [1, 3], [-3, -3, -3])]]));

function network(folder: string, files: object = {}): Record<string, string | Uint8Array> {
  const all = {
    "a.onnx": modelBytes(DENSE),
    "expected.json": answers(),
    "in.npz": IN,
    "out.npz": OUT,
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([name, file]) => [`${folder}/${name}`, file]));
}

function operatorCase(model: ModelSpec, output: readonly number[]) {
  return {
    "model.onnx": modelBytes(model),
    "test_data_set_0/input_0.pb": tensorBytes(floats("", [1, 2], [1, -1])),
    "test_data_set_0/output_0.pb": tensorBytes(floats("", [1, 3], output)),
  };
}

function under(prefix: string, files: object): Record<string, string | Uint8Array> {
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => [`${prefix}/${name}`, file]),
  );
}

describe("operatorReport()", () => {
  const files = {
    ...under("right", operatorCase(DENSE, [-3, -3, -3])),
    ...under("wrong", operatorCase(DENSE, [-3, -3, 3])),
    ...under("unknown", operatorCase(UNKNOWN, [0, 0, 0])),
  };

  test("what is unsupported and listed is refused", () => {
    const { findings, unsupported } = operatorReport("t", folderOf(files), { Frobnicate: ["f32"] });
    expect(findings.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      "right right",
      "unknown refused",
      "wrong wrong",
    ]);
    expect(findings[2]?.reason).toBe("different at y[0,2]: expected 3, got -3");
    expect(unsupported).toEqual([{ operator: "Frobnicate", types: "f32" }]);
  });

  test("what is unsupported and not listed is wrong", () => {
    const { findings } = operatorReport("t", folderOf(files), {
      Frobnicate: ["f64"],
      Other: ["f32"],
    });
    expect(findings[1]).toMatchObject({
      verdict: "wrong",
      reason: expect.stringMatching(/^unsupported and not listed: Frobnicate \(f32\): /),
    });
  });
});

describe("executionReports()", () => {
  const verdicts = (files: object) => {
    const root = folderOf(network("onnx/torch/net", files));
    return [...executionReports(root, "", true)].map(({ title, findings }) => [
      title,
      findings.map(({ verdict }) => verdict),
    ]);
  };

  test("outputs belong to the expected arrays in order", () => {
    expect(verdicts({})).toEqual([["execution onnx/torch/net", ["right"]]]);
  });

  test("`exact` allows no difference, `peak` some", () => {
    const off = writeNpz(new Map([["y", tensor("f32", [1, 3], [-3, -3, -3.25])]]));
    expect(verdicts({ "out.npz": off })[0]?.[1]).toEqual(["wrong"]);
    const golden = { tolerance: { kind: "peak", value: 0.1 } };
    expect(verdicts({ "out.npz": off, "expected.json": answers({ golden }) })[0]?.[1]).toEqual([
      "right",
    ]);
  });

  test("an operator that is not supported is refused, a file that cannot be read is wrong", () => {
    expect(verdicts({ "a.onnx": modelBytes(UNKNOWN) })[0]?.[1]).toEqual(["refused"]);
    expect(verdicts({ "a.onnx": modelBytes(DENSE).subarray(0, 30) })[0]?.[1]).toEqual(["wrong"]);
  });

  test("networks that nobody has a result for are left out", () => {
    expect(verdicts({ "expected.json": answers({ golden: undefined }) })).toEqual([]);
  });

  test("`quick` leaves out the light networks", () => {
    const root = folderOf(under("onnx/backend/light/net", operatorCase(DENSE, [-3, -3, -3])));
    expect([...executionReports(root, "", true)]).toEqual([]);
    expect([...executionReports(root, "", false)]).toEqual([
      { title: "execution onnx/backend/light", findings: [{ name: "net", verdict: "right" }] },
    ]);
  });
});

describe("costReports()", () => {
  const findings = (files: object): readonly Finding[] => {
    const root = folderOf(network("onnx/torch/net", files));
    return [...costReports(root, "")].flatMap((report) => report.findings);
  };

  test("a network whose cost is right", () => {
    expect(findings({})).toEqual([{ name: "a.onnx", verdict: "right" }]);
  });

  test("one whose cost is not", () => {
    const layers = [{ ...LAYER, macs: 7 }];
    const totals = { macs: 7, ace: 1, acePokebnn: 1, weightBits: 1 };
    expect(findings({ "expected.json": answers({ layers, totals }) })[0]).toMatchObject({
      verdict: "wrong",
      reason: expect.stringMatching(/^macs: expected 7, got 6; rows: expected 7, got 6; ace: /),
    });
  });

  test("without the number of trips a score must be incomplete", () => {
    expect(findings({ "expected.json": answers({ needsTrips: true }) })[0]).toEqual({
      name: "a.onnx",
      verdict: "wrong",
      reason: "complete without the number of trips",
    });
  });

  test("other formats are refused, broken files wrong", () => {
    expect(findings({ "a.onnx": "module @other {}" })[0]?.verdict).toBe("refused");
    expect(findings({ "a.onnx": modelBytes(DENSE).subarray(0, 30) })[0]?.verdict).toBe("wrong");
  });
});

test("`readExpected()` keeps counts of any size", () => {
  const text = answers().replaceAll('"macs":6', '"macs":162129586585337857');
  const folder = folderOf({ "expected.json": text });
  const { layers, totals } = readExpected(join(folder, "expected.json"));
  expect([layers[0]?.macs, totals.macs]).toEqual([162129586585337857n, 162129586585337857n]);
});

describe("runCorpus()", () => {
  test("prints a line for each folder and is false where anything is wrong", () => {
    const root = folderOf({
      ...under("onnx/node/bad", operatorCase(DENSE, [0, 0, 0])),
      ...network("onnx/torch/good"),
    });
    const run = (only: string) => {
      const lines: string[] = [];
      const options = { quick: true, only, verbose: false, update: false };
      return [runCorpus(root, options, (line) => lines.push(line)), lines];
    };
    expect(run("onnx/torch")).toEqual([
      true,
      [
        "execution onnx/torch/good: 1 right",
        "cost onnx/torch/good: 1 right",
        "better than ratchet.json says: npm run corpus -- --update",
        "all: 2 right",
      ],
    ]);
    expect(run("onnx/node")).toEqual([
      false,
      [
        "operators onnx/node: 1 wrong\n" +
          "  wrong: different at y[0,0]: expected 0, got -3\n    bad",
        "all: 1 wrong",
      ],
    ]);
  });
});

describe("compareRatchet()", () => {
  const report = (...findings: readonly Omit<Finding, "name">[]) => ({
    title: "t",
    findings: findings.map((finding) => ({ name: "n", ...finding })),
  });
  const before = { t: { right: 1, incomplete: 1, refused: 0, assumed: 2 } };

  test("the same is neither worse nor better", () => {
    const same = report({ verdict: "right" }, { verdict: "incomplete", assumed: 2 });
    expect(compareRatchet(before, same)).toEqual({ worse: [], better: false });
  });

  test("fewer that are right, and more that are refused or assumed, are worse", () => {
    const worse = report({ verdict: "refused" }, { verdict: "incomplete", assumed: 3 });
    expect(compareRatchet(before, worse)).toEqual({
      worse: ["right: 1 before, 0 now", "refused: 0 before, 1 now", "assumed: 2 before, 3 now"],
      better: false,
    });
  });

  test("fewer operands assumed, and a folder that is new, are better", () => {
    const fewer = report({ verdict: "right" }, { verdict: "incomplete", assumed: 1 });
    expect(compareRatchet(before, fewer).better).toBe(true);
    expect(compareRatchet({}, fewer)).toEqual({ worse: [], better: true });
  });
});

describe("the list of what is unsupported", () => {
  const pairs = [
    { operator: "If", types: "f32" },
    { operator: "Det", types: "f32" },
    { operator: "If", types: "bool f32" },
    { operator: "If", types: "f32" },
  ];

  test("`listOf()` is in order, each pair once", () => {
    expect(Object.entries(listOf(pairs))).toEqual([
      ["Det", ["f32"]],
      ["If", ["bool f32", "f32"]],
    ]);
  });

  test("`isListed()` needs operator and types", () => {
    const list = listOf(pairs);
    expect(isListed(list, { operator: "If", types: "f32" })).toBe(true);
    expect(isListed(list, { operator: "If", types: "f64" })).toBe(false);
    expect(isListed(list, { operator: "Loop", types: "f32" })).toBe(false);
  });

  test("`workingNow()` is what is listed and not met", () => {
    expect(workingNow(listOf(pairs), pairs.slice(0, 2))).toEqual([
      { operator: "If", types: "bool f32" },
    ]);
  });
});

test("`formatReport()` groups by reason and names the first few", () => {
  const wrong = ["a", "b", "c", "d", "e", "f"].map(
    (name): Finding => ({ name, verdict: "wrong", reason: "failed" }),
  );
  const refused: Finding = { name: "g", verdict: "refused", reason: "not known" };
  const report = { title: "operators t", findings: [...wrong, refused] };
  expect(formatReport(report, false)).toBe(
    "operators t: 6 wrong, 1 refused\n  wrong: failed\n    a, b, c, d, and 2 more",
  );
  expect(formatReport(report, true)).toBe(
    "operators t: 6 wrong, 1 refused\n" +
      "  wrong: failed\n    a, b, c, d, e, f\n  refused: not known\n    g",
  );
  expect(countFindings([{ name: "x", verdict: "incomplete", assumed: 3 }]).assumed).toBe(3);
});

test("`foldersWith()` finds folders at any depth, in order", () => {
  const root = folderOf({ "a/z/e.json": "", "a/b/c/e.json": "", "a/b/other.json": "" });
  expect(foldersWith(root, "a", "e.json")).toEqual(["a/b/c", "a/z"]);
  expect(foldersWith(root, "none", "e.json")).toEqual([]);
});

test("`corpusOptions()` reads the command line", () => {
  expect(corpusOptions(["--quick", "--only", "onnx/torch"])).toEqual({
    quick: true,
    only: "onnx/torch",
    verbose: false,
    update: false,
  });
  expect(() => corpusOptions(["--fast"])).toThrow("Unknown option '--fast'");
});
