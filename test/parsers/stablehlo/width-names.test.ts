import { describe, expect, test } from "vitest";
import type { Attribute, Attributes } from "../../../src/parsers/stablehlo/program/attribute.ts";
import {
  compositeWidths,
  frontendNotes,
  namedWidths,
  notesOf,
} from "../../../src/parsers/stablehlo/width-names.ts";

const text = (value: string): Attribute => ({ kind: "string", value });
const integer = (value: number): Attribute => ({
  kind: "integer",
  value: BigInt(value),
  type: "i64",
});
const truth = (value: boolean): Attribute => ({ kind: "bool", value });
const named = (entries: Readonly<Record<string, Attribute>>): Attributes =>
  new Map(Object.entries(entries));
const frontend = (entries: Readonly<Record<string, Attribute>>): Attributes =>
  named({ "mhlo.frontend_attributes": { kind: "dictionary", entries: named(entries) } });

const PARAMETERS = "[window_strides=(1, 1) dimension_numbers=(0, 3)/x]";

describe("`frontendNotes()`", () => {
  test("gives the keys of widths as they stand there", () => {
    const attributes = frontend({
      lhs_bits: text("1"),
      rhs_bits: text("one"),
      act_bits: text("2"),
      bits: integer(3),
    });
    expect(frontendNotes(attributes)).toEqual({ lhs_bits: "1", rhs_bits: "one" });
    expect(frontendNotes(frontend({ bits: text("4") }))).toEqual({ bits: "4" });
  });

  test("is undefined where no width is noted", () => {
    expect(frontendNotes(frontend({ act_bits: text("1") }))).toBeUndefined();
    expect(frontendNotes(named({ lhs_bits: text("1") }))).toBeUndefined();
  });
});

describe("`namedWidths()`", () => {
  test.each([
    [
      `jit(f)/jit(main)/M/conv/conv_general_dilated_quant_lhs1_rhs1_lw1/conv_general_dilated${PARAMETERS}`,
      {
        lhsBits: 1,
        rhsBits: 1,
        rhsIsWeight: true,
        why: "the name conv_general_dilated_quant_lhs1_rhs1_lw1",
      },
    ],
    [
      "M/fc/dot_general_quant_lhs8_rhs4_lw0[precision=None]",
      {
        lhsBits: 8,
        rhsBits: 4,
        rhsIsWeight: false,
        why: "the name dot_general_quant_lhs8_rhs4_lw0",
      },
    ],
    [
      "dot_general_quant_lhsbf16_rhs8_lw1/dot_general",
      { rhsBits: 8, rhsIsWeight: true, why: "the name dot_general_quant_lhsbf16_rhs8_lw1" },
    ],
    [
      "dot_general_quant_lhsNone_rhsNone_lw1/dot_general",
      { rhsIsWeight: true, why: "the name dot_general_quant_lhsNone_rhsNone_lw1" },
    ],
    ["jit(f)/M/q_a1w1/dot_general", { activationBits: 1, weightBits: 1, why: "the name q_a1w1" }],
    ["jit(ns)/w1a8/sign", { activationBits: 8, weightBits: 1, why: "the name w1a8" }],
    ["jit(f)/a8w8/c/a4w2/dot_general", { activationBits: 4, weightBits: 2, why: "the name a4w2" }],
  ])("%s", (name, widths) => {
    expect(namedWidths(name)).toEqual(widths);
  });

  test.each([
    "jit(f)/M/conv_1/dot_general",
    "jit(a1w1)/dot_general",
    "M/area1wall2/add",
    "M/a1/w1/add",
    "",
  ])("%s claims nothing", (name) => {
    expect(namedWidths(name)).toBeUndefined();
  });
});

describe("`compositeWidths()`", () => {
  test.each<[string, Readonly<Record<string, Attribute>>, object | undefined]>([
    [
      "quant.fake_quant",
      { dtype: text("i4"), narrow_range: truth(true) },
      { bits: 4, signed: true, isNarrow: true },
    ],
    ["quant.fake_quant", { dtype: text("i1") }, { bits: 1, signed: true, isNarrow: false }],
    ["quant.fake_quant", { dtype: text("uint8") }, { bits: 8, signed: false, isNarrow: false }],
    ["quant.fake_quant", { dtype: text("float8_e4m3fn") }, undefined],
    ["quant.fake_quant", { bits: integer(4) }, { bits: 4 }],
    ["bnn.conv", { lhs_bits: integer(1), rhs_bits: integer(8) }, { lhsBits: 1, rhsBits: 8 }],
    ["bnn.conv", { lhs_bits: text("1") }, { lhsBits: 1 }],
    ["nn.cast", { dtype: text("i4") }, undefined],
  ])("%s, case %#", (name, attributes, widths) => {
    const why = `the attributes of ${name}`;
    expect(compositeWidths(name, named(attributes))).toEqual(widths && { ...widths, why });
  });
});

describe("`notesOf()`", () => {
  test.each([
    ["dot_general_quant_lhs8_rhs4_lw1/dot_general", { lhs_bits: "8", rhs_bits: "4" }],
    ["dot_general_quant_lhsbf16_rhs4_lw1/dot_general", { rhs_bits: "4" }],
    ["q_a1w1/dot_general", { lhs_bits: "1", rhs_bits: "1" }],
    ["q_a8w1/dot_general", undefined],
    ["dot_general_quant_lhsNone_rhsNone_lw1/dot_general", undefined],
    ["dot_general", undefined],
  ])("%s", (name, notes) => {
    expect(notesOf(namedWidths(name))).toEqual(notes);
  });
});
