import { join } from "node:path";
import { onnx } from "onnx-proto";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fileAccess } from "../../src/api/model-access.ts";
import { verify } from "../../src/exec/verify.ts";
import type { VerifyResult } from "../../src/exec/verify-result.ts";
import type { VerifyResult as PublishedResult } from "../../src/results/verify-result.ts";
import {
  FLOAT,
  floats,
  INT64,
  int64s,
  type ModelSpec,
  modelBytes,
  tensorBytes,
} from "../support/onnx.ts";
import { modelText } from "../support/structured.ts";
import { folderOf } from "../support/temporary-folder.ts";

const ADD: ModelSpec = {
  nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"], name: "sum" }],
  inputs: [
    { name: "x", shape: [2] },
    { name: "w", shape: [2] },
  ],
  outputs: [{ name: "y", shape: [2] }],
  initializers: [floats("w", [2], [10, 20])],
};

/** Files of one case, below `folder`: a float input where there is one, a float output. */
function caseFiles(
  folder: string,
  model: ModelSpec,
  inputs: readonly onnx.ITensorProto[],
  output: readonly number[],
): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {
    [`${folder}model.onnx`]: modelBytes(model),
    [`${folder}test_data_set_0/output_0.pb`]: tensorBytes(floats("", [output.length], output)),
  };
  inputs.forEach((input, i) => {
    files[`${folder}test_data_set_0/input_${i}.pb`] = tensorBytes(input);
  });
  return files;
}

const X = floats("anything", [2], [1, 2]);

describe("verify() on a test folder", () => {
  test("inputs belong to the graph's inputs by position; those with an initializer are none", () => {
    const folder = folderOf(caseFiles("a_case/", ADD, [X], [11, 22]));
    expect(verify([join(folder, "a_case")], fileAccess)).toEqual({
      schema: "acemeter/verify@1",
      equal: true,
      counts: { equal: 1, close: 0, different: 0, explained: 0, unsupported: 0, failed: 0 },
      cases: [
        {
          name: "a_case",
          status: "equal",
          maxUlps: 0,
          maxAbs: 0,
          tolerance: "rtol 0.001 and atol 1e-7 (default)",
          operators: ["Add"],
        },
      ],
      operators: [{ operator: "Add", equal: 1, close: 0, different: 0, unsupported: 0, failed: 0 }],
    });
  });

  test("the first element that is not right is named", () => {
    const folder = folderOf(caseFiles("", ADD, [X], [11, 23]));
    expect(verify([folder], fileAccess)).toMatchObject({
      equal: false,
      counts: { different: 1 },
      cases: [
        {
          status: "different",
          maxAbs: 1,
          first: { tensor: "y", index: [1], expected: "23", got: "22" },
        },
      ],
    });
  });

  test("a given tolerance stands above the default", () => {
    const folder = folderOf(caseFiles("", ADD, [X], [11, 23]));
    expect(verify([folder], fileAccess, { tolerance: { atol: 1 } })).toMatchObject({
      equal: true,
      cases: [{ status: "equal", maxAbs: 1, tolerance: "atol 1 (given)" }],
    });
  });

  test("several data sets are several cases, in the order of their numbers", () => {
    const files = caseFiles("c/", ADD, [X], [11, 22]);
    for (const i of [2, 10]) {
      files[`c/test_data_set_${i}/input_0.pb`] = tensorBytes(floats("", [2], [i, 0]));
      files[`c/test_data_set_${i}/output_0.pb`] = tensorBytes(floats("", [2], [i + 10, 20]));
    }
    const { cases } = verify([join(folderOf(files), "c")], fileAccess);
    expect(cases.map(({ name, status }) => [name, status])).toEqual([
      ["c/test_data_set_0", "equal"],
      ["c/test_data_set_2", "equal"],
      ["c/test_data_set_10", "equal"],
    ]);
  });

  test("an output of another type is different", () => {
    const folder = folderOf({
      ...caseFiles("", ADD, [X], []),
      "test_data_set_0/output_0.pb": tensorBytes(int64s("", [2], [11, 22])),
    });
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({
      status: "different",
      maxUlps: null,
      maxAbs: null,
      reason: "y: expected i64 2, got f32 2",
    });
  });
});

