import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { run } from "../../../src/api/run.ts";
import { score } from "../../../src/api/score.ts";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";
import { AceError } from "../../../src/errors.ts";
import {
  FLOAT,
  floats,
  int64s,
  type ModelSpec,
  modelBytes,
  modelProto,
  type NodeSpec,
} from "../../support/onnx.ts";
import { folderOf } from "../../support/temporary-folder.ts";
import { tensor } from "../../support/tensors.ts";

const HUGE = 2 ** 40;
const PATIENCE_MS = 5000;

/** What comes of a model that must be refused: the command ends with 3. */
function refusal(model: string | Uint8Array): readonly [code: string, message: string] {
  try {
    score(model);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    expect(exitCodeOf(error)).toBe(3);
    return [error.code, error.message];
  }
  throw new Error("it was not refused");
}

function unary(op: string, x: ModelSpec["inputs"], spec: Partial<ModelSpec> = {}): Uint8Array {
  return modelBytes({
    nodes: [{ op, inputs: ["x"], outputs: ["y"], name: "n" }],
    inputs: x ?? [],
    outputs: [{ name: "y", shape: undefined }],
    ...spec,
  });
}

const X = [{ name: "x", shape: [2] }];
const Y = [{ name: "y", shape: undefined }];

const integers = (name: string, ...ints: readonly number[]): onnx.IAttributeProto => ({
  name,
  type: 7,
  ints: [...ints],
});

describe("a file that is no model is refused by what it is", () => {
  const files: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["empty", "", "an empty file"],
    ["a PNG image", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), "a PNG picture"],
    ["JSON", '{ "layers": {} }', "JSON"],
    ["text", "To whom it may concern: this is not a network.\n", "text"],
    ["an archive", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), "a zip archive"],
  ];

  test.each(files)("%s", (_, content, got) => {
    const path = join(folderOf({ "model.onnx": content }), "model.onnx");
    expect(refusal(path)).toEqual([
      "unsupported-format",
      `Cannot read ${path}: expected an ONNX, StableHLO or HLO model, got ${got}`,
    ]);
  });

  test("a folder, and a path that is not there", () => {
    const folder = folderOf({});
    expect(refusal(folder)[0]).toBe("unreadable-file");
    expect(refusal(join(folder, "none.onnx"))[0]).toBe("unreadable-file");
  });

  test("another protocol buffer", () => {
    expect(refusal(Uint8Array.of(0x08, 0x07, 0x12, 0x01, 0x41))).toEqual([
      "unsupported-format",
      "Cannot read model: expected an ONNX model, got no graph in it",
    ]);
  });
});

describe("a file that is cut anywhere is refused or complete", () => {
  test("at every byte", () => {
    const bytes = unary("Relu", X, { initializers: [floats("w", [2], [1, 2])] });
    for (let length = 0; length < bytes.length; length++) {
      const codes = ["malformed-model", "unsupported-format", "unsupported-type", "invalid-graph"];
      let code = "none";
      try {
        score(bytes.subarray(0, length));
      } catch (error) {
        code = error instanceof AceError ? error.code : `${error}`;
      }
      expect([...codes, "none"], `cut at ${length}`).toContain(code);
    }
  });
});

