import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { modelFromSyntax } from "../../../../src/parsers/onnx/text/model.ts";
import { modelFromProtoJson } from "../../../../src/parsers/onnx/text/proto-json.ts";
import { modelFromTextProto } from "../../../../src/parsers/onnx/text/text-proto.ts";
import { protoTree } from "../../../support/proto-tree.ts";

const FIXTURES = new URL("../../../../fixtures/onnx-text/", import.meta.url);
const bytesOf = (name: string) => readFileSync(new URL(name, FIXTURES));
const textOf = (name: string) => readFileSync(new URL(name, FIXTURES), "utf8");

describe("modelFromSyntax()", () => {
  test.each(["by-hand", "types", "attributes"])(
    "reads %s.onnxtxt as onnx.parser reads it",
    (name) => {
      const ours = protoTree(modelFromSyntax(textOf(`${name}.onnxtxt`)));
      expect(ours).toEqual(protoTree(bytesOf(`${name}.onnx`)));
    },
  );
});

test("modelFromTextProto() reads what google.protobuf.text_format wrote", () => {
  const ours = protoTree(modelFromTextProto(textOf("types.textproto")));
  expect(ours).toEqual(protoTree(bytesOf("types.onnx")));
});

test("modelFromProtoJson() reads what google.protobuf.json_format wrote", () => {
  const ours = protoTree(modelFromProtoJson(textOf("types.json")));
  expect(ours).toEqual(protoTree(bytesOf("types.onnx")));
});