describe("verify() on a folder of test folders", () => {
  test("`index.json` has tolerances by folder; other folders have the default", () => {
    const folder = folderOf({
      ...caseFiles("a/", ADD, [X], [11, 22.5]),
      ...caseFiles("b/", ADD, [X], [11, 22.5]),
      "index.json": JSON.stringify({ b: { rtol: 0, atol: 0.5, operators: ["Add"] } }),
      "no_case/notes.txt": "none",
    });
    const seen: string[] = [];
    const result = verify([folder], fileAccess, {
      onCase: ({ name }, total) => seen.push(`${name} of ${total}`),
    });
    expect(result.cases).toMatchObject([
      { name: "a", status: "different", tolerance: "rtol 0.001 and atol 1e-7 (default)" },
      { name: "b", status: "equal", tolerance: "rtol 0 and atol 0.5 (index.json)" },
    ]);
    expect(seen).toEqual(["a of 2", "b of 2"]);
  });

  test("an index that is no table is an error", () => {
    const folder = folderOf({ ...caseFiles("a/", ADD, [X], []), "index.json": "[1]" });
    expect(() => verify([folder], fileAccess)).toThrow(
      `Cannot read ${join(folder, "index.json")}: ` +
        "expected a JSON object of tolerances by folder, got something else",
    );
  });

  test("a path that is not there is unreadable", () => {
    expect(() => verify(["no/such/folder"], fileAccess)).toThrow(
      "Cannot read no/such/folder: expected a file or folder, got none",
    );
  });

  test("several paths are one result", () => {
    const folder = folderOf({
      ...caseFiles("a/", ADD, [X], [11, 22]),
      ...caseFiles("b/", ADD, [X], [11, 22]),
    });
    const { cases } = verify([join(folder, "b"), folder], fileAccess);
    expect(cases.map(({ name }) => name)).toEqual(["b", "a", "b"]);
  });

  test("a folder without cases is wrong usage", () => {
    const folder = folderOf({ "readme.txt": "nothing" });
    expect(() => verify([folder], fileAccess)).toThrow(
      `Cannot verify ${folder}: expected a folder with model.onnx and test_data_set_0, ` +
        "or a folder of such folders, got a folder without them",
    );
  });
});

describe("verify() decides what is unsupported before anything runs", () => {
  test("an unknown operator", () => {
    const nodes = [{ op: "Frobnicate", inputs: ["x"], outputs: ["y"], name: "f" }];
    const folder = folderOf(caseFiles("c/", { ...ADD, nodes }, [X], [1, 2]));
    expect(verify([join(folder, "c")], fileAccess)).toMatchObject({
      equal: false,
      counts: { unsupported: 1 },
      cases: [
        {
          status: "unsupported",
          reason:
            "Cannot import the graph: expected operators that are supported, " +
            "got Frobnicate at f: it is not known",
          operators: ["Frobnicate"],
          unsupported: [{ operator: "Frobnicate", types: "f32" }],
        },
      ],
      unsupported: [{ operator: "Frobnicate", types: "f32", cases: 1 }],
    });
  });

  test("only the operators that are unknown are named, the most frequent first", () => {
    const nodes = ["Nicate", "Relu", "Frob"].map((op, i) => ({
      op,
      inputs: ["x"],
      outputs: [i === 2 ? "y" : `t${i}`],
      name: `n${i}`,
    }));
    const outputs = ["t0", "t1", "y"].map((name) => ({ name, shape: [2] }));
    const folder = folderOf({
      ...caseFiles("a/", { ...ADD, nodes, outputs }, [X], [1, 2]),
      ...caseFiles("b/", { ...ADD, nodes: nodes.slice(2) }, [X], [1, 2]),
      ...caseFiles("c/", ADD, [X], [11, 22]),
    });
    const { operators, unsupported } = verify([folder], fileAccess);
    expect(unsupported).toEqual([
      { operator: "Frob", types: "f32", cases: 2 },
      { operator: "Nicate", types: "f32", cases: 1 },
    ]);
    expect(
      operators?.map(({ operator, equal, unsupported: not }) => [operator, equal, not]),
    ).toEqual([
      ["Add", 1, 0],
      ["Frob", 0, 2],
      ["Nicate", 0, 1],
      ["Relu", 0, 1],
    ]);
  });

  test("an input of strings, even where its file cannot be read", () => {
    const inputs = [{ name: "x", dataType: 8, shape: [2] }];
    const folder = folderOf({
      ...caseFiles("", { ...ADD, inputs }, [], [1, 2]),
      "test_data_set_0/input_0.pb": "not a tensor",
    });
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({
      status: "unsupported",
      reason: "x: expected a numeric tensor, got STRING",
    });
  });

  test("an input that is a map", () => {
    const model: onnx.IModelProto = onnx.ModelProto.decode(modelBytes(ADD));
    const [x] = model.graph?.input ?? [];
    if (x !== undefined)
      x.type = { mapType: { keyType: INT64, valueType: { tensorType: { elemType: FLOAT } } } };
    const folder = folderOf({
      ...caseFiles("", ADD, [X], [1, 2]),
      "model.onnx": onnx.ModelProto.encode(model).finish(),
    });
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({
      status: "unsupported",
      reason: "x: expected a numeric tensor, got a map or sparse tensor",
    });
  });
});

