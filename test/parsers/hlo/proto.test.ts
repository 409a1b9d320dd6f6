import { describe, expect, test } from "vitest";
import { AceError, formatWhere } from "../../../src/errors.ts";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { isHloProto, isHloText, readHloProto } from "../../../src/parsers/hlo/index.ts";
import {
  fromProto,
  functionNamed,
  hloFixture,
  mainLines,
  programLines,
} from "../../support/hlo.ts";
import { computationProto, hloModuleProto, shapeProto, wrapped } from "../../support/hlo-proto.ts";
import { modelBytes } from "../../support/onnx.ts";

const F32 = 11;
const PARAMETER = { name: "p", opcode: "parameter", id: 1 };

function refusal(bytes: Uint8Array): string {
  try {
    fromProto(bytes);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return `${error.message}`;
  }
  return "it was read";
}

describe("readHloProto()", () => {
  test("an HloProto or a snapshot around the module changes nothing", () => {
    const bytes = hloFixture("indexing.hlo.pb");
    const lines = programLines(fromProto(bytes));
    expect(programLines(fromProto(wrapped(bytes)))).toEqual(lines);
    expect(programLines(fromProto(wrapped(wrapped(bytes))))).toEqual(lines);
  });

  test("constants stay in the file until they are asked for", () => {
    const file = bufferSource("m.pb", hloFixture("constants.hlo.pb"));
    const reads: number[] = [];
    const program = readHloProto({
      ...file,
      read: (offset, length) => {
        reads.push(length);
        return file.read(offset, length);
      },
      readInto: (offset, bytes) => {
        reads.push(bytes.length);
        bytes.set(file.read(offset, bytes.length));
      },
    });
    const before = reads.length;
    const [constant] = functionNamed(program, "main").body.operations;
    const value = constant?.attributes.get("value");
    expect(before).toBeGreaterThan(0);
    if (value?.kind === "elements") expect(value.elements.read().length).toBeGreaterThan(0);
    expect(value?.kind).toBe("elements");
  });

  test("instructions in any order, sizes that vary", () => {
    const shape = shapeProto(F32, [3], [0]);
    // is_dynamic_dimension: [true]
    const varying = Uint8Array.from([...shape, 0x32, 0x01, 0x01]);
    const program = fromProto(
      hloModuleProto(
        [
          computationProto("e", 9, [
            { name: "b", opcode: "negate", id: 2, operands: [1], shape: varying },
            { ...PARAMETER, shape: varying },
            { name: "c", opcode: "abs", id: 3, operands: [2], shape: varying },
          ]),
        ],
        9,
      ),
    );
    const type = "tensor<?xf32, #stablehlo.bounds<3>>";
    expect(mainLines(program)).toEqual([
      `b: ${type} = stablehlo.negate(p)`,
      `c: ${type} = stablehlo.abs(b)`,
      "func.return(c)",
    ]);
  });

  test("shardings as XLA writes them", () => {
    const shardingOf = (...bytes: readonly number[]) => {
      const parameter = { ...PARAMETER, bytes: { 40: Uint8Array.from(bytes) } };
      const program = fromProto(hloModuleProto([computationProto("e", 9, [parameter])], 9));
      const [attributes] = functionNamed(program, "main").argumentAttributes;
      return attributes?.get("mhlo.sharding");
    };
    const said = (value: string) => ({ kind: "string", value });
    // Field x 8 + wire type: type 3, sizes, devices or their shape and order, last one replicated.
    const sizes = [0x08, 3, 0x1a, 3, 2, 1, 2];
    expect(shardingOf(...sizes, 0x22, 4, 0, 2, 1, 3)).toEqual(said("{devices=[2,1,2]0,2,1,3}"));
    expect(shardingOf(...sizes, 0x30, 1, 0x4a, 2, 2, 2, 0x52, 2, 1, 0)).toEqual(
      said("{devices=[2,1,2]<=[2,2]T(1,0) last_tile_dim_replicate}"),
    );
    expect(shardingOf(0x08, 4)).toEqual(said("{manual}"));
  });

  test.each([
    [
      "an operand of no id",
      [{ ...PARAMETER, operands: [7] }],
      "expected an instruction of id 7 in e, got none",
    ],
    [
      "two instructions of an id",
      [PARAMETER, PARAMETER],
      "expected instructions of different ids, got two of 1, p",
    ],
    [
      "a circle",
      [{ name: "a", opcode: "abs", id: 1, operands: [1] }],
      "expected instructions that do not need each other, got a circle in e",
    ],
    [
      "a computation of no id",
      [{ name: "a", opcode: "call", id: 1, calls: [5] }],
      "expected a computation of id 5, got none",
    ],
    [
      "an unknown element type",
      [{ ...PARAMETER, shape: shapeProto(77, [2]) }],
      "expected a known element type, got 77",
    ],
    [
      "a negative size",
      [{ ...PARAMETER, shape: shapeProto(F32, [-1]) }],
      "expected sizes of 0 and more, got -1",
    ],
  ])("%s is refused", (_, instructions, reason) => {
    const bytes = hloModuleProto([computationProto("e", 9, instructions)], 9);
    expect(refusal(bytes)).toBe(`Cannot read the HLO proto: ${reason}`);
  });

  test("an entry of no id, and two computations of one, are refused", () => {
    const one = computationProto("e", 9, [PARAMETER]);
    const other = computationProto("f", 9, [PARAMETER]);
    expect(refusal(hloModuleProto([computationProto("f", 9, [PARAMETER])], 8))).toBe(
      "Cannot read the HLO proto: expected the entry computation, got none of its id",
    );
    expect(refusal(hloModuleProto([one, other], 9))).toBe(
      "Cannot read the HLO proto: expected computations of different ids, got two of 9",
    );
  });

  test("a cut file is refused with the byte where it was missed", () => {
    const bytes = hloFixture("control.hlo.pb");
    try {
      fromProto(bytes.subarray(0, 5000));
    } catch (error) {
      expect(formatWhere((error as AceError).where)).toMatch(/^m\.pb, byte \d+$/);
      return;
    }
    throw new Error("it was read");
  });
});

describe("isHloText() and isHloProto()", () => {
  const is = (bytes: Uint8Array | string) => {
    const source = bufferSource("f", Buffer.from(bytes));
    return [isHloText(source), isHloProto(source)];
  };

  test("know what they read", () => {
    expect(is(hloFixture("control.hlo.txt"))).toEqual([true, false]);
    expect(is(hloFixture("control.compiled.hlo.txt"))).toEqual([true, false]);
    expect(is("// a line\n/* more\n */ HloModule m\n")).toEqual([true, false]);
    expect(is(hloFixture("control.hlo.pb"))).toEqual([false, true]);
    expect(is(wrapped(wrapped(hloFixture("control.hlo.pb"))))).toEqual([false, true]);
  });

  test("leave other files to others", () => {
    const onnx = modelBytes({
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"], name: "n" }],
      inputs: [{ name: "x", dataType: 1, shape: [2] }],
      outputs: [{ name: "y", dataType: 1, shape: [2] }],
    });
    // The same graph as a model that has nothing but a name of its producer and the graph.
    for (const other of [
      onnx,
      wrapped(onnx),
      wrapped(wrapped(onnx)),
      "",
      "HloModules m",
      "module {}",
      "{}",
      "\n\n/* HloModule m",
    ]) {
      expect(is(other)).toEqual([false, false]);
    }
  });
});
