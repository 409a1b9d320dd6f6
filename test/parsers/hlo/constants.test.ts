import { describe, expect, test } from "vitest";
import type { Elements } from "../../../src/parsers/stablehlo/program/attribute.ts";
import type { Program } from "../../../src/parsers/stablehlo/program/program.ts";
import { entryOf, fromProto, fromText, functionNamed, hloFixture } from "../../support/hlo.ts";
import { LiteralWriter } from "../../support/hlo-proto.ts";

/** Elements of the constants of `main`, by the type that they have. */
function constants(program: Program): Map<string, Elements> {
  const found = new Map<string, Elements>();
  for (const { name, attributes, results } of functionNamed(program, "main").body.operations) {
    const value = attributes.get("value");
    if (name !== "stablehlo.constant" || value?.kind !== "elements") continue;
    const { type } = value.elements;
    expect(results[0]?.type).toBe(type);
    found.set(`${type.element} ${type.shape}`, value.elements);
  }
  return found;
}

function only(type: string, literal: string): Elements {
  const [elements] = constants(entryOf(`c = ${type} constant(${literal})`)).values();
  return elements as Elements;
}

/** Message and place of what reading throws. */
function refusal(elements: Elements): string {
  try {
    elements.read();
  } catch (error) {
    const { code, message, where } = error as { code: string; message: string; where: object };
    return `${code}: ${message} ${JSON.stringify(where)}`;
  }
  return "it was read";
}

/** What the script that made the file put in, by numpy and ml_dtypes. */
const EXPECTED: readonly (readonly [string, readonly (number | bigint)[]])[] = [
  ["complex<f64> 3", [1, 2, Number.NaN, -Infinity, 0, 1e-300]],
  ["i64 1,2,2", [1n, 2n, 3n, 4n]],
  ["i1 1,2", [1, 0]],
  ["f64 0,3", []],
  ["f32 5", [Number.NaN, Infinity, -Infinity, -0, 2 ** -149]],
  ["f32 3,2", [0, 3, 1, 4, 2, 5]],
  ["i64 2", [2n ** 63n - 1n, -(2n ** 63n)]],
  ["ui64 1", [2n ** 64n - 1n]],
  ["f16 ", [1.5]],
  ["bf16 2", [1.5, (226 / 128) * 2 ** 127]],
  ["i4 3", [-8, 7, 3]],
  ["ui2 3", [3, 0, 2]],
  ["f8E4M3FN 3", [448, -0.5, 2 ** -9]],
  ["i8 2", [-128, 127]],
  ["ui16 2", [0, 65535]],
];

describe("constants of a file of jax", () => {
  const files = {
    text: fromText(hloFixture("constants.hlo.txt").toString()),
    proto: fromProto(hloFixture("constants.hlo.pb")),
  };
  for (const [kind, program] of Object.entries(files)) {
    const found = constants(program);
    test.each(EXPECTED)(`${kind}: %s`, (type, expected) => {
      const data = Array.from(found.get(type)?.read() as ArrayLike<number | bigint>);
      expect(data).toEqual(expected);
    });
  }
});