describe("sizes that are wrong or enormous are refused", () => {
  const models: readonly (readonly [string, Uint8Array, string, string])[] = [
    [
      "a negative size of an input",
      unary("Relu", [{ name: "x", shape: [1, -3] }]),
      "shape-mismatch",
      "Cannot bind the shape of input x: expected a size of 0 or more on axis 1, got -3",
    ],
    [
      "a negative size of an initializer",
      unary("Add", X, {
        nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
        initializers: [{ name: "w", dataType: FLOAT, dims: [-2], floatData: [1, 2] }],
      }),
      "malformed-tensor",
      "Cannot read tensor w: expected sizes of 0 and more, got -2",
    ],
    [
      "2^62 elements of an input",
      unary("Relu", [{ name: "x", shape: [2 ** 31, 2 ** 31] }]),
      "too-large",
      "Cannot count the elements of a tensor of shape 2147483648x2147483648: " +
        "expected at most 2^53 - 1, got more",
    ],
    [
      "raw data that does not fit",
      unary("Add", X, {
        nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
        initializers: [{ name: "w", dataType: FLOAT, dims: [2], rawData: new Uint8Array(7) }],
      }),
      "malformed-tensor",
      "Cannot read tensor w: expected 8 bytes, got 7",
    ],
    [
      "2^31 elements that the file does not hold",
      unary("Add", X, {
        nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
        initializers: [{ name: "w", dataType: FLOAT, dims: [2 ** 31], rawData: new Uint8Array(8) }],
      }),
      "malformed-tensor",
      "Cannot read tensor w: expected 8589934592 bytes, got 8",
    ],
    [
      "a doubling that goes on and on",
      modelBytes({
        nodes: Array.from({ length: 60 }, (_, i) => ({
          op: "Concat",
          inputs: [`t${i}`, `t${i}`],
          outputs: [`t${i + 1}`],
          attributes: [{ name: "axis", type: 2, i: 0 }],
        })),
        inputs: [{ name: "t0", shape: [1] }],
        outputs: [{ name: "t60", shape: undefined }],
      }),
      "too-large",
      "Cannot count the elements of a tensor of shape 9007199254740992: " +
        "expected at most 2^53 - 1, got more",
    ],
    [
      "an unknown data type",
      unary("Relu", [{ name: "x", dataType: 99, shape: [1] }]),
      "unsupported-type",
      "Cannot read tensor x: expected a numeric element type of onnx 1.23, got data type 99",
    ],
  ];

  test.each(models)("%s", { timeout: PATIENCE_MS }, (_, model, code, message) => {
    expect(refusal(model)).toEqual([code, message]);
  });
});

describe("graphs that are none are refused", () => {
  const node = (inputs: readonly string[], output: string): NodeSpec => ({
    op: "Add",
    inputs,
    outputs: [output],
    name: "n",
  });
  const graphs: readonly (readonly [string, ModelSpec, string])[] = [
    [
      "a cycle",
      { nodes: [node(["x", "b"], "a"), node(["a", "a"], "b")], outputs: [{ name: "b" }] },
      "Cannot import the graph: expected nodes without a cycle, got one through Add n",
    ],
    [
      "two nodes of one output",
      { nodes: [node(["x", "x"], "y"), node(["x", "x"], "y")], outputs: Y },
      "Cannot import the graph: expected names that one node makes, got y, made twice",
    ],
    [
      "a node that makes an input",
      { nodes: [node(["x", "x"], "x")], outputs: [{ name: "x" }] },
      "Cannot import tensor x: expected one that makes it, got an input and the output of Add n",
    ],
    [
      "a node that makes an initializer",
      { nodes: [node(["x", "w"], "w")], outputs: Y, initializers: [floats("w", [2], [1, 2])] },
      "Cannot import tensor w: expected one that makes it, " +
        "got an initializer and the output of Add n",
    ],
    [
      "two inputs of one name",
      { inputs: [...X, ...X], nodes: [node(["x", "x"], "y")], outputs: Y },
      "Cannot import tensor x: expected one that makes it, got two inputs",
    ],
    [
      "two initializers of one name",
      { nodes: [], outputs: Y, initializers: [floats("w", [], [1]), floats("w", [], [2])] },
      "Cannot read the initializers: expected distinct names, got two of one",
    ],
    [
      "a tensor that nothing makes",
      { nodes: [node(["x", "nowhere"], "y")], outputs: Y },
      "Cannot import tensor nowhere: " +
        "expected a node, an input or an initializer that makes it, got none",
    ],
    [
      "no output",
      { nodes: [node(["x", "x"], "y")], outputs: [] },
      "Cannot import the graph: expected at least one output, got none",
    ],
  ];

  test.each(graphs)("%s", (_, spec, message) => {
    expect(refusal(modelBytes({ inputs: X, ...spec }))[1]).toBe(message);
  });

  test("text that is not UTF-8", () => {
    const bytes = unary("Relu", X);
    bytes[Buffer.from(bytes).indexOf("Relu")] = 0xff;
    expect(refusal(bytes)).toEqual([
      "malformed-model",
      "Cannot read the model: expected text in UTF-8, got 4 other bytes",
    ]);
  });
});

