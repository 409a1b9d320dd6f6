import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { operatorNames } from "../../../src/parsers/onnx/operator-names.ts";
import { readOnnxModel } from "../../../src/parsers/onnx/read.ts";
import { WireReader } from "../../../src/parsers/onnx/wire.ts";

function names(nodes: readonly onnx.INodeProto[], functions: readonly onnx.IFunctionProto[] = []) {
  const model = { irVersion: 8, graph: { node: [...nodes] }, functions: [...functions] };
  const source = bufferSource("model", onnx.ModelProto.encode(model).finish());
  const reader = new WireReader(source);
  return operatorNames(readOnnxModel(source, reader), reader);
}

const node = (opType: string, domain = ""): onnx.INodeProto => ({ opType, domain });

const withBody = (opType: string, ...inner: onnx.INodeProto[]): onnx.INodeProto => ({
  opType,
  attribute: [{ name: "body", type: 5, g: { node: inner } }],
});

describe("operatorNames()", () => {
  test("the only node is what the model is about, whatever graphs are in it", () => {
    expect(names([withBody("Loop", node("Add"))])).toEqual(["Loop"]);
  });

  test("all that occur, at any depth, each once", () => {
    const inner = withBody("If", node("Relu"), node("Add"));
    expect(names([node("Add"), withBody("Loop", inner), node("Add")])).toEqual([
      "Add",
      "If",
      "Loop",
      "Relu",
    ]);
  });

  test("domains are said, but for the default one under its two names", () => {
    expect(names([node("Abs", "ai.onnx"), node("QGemm", "com.microsoft")])).toEqual([
      "Abs",
      "com.microsoft.QGemm",
    ]);
  });

  test("a function is what is in it, and calls of itself add nothing", () => {
    const twice = { name: "Twice", domain: "own", node: [node("Exp"), node("Twice", "own")] };
    expect(names([node("Twice", "own")], [twice])).toEqual(["Exp"]);
  });
});
