import { readdirSync, readFileSync } from "node:fs";
import onnxProto, { type onnx } from "onnx-proto";

const FIXTURES = new URL("../../fixtures/", import.meta.url);

/** Small networks that are right, to be made wrong: a trained one, and some of every wire field. */
export function networkModels(): readonly Uint8Array[] {
  return [plain(readFileSync(new URL("digits-bnn.onnx", FIXTURES))), ...ownModels().map(plain)];
}

/** One model of every operator test. */
export function operatorModels(): readonly Uint8Array[] {
  const folder = new URL("operators/", FIXTURES);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((name) => plain(readFileSync(new URL(`${name}/model.onnx`, folder))));
}

/** A copy: slices of a Buffer share its memory, and a mutation would change the seed. */
function plain(buffer: Uint8Array): Uint8Array {
  return Uint8Array.from(buffer);
}

function ownModels(): readonly Uint8Array[] {
  return [shapes(), branches(), stored()].map((model) =>
    onnxProto.onnx.ModelProto.encode(model).finish(),
  );
}

function model(graph: onnx.IGraphProto): onnx.IModelProto {
  return {
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: { name: "g", ...graph },
  };
}

function value(name: string, ...sizes: readonly (number | string)[]): onnx.IValueInfoProto {
  const dim = sizes.map((size) =>
    typeof size === "number" ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: 1, shape: { dim } } } };
}

function node(opType: string, input: readonly string[], output: string): onnx.INodeProto {
  return { opType, input: [...input], output: [output] };
}

function int64s(name: string, ...values: readonly number[]): onnx.ITensorProto {
  return { name, dataType: 7, dims: [values.length], int64Data: [...values] };
}

/** Everything that reads a shape, a size or a place from a constant. */
function shapes(): onnx.IModelProto {
  return model({
    initializer: [
      int64s("sizes", 2, 8),
      int64s("more", 4, 2, 8),
      int64s("pads", 0, 1, 0, 1),
      int64s("from", 0, 1),
      int64s("to", 2, 9),
      int64s("repeats", 2, 3),
      int64s("axes", 0),
    ],
    node: [
      node("Reshape", ["x", "sizes"], "a"),
      node("Pad", ["a", "pads"], "b"),
      node("Slice", ["b", "from", "to"], "c"),
      node("Tile", ["c", "repeats"], "d"),
      node("ConstantOfShape", ["sizes"], "e"),
      node("Expand", ["e", "more"], "f"),
      node("Squeeze", ["d"], "g"),
      node("Unsqueeze", ["g", "axes"], "h"),
      node("Shape", ["h"], "i"),
      node("Gather", ["i", "axes"], "j"),
      node("ConstantOfShape", ["j"], "k"),
      { ...node("Transpose", ["f"], "l"), attribute: [{ name: "perm", type: 7, ints: [2, 0, 1] }] },
      { ...node("Concat", ["l", "l"], "m"), attribute: [{ name: "axis", type: 2, i: -1 }] },
    ],
    input: [value("x", 4, 4)],
    output: [value("k"), value("m"), value("d")],
    valueInfo: [value("a", 2, 8)],
  });
}

/** Subgraphs in attributes. */
function branches(): onnx.IModelProto {
  const branch = (operator: string): onnx.IGraphProto => ({
    name: operator,
    node: [node(operator, ["x"], "r")],
    output: [value("r", 2)],
  });
  return model({
    initializer: [{ name: "yes", dataType: 9, dims: [], int32Data: [1] }],
    node: [
      {
        ...node("If", ["yes"], "y"),
        attribute: [
          { name: "then_branch", type: 5, g: branch("Neg") },
          { name: "else_branch", type: 5, g: branch("Abs") },
        ],
      },
    ],
    input: [value("x", 2)],
    output: [value("y", 2)],
  });
}

/** Weights in every kind of field, and a convolution. */
function stored(): onnx.IModelProto {
  const bytes = new Uint8Array(36).fill(1);
  return model({
    initializer: [
      { name: "w", dataType: 3, dims: [4, 1, 3, 3], rawData: bytes },
      { name: "scale", dataType: 1, dims: [], floatData: [0.5] },
      { name: "half", dataType: 10, dims: [2], int32Data: [0x3c00, 0x4000] },
      {
        name: "away",
        dataType: 1,
        dims: [2],
        dataLocation: 1,
        externalData: [{ key: "location", value: "weights.bin" }],
      },
    ],
    node: [
      node("DequantizeLinear", ["w", "scale"], "kernel"),
      {
        ...node("Conv", ["x", "kernel"], "y"),
        attribute: [
          { name: "pads", type: 7, ints: [1, 1, 1, 1] },
          { name: "strides", type: 7, ints: [2, 2] },
          { name: "dilations", type: 7, ints: [1, 1] },
          { name: "group", type: 2, i: 1 },
        ],
      },
      {
        ...node("MaxPool", ["y"], "z"),
        attribute: [{ name: "kernel_shape", type: 7, ints: [2, 2] }],
      },
      node("Cast", ["half"], "wide"),
    ],
    input: [value("x", "batch", 1, 8, 8)],
    output: [value("z"), value("wide"), value("away", 2)],
  });
}