describe("messages in messages take no stack", { timeout: PATIENCE_MS }, () => {
  /** `levels` messages, each in field `field` of the next. */
  function nested(field: number, levels: number): Uint8Array {
    let parts: number[] = [];
    const lengths: number[][] = [];
    let size = 0;
    for (let level = 0; level < levels; level++) {
      const head = [(field << 3) | 2, ...varint(size)];
      lengths.push(head);
      size += head.length;
    }
    parts = lengths.reverse().flat();
    return Uint8Array.from(parts);
  }

  function varint(value: number): number[] {
    return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
  }

  test.each([1, 2, 4, 5, 7, 8, 9, 11, 14, 25])("field %i, a hundred thousand deep", (field) => {
    const graph = nested(field, 100_000);
    const bytes = Uint8Array.from([0x08, 8, 0x3a, ...varint(graph.length), ...graph]);
    expect(["malformed-model", "invalid-graph", "malformed-tensor"]).toContain(refusal(bytes)[0]);
  });
});

describe("lists without end cost no more than their bytes", { timeout: PATIENCE_MS }, () => {
  test("a hundred thousand attributes", () => {
    const attributes = Array.from({ length: 100_000 }, (_, i) => ({ name: `a${i}`, type: 2, i }));
    const nodes = [{ op: "Relu", inputs: ["x"], outputs: ["y"], attributes }];
    expect(score(modelBytes({ nodes, inputs: X, outputs: Y })).totals.macs).toBe(0n);
  });

  test("a million integers in one attribute", () => {
    const attributes = [{ name: "junk", type: 7, ints: new Array<number>(1_000_000).fill(1) }];
    const nodes = [{ op: "Relu", inputs: ["x"], outputs: ["y"], attributes }];
    expect(score(modelBytes({ nodes, inputs: X, outputs: Y })).totals.macs).toBe(0n);
  });

  test("a hundred thousand elements that are not packed", () => {
    const count = 100_000;
    const data = new Uint8Array(2 * count).map((_, i) => (i % 2 === 0 ? 0x38 : 1));
    const head = onnx.TensorProto.encode({ name: "w", dataType: 7, dims: [count] }).finish();
    const proto = Uint8Array.from([...head, ...data]);
    const model = modelProto({
      nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
      inputs: [{ name: "x", dataType: 7, shape: [count] }],
      outputs: Y,
      initializers: [onnx.TensorProto.create({ name: "placeholder", dataType: 7, dims: [0] })],
    });
    const graph = onnx.GraphProto.encode({ ...model.graph, initializer: [] }).finish();
    const entry = [0x2a, ...lengthOf(proto), ...proto];
    const whole = [0x08, 8, 0x3a, ...lengthOf([...graph, ...entry]), ...graph, ...entry];
    expect(score(Uint8Array.from([...whole, 0x42, 2, 0x10, 17])).totals.macs).toBe(0n);
  });

  function lengthOf(bytes: ArrayLike<number>): number[] {
    const parts: number[] = [];
    let rest = bytes.length;
    for (; rest > 127; rest >>= 7) parts.push((rest & 127) | 128);
    return [...parts, rest];
  }

  test("a hundred thousand axes", () => {
    const shape = new Array<number>(100_000).fill(1);
    expect(score(unary("Relu", [{ name: "x", shape }])).totals.macs).toBe(0n);
  });
});

