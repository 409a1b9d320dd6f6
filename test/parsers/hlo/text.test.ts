import { describe, expect, test } from "vitest";
import { AceError, formatWhere } from "../../../src/errors.ts";
import type { Type } from "../../../src/parsers/stablehlo/program/type.ts";
import { typeText } from "../../../src/parsers/stablehlo/program/type.ts";
import { entryOf, fromText, functionNamed, mainLines } from "../../support/hlo.ts";

/** Type of the only parameter of `main`. */
function typeOf(shape: string): Type | undefined {
  const program = entryOf(`p = ${shape} parameter(0)`);
  return functionNamed(program, "main").body.arguments[0]?.type;
}

function refusal(text: string): string {
  try {
    fromText(text);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return `${formatWhere(error.where)}: ${error.message}`;
  }
  return "it was read";
}

const lines = (...body: readonly string[]) => `HloModule m\nENTRY e {\n${body.join("\n")}\n}\n`;

describe("readHloText() shapes", () => {
  test.each([
    ["pred[]", "tensor<i1>"],
    ["s8[2,3]{1,0}", "tensor<2x3xi8>"],
    ["u64[0]", "tensor<0xui64>"],
    ["bf16[4]{0:T(1024)}", "tensor<4xbf16>"],
    ["f8e4m3fn[2,2]{1,0:T(8,128)(4,1)S(1)E(8)}", "tensor<2x2xf8E4M3FN>"],
    ["c128[1]", "tensor<1xcomplex<f64>>"],
    ["f32[<=3,2]", "tensor<?x2xf32, #stablehlo.bounds<3, ?>>"],
    [
      "(f32[], (s32[2]{0}, /*index=1*/token[]), ())",
      "tuple<tensor<f32>, tuple<tensor<2xi32>, !stablehlo.token>, tuple<>>",
    ],
  ])("%s is %s", (shape, expected) => {
    // A tuple as the result of `main` would be taken apart: only its argument is looked at.
    expect(typeText(typeOf(shape) as Type)).toBe(expected);
  });

  test("equal types are one object", () => {
    const program = entryOf("p = f32[2]{0} parameter(0)", "ROOT q = f32[2]{0} negate(p)");
    const { body } = functionNamed(program, "main");
    expect(body.operations[0]?.results[0]?.type).toBe(body.arguments[0]?.type);
  });
});

describe("readHloText() syntax", () => {
  test("operands with and without types, % and comments", () => {
    const program =
      fromText(`HloModule m, entry_computation_layout={(f32[2]{0}, /*index=1*/f32[2]{0})->f32[2]{0}}
// a line
%main.3 (a: f32[2], b: (f32[], s32[])) -> f32[2] {
  %a = f32[2]{0} parameter(0)
  %b.1 = f32[2]{0} parameter(1) /* between */
  ROOT %c = f32[2]{0} add(f32[2]{0} %a, /*index=1*/%b.1), metadata={op_name="jit(f)/a, b" source_file="a \\"b\\".py" source_line=3}
}
`);
    expect(mainLines(program)).toEqual([
      "c: tensor<2xf32> = stablehlo.add(a, b.1)",
      "func.return(c)",
    ]);
    const [operation] = functionNamed(program, "main").body.operations;
    expect(operation?.location).toEqual({
      kind: "name",
      name: "jit(f)/a, b",
      child: { kind: "file", text: '"a \\"b\\".py":3:0' },
    });
  });

  test("definitions may stand after their uses", () => {
    const program = entryOf(
      "ROOT c = f32[] add(b, a)",
      "b = f32[] negate(a)",
      "a = f32[] parameter(0)",
    );
    expect(mainLines(program)).toEqual([
      "b: tensor<f32> = stablehlo.negate(a)",
      "c: tensor<f32> = stablehlo.add(b, a)",
      "func.return(c)",
    ]);
  });

  test("without ROOT the last instruction is the result, and what is unused stays", () => {
    const program = entryOf("a = f32[] parameter(0)", "b = f32[] negate(a)", "c = f32[] abs(a)");
    expect(mainLines(program)).toEqual([
      "b: tensor<f32> = stablehlo.negate(a)",
      "c: tensor<f32> = stablehlo.abs(a)",
      "func.return(c)",
    ]);
  });

  test("tables of stack frames and threads are passed over", () => {
    const program = fromText(`HloModule m, is_scheduled=true

FileNames
1 "a.py"

FunctionNames
1 "f // g"

FileLocations
1 {file_name_id=1 function_name_id=1 line=2}

StackFrames
1 {file_location_id=1}

ENTRY e {
  ROOT a = f32[] parameter(0)
}, execution_thread="main"
`);
    expect(mainLines(program)).toEqual(["func.return(a)"]);
    expect(program.remarks).toEqual([
      "this HLO was compiled: operations are rewritten, 0 of them fused; count the module from before compilation",
    ]);
  });

  test("the header becomes attributes of the module and its arguments", () => {
    const { modules } =
      fromText(`HloModule jit_f, input_output_alias={ {1}: (0, {}, may-alias) }, num_partitions=4, replica_count=2, frontend_attributes={a="1",b={c = "x, y"}}
ENTRY e {
  a = f32[] parameter(0), sharding={devices=[2]<=[2]}, metadata={op_name="v['params']['k']"}
  ROOT t = (f32[], f32[]) tuple(a, a)
}
`);
    const [module] = modules;
    expect(module?.name).toBe("jit_f");
    expect(module?.attributes).toEqual(
      new Map<string, unknown>([
        ["mhlo.num_partitions", { kind: "integer", value: 4n, type: "i32" }],
        ["mhlo.num_replicas", { kind: "integer", value: 2n, type: "i32" }],
        [
          "mhlo.frontend_attributes",
          {
            kind: "dictionary",
            entries: new Map([
              ["a", { kind: "string", value: "1" }],
              ["b", { kind: "string", value: '{c = "x, y"}' }],
            ]),
          },
        ],
      ]),
    );
    const main = module?.functions.get("main");
    expect(main?.argumentAttributes).toEqual([
      new Map<string, unknown>([
        ["mhlo.sharding", { kind: "string", value: "{devices=[2]<=[2]}" }],
        ["tf.aliasing_output", { kind: "integer", value: 1n, type: "i32" }],
      ]),
    ]);
    expect(main?.resultTypes.map(typeText)).toEqual(["tensor<f32>", "tensor<f32>"]);
    expect(main?.body.arguments[0]?.location).toEqual({
      kind: "name",
      name: "v['params']['k']",
      child: undefined,
    });
  });
});