describe("verify() says why a case failed", () => {
  test("a model that is cut off", () => {
    const files = caseFiles("", ADD, [X], [11, 22]);
    const folder = folderOf({ ...files, "model.onnx": modelBytes(ADD).subarray(0, 40) });
    expect(verify([folder], fileAccess)).toMatchObject({
      equal: false,
      counts: { failed: 1 },
      cases: [{ status: "failed", reason: expect.stringContaining("Cannot read the model") }],
    });
  });

  test("an input without a file", () => {
    const folder = folderOf(caseFiles("", ADD, [], [11, 22]));
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({
      status: "failed",
      reason: "Cannot bind input x: expected the inputs x (f32 2), got no elements for it",
    });
  });

  test("nothing is expected", () => {
    const files = caseFiles("c/", ADD, [X], [11, 22]);
    const folder = folderOf({ ...files, "c/test_data_set_0/output_0.pb": "" });
    expect(verify([join(folder, "c")], fileAccess).cases[0]).toMatchObject({
      status: "failed",
      reason: "Cannot verify c: expected at least one expected tensor, got none",
    });
  });
});

describe("verify() binds integer inputs where shapes depend on them", () => {
  test("Reshape with the shape as an input", () => {
    const model: ModelSpec = {
      nodes: [{ op: "Reshape", inputs: ["x", "shape"], outputs: ["y"] }],
      inputs: [
        { name: "x", shape: ["n", 2] },
        { name: "shape", dataType: INT64, shape: [1] },
      ],
      outputs: [{ name: "y", shape: undefined }],
    };
    const inputs = [floats("", [2, 2], [1, 2, 3, 4]), int64s("", [1], [-1])];
    const folder = folderOf(caseFiles("", model, inputs, [1, 2, 3, 4]));
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({ status: "equal" });
  });
});

describe("verify() on a test folder with sequences", () => {
  const model = modelText(`g (seq(float[n]) s, int64 at) => (seq(float[n]) y) {
    y = SequenceErase (s, at)
  }`);
  const sequence = (...items: readonly (readonly number[])[]) =>
    Uint8Array.from(
      items.flatMap((values) => {
        const bytes = tensorBytes(floats("", [values.length], values));
        return [26, bytes.length, ...bytes];
      }),
    );
  const files = {
    "model.onnx": model,
    "test_data_set_0/input_0.pb": sequence([1], [2, 3], [4]),
    "test_data_set_0/input_1.pb": tensorBytes(int64s("", [], [1])),
  };

  test("compares item by item", () => {
    const folder = folderOf({ ...files, "test_data_set_0/output_0.pb": sequence([1], [4]) });
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({ status: "equal" });
    const other = folderOf({ ...files, "test_data_set_0/output_0.pb": sequence([1], [5]) });
    expect(verify([other], fileAccess).cases[0]).toMatchObject({
      status: "different",
      first: { tensor: "y[1]", index: [0], expected: "5", got: "4" },
    });
  });

  test("says where another number of items comes out", () => {
    const folder = folderOf({ ...files, "test_data_set_0/output_0.pb": sequence([1]) });
    expect(verify([folder], fileAccess).cases[0]).toMatchObject({
      status: "different",
      reason: "y: expected y[0], got y[0], y[1]",
    });
  });
});

describe("verify() on a model with files", () => {
  const files = {
    "model.onnx": modelBytes(ADD),
    "in.pb": tensorBytes(floats("x", [2], [1, 2])),
    "out.pb": tensorBytes(floats("y", [2], [11, 22])),
    "unnamed.pb": tensorBytes(floats("", [2], [1, 2])),
    "other.pb": tensorBytes(floats("z", [2], [1, 2])),
  };

  test("tensors go by their names", () => {
    const folder = folderOf(files);
    const options = { inputs: [join(folder, "in.pb")], expect: [join(folder, "out.pb")] };
    expect(verify([join(folder, "model.onnx")], fileAccess, options)).toMatchObject({
      equal: true,
      cases: [{ status: "equal", tolerance: "0.00001 of the peak (default)" }],
    });
  });

  test("a single tensor without a name fits a graph of one input", () => {
    const folder = folderOf(files);
    const options = { inputs: [join(folder, "unnamed.pb")], expect: [join(folder, "out.pb")] };
    expect(verify([join(folder, "model.onnx")], fileAccess, options).equal).toBe(true);
  });

  test("a name that the graph does not have fails with those that it has", () => {
    const folder = folderOf(files);
    const options = { inputs: [join(folder, "other.pb")], expect: [join(folder, "out.pb")] };
    expect(verify([join(folder, "model.onnx")], fileAccess, options).cases[0]).toMatchObject({
      status: "failed",
      reason: "Cannot bind input z: expected one of x, got z",
    });
  });

  test("inputs without an expectation are wrong usage", () => {
    expect(() => verify(["model.onnx"], fileAccess, { inputs: ["in.npz"] })).toThrow(
      "Cannot verify model.onnx: expected files of expected tensors beside the inputs, got none",
    );
  });
});

test("`VerifyResult` is what the published schema describes", () => {
  expectTypeOf<VerifyResult>().toExtend<PublishedResult>();
});