describe("operators that make 2^40 elements are not run", { timeout: PATIENCE_MS }, () => {
  const sizes = (...values: readonly number[]) => [int64s("s", [values.length], values)];
  const models: readonly (readonly [string, readonly onnx.ITensorProto[]])[] = [
    ["Expand", sizes(HUGE)],
    ["Tile", sizes(HUGE)],
    ["Pad", sizes(0, HUGE)],
  ];

  test.each(models)("%s", (op, initializers) => {
    const nodes = [{ op, inputs: ["x", "s"], outputs: ["y"], name: "n" }];
    const bytes = modelBytes({
      nodes,
      inputs: [{ name: "x", shape: [1] }],
      outputs: Y,
      initializers,
    });
    expect(score(bytes).totals.macs).toBe(0n);
    const inputs = new Map([["x", tensor("f32", [1], [1])]]);
    expect(() => run(bytes, { inputs })).toThrow(
      expect.objectContaining({ code: "too-large", where: expect.objectContaining({ node: "n" }) }),
    );
  });

  test("ConstantOfShape", () => {
    const bytes = modelBytes({
      nodes: [
        { op: "ConstantOfShape", inputs: ["s"], outputs: ["w"] },
        { op: "Add", inputs: ["x", "w"], outputs: ["y"], name: "n" },
      ],
      inputs: [{ name: "x", shape: [1] }],
      outputs: Y,
      initializers: sizes(HUGE),
    });
    expect(score(bytes).totals.macs).toBe(0n);
    expect(() => run(bytes, { inputs: new Map([["x", tensor("f32", [1], [1])]]) })).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });

  test("Reshape cannot make elements", () => {
    const nodes = [{ op: "Reshape", inputs: ["x", "s"], outputs: ["y"] }];
    expect(
      refusal(modelBytes({ nodes, inputs: X, outputs: Y, initializers: sizes(HUGE) }))[0],
    ).toBe("shape-mismatch");
  });

  test("a pool whose padding is larger than any input", () => {
    const attributes = [integers("kernel_shape", 2), integers("pads", HUGE, HUGE)];
    const nodes = [{ op: "AveragePool", inputs: ["x"], outputs: ["y"], attributes }];
    const inputs = [{ name: "x", shape: [1, 1, 4] }];
    expect(refusal(modelBytes({ nodes, inputs, outputs: Y }))[0]).toBe("too-large");
  });

  test("weights of 2^28 zeros that no file holds are counted without being made", () => {
    const bytes = modelBytes({
      nodes: [
        { op: "ConstantOfShape", inputs: ["s"], outputs: ["w"] },
        { op: "MatMul", inputs: ["x", "w"], outputs: ["y"] },
      ],
      inputs: [{ name: "x", shape: [1, 2 ** 14] }],
      outputs: Y,
      initializers: sizes(2 ** 14, 2 ** 14),
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(score(bytes).totals.macs).toBe(2n ** 28n);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
  });
});

describe("external data", () => {
  const weights = (location: string): onnx.ITensorProto => ({
    name: "w",
    dataType: FLOAT,
    dims: [8, 8],
    dataLocation: 1,
    externalData: [{ key: "location", value: location }],
  });
  const model = (location: string) =>
    modelBytes({
      nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }],
      inputs: [{ name: "x", shape: [1, 8] }],
      outputs: Y,
      initializers: [weights(location)],
    });

  test("that is missing: the cost is given, and what could not be looked at is said", () => {
    const path = join(folderOf({ "m.onnx": model("none.bin") }), "m.onnx");
    const { totals, missing } = score(path);
    expect(totals.macs).toBe(64n);
    expect(missing.map(({ code }) => code)).toEqual(["not-inspected"]);
    expect(missing[0]?.reason).toContain("none.bin");
  });

  test.each(["../secret.bin", "/etc/hostname", "link/secret.bin"])(
    "outside the folder is never read: %s",
    (location) => {
      const folder = folderOf({
        "secret.bin": new Uint8Array(256).fill(1),
        "inner/m.onnx": model(location),
      });
      mkdirSync(join(folder, "elsewhere"));
      symlinkSync(folder, join(folder, "inner", "link"));
      expect(refusal(join(folder, "inner", "m.onnx"))).toEqual([
        "malformed-model",
        `Cannot read tensor w: expected external data inside the model's folder, got ${location}`,
      ]);
    },
  );
});