describe("readHloText() refuses", () => {
  test.each([
    ["HloModul m", "line 1, column 1: Cannot read the HLO text: expected HloModule, got HloModul"],
    [
      "HloModule m\n",
      "line 2, column 1: Cannot read the HLO text: expected a computation marked ENTRY, got the end of the text",
    ],
    [
      lines("a = f32[] parameter(0)", "a = f32[] parameter(1)"),
      "line 4, column 1: Cannot read the HLO text: expected instructions of different names, got two a",
    ],
    [
      lines("a = f32[] negate(b)"),
      "line 3, column 1: Cannot read the HLO text: expected an instruction b in e, got none",
    ],
    [
      lines("a = f32[] negate(b)", "b = f32[] negate(a)"),
      "line 2, column 7: Cannot read the HLO text: expected instructions that do not need each other, got a circle in e",
    ],
    [
      lines("a = f31[] parameter(0)"),
      "line 3, column 5: Cannot read the HLO text: expected an element type of XLA, got f31",
    ],
    [
      lines("a = f32[x] parameter(0)"),
      "line 3, column 9: Cannot read the HLO text: expected the size of a dimension, got x",
    ],
    [
      lines("a = f32[] parameter(x)"),
      "line 3, column 21: Cannot read the HLO text: expected the number of a parameter, got x",
    ],
    [
      lines("a = f32[] parameter(1)"),
      "line 2, column 7: Cannot read the computation e: expected 1 parameters, got none of number 0",
    ],
    [
      lines("a = f32[] parameter(0)", "b = f32[] parameter(0)"),
      "line 4, column 1: Cannot read the parameter b: expected parameters of different numbers, got two 0",
    ],
    [
      lines("ROOT a = f32[] parameter(0)", "ROOT b = f32[] negate(a)"),
      "line 4, column 1: Cannot read the HLO text: expected one ROOT, got two",
    ],
    [lines(), "line 2, column 7: Cannot read the HLO text: expected instructions in e, got none"],
    [
      lines("a = f32[] parameter(0"),
      "line 4, column 1: Cannot read the HLO text: expected ), got }",
    ],
    [
      lines("a = f32[] constant(1"),
      "line 3, column 19: Cannot read the HLO text: expected a bracket that closes, got (",
    ],
    [
      lines("a = f32[] parameter(0), x=1, x=2"),
      "line 3, column 30: Cannot read the HLO text: expected attributes of different names, got two x",
    ],
    [
      lines("a = f32[] parameter(0) /* x"),
      "line 3, column 24: Cannot read the HLO text: expected a comment that ends, got /",
    ],
    [
      lines("a = f32[2] iota()"),
      "line 3, column 1: Cannot read the instruction a (iota): expected a whole number as iota_dimension, got none",
    ],
    [
      lines("a = f32[2] parameter(0)", "b = f32[2] transpose(a), dimensions={x}"),
      "line 4, column 1: Cannot read the instruction b (transpose): expected whole numbers in braces as dimensions, got {x}",
    ],
    [
      lines("a = f32[] call(), to_apply=f"),
      "line 3, column 1: Cannot read the instruction a (call): expected a computation f, got none",
    ],
    [
      "HloModule m\ne {\na = f32[] parameter(0)\n}\nf {\na = f32[] parameter(0)\n}\n",
      "line 8, column 1: Cannot read the HLO text: expected a computation marked ENTRY, got the end of the text",
    ],
    [
      "HloModule m\nENTRY e {\na = f32[] parameter(0)\n}\nENTRY f {\na = f32[] parameter(0)\n}\n",
      "line 5, column 7: Cannot read the HLO text: expected one ENTRY, got two",
    ],
  ])("%j", (text, expected) => {
    expect(refusal(text)).toBe(`m.txt, ${expected}`);
  });
});
