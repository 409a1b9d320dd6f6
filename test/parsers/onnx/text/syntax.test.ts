import { describe, expect, test } from "vitest";
import { modelFromSyntax } from "../../../../src/parsers/onnx/text/model.ts";
import { type ProtoTree, protoTree } from "../../../support/proto-tree.ts";

type Tree = Record<string, (Tree | string)[]>;

/** The only graph of a text. */
function graphOf(text: string): Tree {
  return (protoTree(modelFromSyntax(text)) as { graph: ProtoTree[] }).graph[0] as Tree;
}

const valuesOf = (values: string) => graphOf(`g () => () <${values}> {}`);
const nodesOf = (nodes: string) => graphOf(`g () => () { ${nodes} }`).node as Tree[];
const attributesOf = (list: string) => nodesOf(`x = Op <${list}> ()`)[0]?.attribute as Tree[];
const initializerOf = (text: string) => valuesOf(text).initializer?.[0] as Tree;

/** Bits of some f32. */
const ONE = "1065353216";
const TWO = "1073741824";

describe("model", () => {
  test("a header is not needed, a graph needs no input list", () => {
    expect(protoTree(modelFromSyntax("g () => () {}"))).toEqual({ graph: [{ name: ["g"] }] });
    expect(protoTree(modelFromSyntax("g => () {}"))).toEqual({ graph: [{ name: ["g"] }] });
  });

  test("keywords of the header, in any order; comments and white space anywhere", () => {
    const text =
      '# c\n<producer_name : "p" ,# c\n\tir_version:10,opset_import:["":17,"d":2],\r\nmetadata_props:["k":"v"]>g()=>(){} # end';
    expect(protoTree(modelFromSyntax(text))).toEqual({
      ir_version: ["10"],
      producer_name: ["p"],
      opset_import: [{ version: ["17"] }, { domain: ["d"], version: ["2"] }],
      metadata_props: [{ key: ["k"], value: ["v"] }],
      graph: [{ name: ["g"] }],
    });
  });

  test("functions follow the graph", () => {
    const text = `g () => () {}
      <domain: "d", overload: "o"> f <a, b = 1> (float x, y) => (z) <float t> { z = Op (x) }
      "f 2" () => () {}`;
    expect(protoTree(modelFromSyntax(text)).functions).toEqual([
      {
        domain: ["d"],
        overload: ["o"],
        name: ["f"],
        attribute: ["a"],
        attribute_proto: [{ name: ["b"], type: ["2"], i: ["1"] }],
        input: ["x", "y"],
        output: ["z"],
        value_info: [
          { name: ["x"], type: [{ tensor_type: [{ elem_type: ["1"], shape: [{}] }] }] },
          { name: ["t"], type: [{ tensor_type: [{ elem_type: ["1"], shape: [{}] }] }] },
        ],
        node: [{ op_type: ["Op"], input: ["x"], output: ["z"] }],
      },
      { name: ["f 2"] },
    ]);
  });
});

describe("types", () => {
  const typeOf = (type: string) => {
    const [value] = valuesOf(`${type} v`).value_info as Tree[];
    return value?.type?.[0];
  };
  const tensor = (number: number) => ({ tensor_type: [{ elem_type: [`${number}`], shape: [{}] }] });

  // Numbers of TensorProto.DataType in onnx.proto.
  test.each([
    ["float", 1],
    ["uint8", 2],
    ["int8", 3],
    ["uint16", 4],
    ["int16", 5],
    ["int32", 6],
    ["int64", 7],
    ["string", 8],
    ["bool", 9],
    ["float16", 10],
    ["double", 11],
    ["uint32", 12],
    ["uint64", 13],
    ["complex64", 14],
    ["complex128", 15],
    ["bfloat16", 16],
    ["float8e4m3fn", 17],
    ["float8e4m3fnuz", 18],
    ["float8e5m2", 19],
    ["float8e5m2fnuz", 20],
    ["uint4", 21],
    ["int4", 22],
    ["float4e2m1", 23],
    ["float8e8m0", 24],
    ["uint2", 25],
    ["int2", 26],
    ["float6e2m3", 27],
    ["float6e3m2", 28],
  ] as const)("%s is data type %i", (name, number) => {
    expect(typeOf(name)).toEqual(tensor(number));
  });

  test("brackets: any rank, sizes, symbols, unknown sizes", () => {
    expect(typeOf("float[]")).toEqual({ tensor_type: [{ elem_type: ["1"] }] });
    expect(typeOf('float[2, N, "N+1", ?]')).toEqual({
      tensor_type: [
        {
          elem_type: ["1"],
          shape: [
            { dim: [{ dim_value: ["2"] }, { dim_param: ["N"] }, { dim_param: ["N+1"] }, {}] },
          ],
        },
      ],
    });
  });

  test("types that are no tensors", () => {
    expect(typeOf("seq(int8)")).toEqual({ sequence_type: [{ elem_type: [tensor(3)] }] });
    expect(typeOf("optional(seq(int8))")).toEqual({
      optional_type: [{ elem_type: [{ sequence_type: [{ elem_type: [tensor(3)] }] }] }],
    });
    expect(typeOf("map(int64, float)")).toEqual({
      map_type: [{ key_type: ["7"], value_type: [tensor(1)] }],
    });
    expect(typeOf("sparse_tensor(float[2])")).toEqual({
      sparse_tensor_type: [{ elem_type: ["1"], shape: [{ dim: [{ dim_value: ["2"] }] }] }],
    });
    expect(typeOf("opaque(a.b, c)")).toEqual({ opaque_type: [{ domain: ["a.b"], name: ["c"] }] });
    expect(typeOf("opaque(a.b)")).toEqual({ opaque_type: [{ name: ["a.b"] }] });
    expect(typeOf("opaque()")).toEqual({ opaque_type: [{}] });
  });
});