describe("elements of HLO text", () => {
  test("one for all where all are equal, zeros of different signs are not", () => {
    expect(only("f32[3]", "{2, 2, 2}").read()).toEqual(Float32Array.of(2));
    expect(only("f32[2]", "{0, -0}").read()).toEqual(Float32Array.of(0, -0));
    expect(only("c64[2]", "{(1, 2), (1, 2)}").read()).toEqual(Float32Array.of(1, 2));
  });

  test("comments, line breaks and NaN payloads", () => {
    const literal = "{ /*i0=0*/ {\n 1, nan(0x7fc00001) },\n /*i0=1*/ { -nan, .5 } }";
    const expected = Float32Array.of(1, Number.NaN, Number.NaN, 0.5);
    expect(only("f32[2,2]{0,1}", literal).read()).toEqual(expected);
  });

  test("NaNs keep sign and payload", () => {
    expect(only("f32[3]", "{nan, -nan, nan(0x400001)}").text()).toBe(
      "[0x7FC00000, 0xFFC00000, 0x7FC00001]",
    );
    expect(only("f64[2]", "{-nan, -nan}").text()).toBe("0xFFF8000000000000");
    expect(only("bf16[2]", "{nan, -nan(0x1)}").text()).toBe("[0x7FC0, 0xFF81]");
    expect(only("f8e4m3fn[2]", "{nan, -nan}").text()).toBe("[0x7F, 0xFF]");
    expect(only("f8e4m3fnuz[2]", "{nan, -nan}").text()).toBe("0x80");
    expect(() => only("f32[]", "nan(7)").read()).toThrow("expected the bits of a NaN, got 7");
  });

  test("truth values as words or digits", () => {
    expect(only("pred[]", "true").read()).toEqual(Uint8Array.of(1));
    expect(only("pred[2]", "{1, false}").read()).toEqual(Uint8Array.of(1, 0));
  });

  test("text() is MLIR's", () => {
    expect(only("f32[2,2]", "{ {1, -0}, {1.5, -inf} }").text()).toBe(
      "[[1.0, -0.0], [1.5, 0xFF800000]]",
    );
    expect(only("s32[2]", "{7, 7}").text()).toBe("7");
    expect(only("c64[1]", "{(1, 1e-30)}").text()).toBe("(1.0,1.0000000031710769e-30)");
    expect(only("pred[2]", "{0, 1}").text()).toBe("[false, true]");
    expect(only("f64[0,3]", "{  }").text()).toBe("");
  });

  test.each([
    ["f32[3]", "{1, 2}", "expected 3 items, got 2", 5],
    ["f32[2,2]", "{1, 2, 3, 4}", "expected 2 levels of braces, got 1", 1],
    ["f32[4]", "{ {1, 2}, {3, 4} }", "expected 1 levels of braces, got more", 2],
    ["s8[2]", "{1, 128}", "expected a whole number in the range of i8, got 128", 4],
    ["u8[2]", "{1, -1}", "expected a whole number in the range of u8, got -1", 4],
    ["s32[2]", "{1, 2.5}", "expected a whole number, got 2.5", 4],
    ["pred[]", "2", "expected a whole number in the range of bool, got 2", 0],
    ["f32[2]", "{1, 1e39}", "expected a number in the range of f32, got 1e39", 4],
    ["f8e4m3fn[2]", "{1, inf}", "expected a number in the range of f8e4m3fn, got inf", 4],
    ["f4e2m1fn[2]", "{1, 8}", "expected a number in the range of f4e2m1, got 8", 4],
    ["f32[2]", "{1, x}", "expected a number, got x", 4],
    ["c64[1]", "{1}", "expected ( and a complex number, got 1", 1],
    ["c64[1]", "{1, 2, 3}", "expected ( and a complex number, got 1", 1],
  ])("%s %s is refused", (type, literal, reason, at) => {
    const before = `  c = ${type} constant(`.length;
    const where = `{"file":"m.txt","line":4,"column":${before + at + 1}}`;
    expect(refusal(only(type, literal))).toBe(
      `malformed-model: Cannot read a constant: ${reason} ${where}`,
    );
  });

  test("a shape that is larger than the text is refused before memory is taken", () => {
    expect(refusal(only("f32[500000000]", "{1, 2}"))).toContain("expected 500000000 elements");
  });

  test("what is left out is refused when it is read, not before", () => {
    const elements = only("f32[1000]{0}", "{...}");
    expect(elements.text()).toBe("{...}");
    expect(refusal(elements)).toBe(
      'elided-constant: Cannot read a constant: expected its elements in the text, got {...} {"file":"m.txt","line":4,"column":29}',
    );
  });

  test("a long constant takes time in proportion to its length", () => {
    const count = 400_000;
    const literal = `{${Array.from({ length: count }, (_, i) => i % 7).join(", ")}}`;
    const data = only(`s32[${count}]`, literal).read();
    expect([data.length, data[count - 1]]).toEqual([count, (count - 1) % 7]);
  });
});

describe("elements of an HLO proto", () => {
  test("other orders of dimensions become row-major", () => {
    const writer = new LiteralWriter("f32", [2, 3], [0, 1]);
    expect(writer.elements([0, 3, 1, 4, 2, 5]).read()).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
  });

  test("three dimensions, complex", () => {
    const writer = new LiteralWriter("c64", [1, 2, 2], [1, 0, 2]);
    const stored = [0, 1, 20, 21, 10, 11, 30, 31];
    const expected = Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31);
    expect(writer.elements(stored).read()).toEqual(expected);
  });

  test("numbers that are not packed are read too", () => {
    const writer = new LiteralWriter("f32", [2], [0]);
    expect(writer.elements([1, 2], { isPacked: false }).read()).toEqual(Float32Array.of(1, 2));
  });

  test("a layout with tiles, another shape or another number are refused", () => {
    const tiled = new LiteralWriter("f32", [2, 2], [1, 0], { hasTiles: true });
    expect(refusal(tiled.elements([1, 2, 3, 4]))).toContain(
      "expected a constant of a plain layout, got none, or one with tiles",
    );
    const other = new LiteralWriter("f32", [2], [0], { literalShape: [3] });
    expect(refusal(other.elements([1, 2, 3]))).toContain(
      "expected a constant of tensor<2xf32>, got tensor<3xf32>",
    );
    const short = new LiteralWriter("f32", [3], [0]);
    expect(refusal(short.elements([1, 2]))).toContain("expected a constant of 12 bytes, got 8");
  });
});
