import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { canonicalDomain } from "../../../src/parsers/onnx/domains.ts";
import { readOnnxModel } from "../../../src/parsers/onnx/read.ts";
import { FLOAT, floats, INT64, modelProto } from "../../support/onnx.ts";

function encoded(model: onnx.IModelProto): Uint8Array {
  return onnx.ModelProto.encode(model).finish();
}

function read(model: onnx.IModelProto) {
  return readOnnxModel(bufferSource("m.onnx", encoded(model)));
}

describe("readOnnxModel()", () => {
  test("knows version, producer, opsets and metadata", () => {
    const model = read({
      ...modelProto({}),
      irVersion: 9,
      producerName: "pytorch",
      producerVersion: "2.13.0",
      opsetImport: [
        { domain: "", version: 17 },
        { domain: "com.microsoft", version: 1 },
      ],
      metadataProps: [{ key: "bits", value: "4" }],
    });
    expect(model).toMatchObject({ irVersion: 9, producer: "pytorch 2.13.0" });
    expect(Object.fromEntries(model.opsets)).toEqual({ "": 17, "com.microsoft": 1 });
    expect(Object.fromEntries(model.metadata)).toEqual({ bits: "4" });
  });

  test("one domain under several names has the highest version", () => {
    const { opsets } = read({
      ...modelProto({}),
      opsetImport: [
        { domain: "", version: 13 },
        { domain: "ai.onnx", version: 17 },
        { domain: "", version: 11 },
        { domain: "finn.custom_op.general", version: 1 },
        { domain: "onnx.brevitas", version: 2 },
      ],
    });
    expect(Object.fromEntries(opsets)).toEqual({ "": 17, "qonnx.custom_op.general": 2 });
  });

  test("knows nodes with absent inputs and their names", () => {
    const { nodes } = read(
      modelProto({
        nodes: [
          { op: "Clip", inputs: ["x", "", "hi"], outputs: ["y"], name: "clip", domain: "ai.onnx" },
          { op: "Dropout", inputs: ["y"], outputs: ["", "m"] },
        ],
      }),
    ).graph;
    expect(nodes.length).toBe(2);
    expect(nodes.at(0)).toMatchObject({
      domain: "",
      operator: "Clip",
      name: "clip",
      inputs: ["x", "", "hi"],
      outputs: ["y"],
      scope: "",
    });
    expect(nodes.at(1)).toMatchObject({ inputs: ["y"], outputs: ["", "m"] });
  });

  test("knows types with sizes, symbols and what is not said", () => {
    const { inputs, outputs, statedTypes } = read(
      modelProto({
        inputs: [
          { name: "x", shape: ["batch", 3, undefined] },
          { name: "scalar", dataType: INT64, shape: [] },
        ],
        outputs: [{ name: "y", shape: undefined }],
        valueInfo: [{ name: "inner", shape: [2] }],
      }),
    ).graph;
    expect(inputs).toEqual([
      { name: "x", type: { kind: "tensor", dataType: FLOAT, shape: ["batch", 3, undefined] } },
      { name: "scalar", type: { kind: "tensor", dataType: INT64, shape: [] } },
    ]);
    expect(outputs).toEqual([
      { name: "y", type: { kind: "tensor", dataType: FLOAT, shape: undefined } },
    ]);
    expect(statedTypes.get("inner")).toEqual({ kind: "tensor", dataType: FLOAT, shape: [2] });
  });

  test("sequences and optionals say what they hold; maps are another kind of value", () => {
    const tensor = { tensorType: { elemType: FLOAT } };
    const model = modelProto({});
    const { inputs } = read({
      ...model,
      graph: {
        ...model.graph,
        input: [
          { name: "s", type: { sequenceType: { elemType: tensor } } },
          { name: "o", type: { optionalType: { elemType: tensor } } },
          { name: "m", type: { mapType: { keyType: FLOAT, valueType: tensor } } },
        ],
      },
    }).graph;
    expect(inputs.map(({ type }) => [type?.kind, type?.element?.kind])).toEqual([
      ["sequence", "tensor"],
      ["optional", "tensor"],
      ["other", undefined],
    ]);
  });

  test("initializers keep their elements in the file", () => {
    const { initializers } = read(modelProto({ initializers: [floats("w", [2], [1, 2])] })).graph;
    expect(initializers.get("w")).toMatchObject({
      name: "w",
      dims: [2],
      dataType: FLOAT,
      data: { kind: "typed", field: 4, ranges: [{ length: 8 }] },
    });
  });

  test("annotations are read by tensor and key", () => {
    const model = modelProto({});
    const { annotations } = read({
      ...model,
      graph: {
        ...model.graph,
        quantizationAnnotation: [
          {
            tensorName: "x",
            quantParameterTensorNames: [{ key: "finn_datatype", value: "BIPOLAR" }],
          },
        ],
      },
    }).graph;
    expect(annotations.get("x")).toEqual(new Map([["finn_datatype", "BIPOLAR"]]));
  });

  test("a field that is split into two messages of one kind takes the last graph", () => {
    const twice = [
      encoded(modelProto({ inputs: [{ name: "a", shape: [1] }] })),
      encoded(modelProto({ inputs: [{ name: "b", shape: [1] }] })),
    ];
    const source = bufferSource("m.onnx", Uint8Array.from(twice.flatMap((bytes) => [...bytes])));
    expect(readOnnxModel(source).graph.inputs.map(({ name }) => name)).toEqual(["b"]);
  });

  test("two initializers of one name are refused", () => {
    expect(() =>
      read(modelProto({ initializers: [floats("w", [], [1]), floats("w", [], [2])] })),
    ).toThrow("Cannot read the initializers: expected distinct names, got two of one");
  });
});

test("`canonicalDomain()` unites the names of one domain", () => {
  expect(canonicalDomain("ai.onnx")).toBe("");
  expect(canonicalDomain("finn.custom_op.general")).toBe("qonnx.custom_op.general");
  expect(canonicalDomain("onnx.brevitas")).toBe("qonnx.custom_op.general");
  expect(canonicalDomain("com.microsoft")).toBe("com.microsoft");
});
