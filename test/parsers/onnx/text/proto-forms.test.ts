import { describe, expect, test } from "vitest";
import { modelFromProtoJson } from "../../../../src/parsers/onnx/text/proto-json.ts";
import { modelFromTextProto } from "../../../../src/parsers/onnx/text/text-proto.ts";
import { protoTree } from "../../../support/proto-tree.ts";

describe("modelFromTextProto()", () => {
  const read = (text: string) => protoTree(modelFromTextProto(text));

  test("messages in braces or angles, with a colon or without, separated or not", () => {
    const graph = { graph: [{ name: ["g"], node: [{ op_type: ["A"] }, { op_type: ["B"] }] }] };
    expect(read('graph { name: "g" node { op_type: "A" } node { op_type: "B" } }')).toEqual(graph);
    expect(read("graph: < name: 'g'; node < op_type: 'A' >, node { op_type: 'B' } >")).toEqual(
      graph,
    );
    expect(read("graph { name: 'g' node: [{ op_type: 'A' }, { op_type: 'B' }] } # end")).toEqual(
      graph,
    );
  });

  test("strings: escapes are bytes, neighbours are one", () => {
    const name = (text: string) => read(`producer_name: ${text}`).producer_name?.[0];
    expect(name(`"a" 'b'\n"c"`)).toBe("abc");
    expect(name(String.raw`"\n\t\r\\\"\'\a\b\f\v\?"`)).toBe("\n\t\r\\\"'\u0007\b\f\v?");
    expect(name(String.raw`"\303\251\0\x41\x7"`)).toBe("\u00c3\u00a9\u0000A\u0007");
    expect(name('"é"')).toBe("\u00c3\u00a9");
  });

  test("numbers, lists of them, enums by name and number", () => {
    const attribute = (fields: string) =>
      read(`graph { node { attribute { ${fields} } } }`).graph?.[0];
    const expected = (fields: object) => ({ node: [{ attribute: [fields] }] });
    expect(attribute("type: INTS ints: [1, -2] ints: 3 ints: []")).toEqual(
      expected({ type: ["7"], ints: ["1", "-2", "3"] }),
    );
    expect(attribute("type: 1 f: 1.0f")).toEqual(expected({ type: ["1"], f: ["1065353216"] }));
    expect(attribute("floats: -inf floats: 1")).toEqual(
      expected({ floats: [`${0xff800000}`, "1065353216"] }),
    );
  });
});

describe("modelFromProtoJson()", () => {
  const read = (text: string) => protoTree(modelFromProtoJson(text));

  test("names in both spellings, null for what is absent, empty lists and messages", () => {
    const model = { ir_version: ["8"], producer_name: ["p"], graph: [{}] };
    expect(read('{"irVersion": "8", "producerName": "p", "graph": {}}')).toEqual(model);
    expect(
      read('{"ir_version": 8, "producer_name": "p", "domain": null, "graph": {"node": []}}'),
    ).toEqual(model);
  });

  test("strings with escapes, bytes in base64 of both alphabets", () => {
    expect(read(String.raw`{"producerName": "\"\\\/\n\u0041"}`).producer_name).toEqual(['"\\/\nA']);
    const raw = (text: string) =>
      read(`{"graph": {"initializer": [{"rawData": "${text}"}]}}`).graph?.[0];
    const expected = { initializer: [{ raw_data: ["\u00fb\u00ff\u00fe"] }] };
    expect(raw("+//+")).toEqual(expected);
    expect(raw("-__-")).toEqual(expected);
    expect(raw("YQ==")).toEqual({ initializer: [{ raw_data: ["a"] }] });
    expect(raw("YQ")).toEqual({ initializer: [{ raw_data: ["a"] }] });
  });

  test("numbers in quotes or not, enums by name and number", () => {
    const attribute = (fields: string) =>
      read(`{"graph": {"node": [{"attribute": [{${fields}}]}]}}`).graph?.[0];
    const expected = (fields: object) => ({ node: [{ attribute: [fields] }] });
    expect(attribute('"type": "FLOATS", "floats": [1.0, "NaN", "-Infinity", "1"]')).toEqual(
      expected({
        type: ["6"],
        floats: ["1065353216", `${0x7fc00000}`, `${0xff800000}`, "1065353216"],
      }),
    );
    expect(attribute('"type": 2, "i": "-9223372036854775808"')).toEqual(
      expected({ type: ["2"], i: ["-9223372036854775808"] }),
    );
  });
});