describe("values", () => {
  test("an input may have a type, an initial value, both or none", () => {
    const graph = graphOf("g (a, float[1] b = {2}) => () {}");
    expect((graph.input as Tree[]).map(({ name }) => name)).toEqual([["a"], ["b"]]);
    expect(graph.initializer).toEqual([
      { name: ["b"], dims: ["1"], data_type: ["1"], float_data: [TWO] },
    ]);
  });

  test("what has a value between < and > is an initializer, the rest are types", () => {
    const graph = valuesOf('float[1] "a b" = {1}, float c');
    expect((graph.initializer as Tree[]).map(({ name }) => name)).toEqual([["a b"]]);
    expect((graph.value_info as Tree[]).map(({ name }) => name)).toEqual([["c"]]);
  });

  test("elements lie in the field of their type", () => {
    expect(initializerOf("int8[2] w = {-128, 127}").int32_data).toEqual(["-128", "127"]);
    expect(initializerOf("bfloat16[2] w = {16256, -1}").int32_data).toEqual(["16256", "-1"]);
    expect(initializerOf("int64[1] w = {-9223372036854775808}").int64_data).toEqual([
      "-9223372036854775808",
    ]);
    // protoTree() shows 64 bits as signed: this is 2^64 - 1.
    expect(initializerOf("uint64[1] w = {18446744073709551615}").uint64_data).toEqual(["-1"]);
    expect(initializerOf("uint32[1] w = {4294967295}").uint64_data).toEqual(["4294967295"]);
    expect(initializerOf("complex64[1] w = {1, 2}").float_data).toEqual([ONE, TWO]);
    // 1.0 in f64 is 0x3ff00000 00000000.
    expect(initializerOf("double w = {1}").double_data).toEqual(["0 1072693248"]);
    expect(initializerOf('string[2] w = {"a\\"b", "\\\\c"}').string_data).toEqual(['a"b', "\\c"]);
  });

  test("an entry of 4-bit types holds two elements, of 2-bit types four", () => {
    expect(initializerOf("int4[3] w = {33, 3}").int32_data).toEqual(["33", "3"]);
    expect(initializerOf("uint2[5] w = {255, 3}").int32_data).toEqual(["255", "3"]);
  });

  test("elements may lie in another file", () => {
    expect(initializerOf('float[4] w = ["location": "f", "offset": "16"]')).toEqual({
      name: ["w"],
      dims: ["4"],
      data_type: ["1"],
      data_location: ["1"],
      external_data: [
        { key: ["location"], value: ["f"] },
        { key: ["offset"], value: ["16"] },
      ],
    });
  });
});

describe("nodes", () => {
  test("name, domain, overload", () => {
    expect(nodesOf('["a b"] x, "y z" = com.microsoft.Op:v2 (a, "b c")')).toEqual([
      {
        name: ["a b"],
        output: ["x", "y z"],
        domain: ["com.microsoft"],
        op_type: ["Op"],
        overload: ["v2"],
        input: ["a", "b c"],
      },
    ]);
    expect(nodesOf("[] = Op ()")).toEqual([{ op_type: ["Op"] }]);
  });

  // As the comment of onnx::OnnxParser::Parse(IdList&) says.
  test.each([
    ["Op()", undefined],
    ["Op(,x)", ["", "x"]],
    ['Op("")', [""]],
    ["Op(,)", [""]],
    ["Op(x,)", ["x"]],
    ["Op(x,,y)", ["x", "", "y"]],
  ] as const)("inputs of %s", (call, inputs) => {
    const [node] = nodesOf(`o = ${call}`);
    expect(node?.input).toEqual(inputs?.some((name) => name !== "") ? inputs : undefined);
  });

  test("attributes stand before or after the inputs", () => {
    const attribute = [{ name: ["a"], type: ["2"], i: ["1"] }];
    expect(nodesOf("o = Op <a = 1> (x)")[0]?.attribute).toEqual(attribute);
    expect(nodesOf("o = Op (x) <a = 1>")[0]?.attribute).toEqual(attribute);
  });
});

describe("attributes", () => {
  const withoutName = (list: string) => {
    const { name: _, ...rest } = attributesOf(`a${list}`)[0] as Tree;
    return rest;
  };

  // Numbers of AttributeProto.AttributeType in onnx.proto.
  test("single values", () => {
    expect(withoutName("=-3")).toEqual({ type: ["2"], i: ["-3"] });
    expect(withoutName("=1.")).toEqual({ type: ["1"], f: [ONE] });
    expect(withoutName(": float = 2")).toEqual({ type: ["1"], f: [TWO] });
    expect(withoutName(": float = -0")).toEqual({ type: ["1"], f: [`${0x80000000}`] });
    expect(withoutName("=inf")).toEqual({ type: ["1"], f: [`${0x7f800000}`] });
    expect(withoutName("=-Infinity")).toEqual({ type: ["1"], f: [`${0xff800000}`] });
    expect(withoutName('="a\nb"')).toEqual({ type: ["3"], s: ["a\nb"] });
    expect(withoutName(": type_proto = seq(float)").type).toEqual(["13"]);
  });

  test("lists; a type makes integers floats, and tells what an empty one is", () => {
    expect(withoutName("=[1, -2]")).toEqual({ type: ["7"], ints: ["1", "-2"] });
    expect(withoutName(": int = [1]")).toEqual({ type: ["7"], ints: ["1"] });
    expect(withoutName("=[1.0, 2]")).toEqual({ type: ["6"], floats: [ONE, TWO] });
    expect(withoutName(": floats = [1, 2]")).toEqual({ type: ["6"], floats: [ONE, TWO] });
    expect(withoutName('=["a", "b"]')).toEqual({ type: ["8"], strings: ["a", "b"] });
    expect(withoutName(": strings = []")).toEqual({ type: ["8"] });
    expect(withoutName("=[float {1}, int8[1] t = {2}]")).toEqual({
      type: ["9"],
      tensors: [
        { data_type: ["1"], float_data: [ONE] },
        { name: ["t"], dims: ["1"], data_type: ["3"], int32_data: ["2"] },
      ],
    });
    expect(withoutName("=[g () => () {}, h () => () {}]")).toEqual({
      type: ["10"],
      graphs: [{ name: ["g"] }, { name: ["h"] }],
    });
    expect(withoutName(": type_protos = [float, int8]").type_protos).toHaveLength(2);
  });

  test("tensors with a name, without one, elsewhere", () => {
    const one = { data_type: ["1"], float_data: [ONE] };
    expect(withoutName("= float {1}")).toEqual({ type: ["4"], t: [one] });
    expect(withoutName('= float "a b" = {1}').t).toEqual([{ ...one, name: ["a b"] }]);
    expect(withoutName('= float[1] w ["location": "f"]').t).toEqual([
      {
        name: ["w"],
        dims: ["1"],
        data_type: ["1"],
        data_location: ["1"],
        external_data: [{ key: ["location"], value: ["f"] }],
      },
    ]);
  });

  test("graphs, their names in quotes or not", () => {
    const graph = { name: ["g h"], node: [{ op_type: ["Op"], output: ["z"] }] };
    expect(withoutName('= "g h" () => () { z = Op () }')).toEqual({ type: ["5"], g: [graph] });
    expect(withoutName(": graph = sub () => () {}")).toEqual({
      type: ["5"],
      g: [{ name: ["sub"] }],
    });
  });

  test("references to an attribute of the function", () => {
    expect(withoutName("= @b")).toEqual({ ref_attr_name: ["b"] });
    expect(withoutName(": ints = @b")).toEqual({ ref_attr_name: ["b"], type: ["7"] });
  });
});
