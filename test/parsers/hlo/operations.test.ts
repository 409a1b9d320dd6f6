import { describe, expect, test } from "vitest";
import { entryOf, fromText, functionNamed, mainLines, regionLines } from "../../support/hlo.ts";

const ADD = `add {
  x = f32[] parameter(0)
  y = f32[] parameter(1)
  ROOT z = f32[] add(x, y)
}
`;

function withComputations(computations: string, ...lines: readonly string[]): string[] {
  const body = lines.map((line) => `  ${line}\n`).join("");
  return mainLines(fromText(`HloModule m\n${computations}ENTRY e {\n${body}}\n`));
}

describe("calls", () => {
  const callee = "f {\n  p = f32[] parameter(0)\n  ROOT q = (f32[], f32[]) tuple(p, p)\n}\n";

  test("call and fusion run private functions; a tuple stays one value", () => {
    const text = `HloModule m\n${callee}ENTRY e {
  a = f32[] parameter(0)
  b = (f32[], f32[]) call(a), to_apply=%f, frontend_attributes={bits="1"}
  c = f32[] get-tuple-element(b), index=1
  d = (f32[], f32[]) fusion(c), kind=kLoop, calls=f
  ROOT t = f32[] get-tuple-element(d), index=0
}
`;
    const program = fromText(text);
    expect(mainLines(program)).toEqual([
      'b: tuple<tensor<f32>, tensor<f32>> = func.call(a) {callee = @f, mhlo.frontend_attributes = {bits = "1"}}',
      "c: tensor<f32> = stablehlo.get_tuple_element(b) {index = 1 : i32}",
      "d: tuple<tensor<f32>, tensor<f32>> = func.call(c) {callee = @f}",
      "t: tensor<f32> = stablehlo.get_tuple_element(d) {index = 0 : i32}",
      "func.return(t)",
    ]);
    const f = functionNamed(program, "f");
    expect(f.isPublic).toBe(false);
    expect(regionLines(f.body)).toEqual([
      "q: tuple<tensor<f32>, tensor<f32>> = stablehlo.tuple(p, p)",
      "func.return(q)",
    ]);
    expect(program.remarks).toEqual([
      "this HLO was compiled: operations are rewritten, 1 of them fused; count the module from before compilation",
    ]);
  });

  test("a function that is called main already gets another name", () => {
    const main = "main {\n  ROOT p = f32[] parameter(0)\n}\n";
    const lines = withComputations(
      main,
      "a = f32[] parameter(0)",
      "b = f32[] call(a), to_apply=main",
    );
    expect(lines[0]).toBe("b: tensor<f32> = func.call(a) {callee = @main_}");
  });

  test("a composite has its name, version and attributes, others stay", () => {
    const attributes =
      'composite.attributes={dtype = "i4", bound = 4.0 : f32, levels = [1, 2]},composite.name="quant.fake_quant",composite.version="1",bits="4"';
    const lines = withComputations(
      callee,
      "a = f32[] parameter(0)",
      `b = (f32[], f32[]) call(a), to_apply=f, is_composite=true, frontend_attributes={${attributes}}`,
    );
    expect(lines[0]).toBe(
      'b: tuple<tensor<f32>, tensor<f32>> = stablehlo.composite(a) {composite_attributes = {bound = 4.0 : f32, dtype = "i4", levels = [1 : i64, 2 : i64]}, decomposition = @f, mhlo.frontend_attributes = {bits = "4"}, name = "quant.fake_quant", version = 1 : i32}',
    );
  });
});

describe("control flow", () => {
  const branches = `neg {
  p = (f32[], f32[]) parameter(0)
  x = f32[] get-tuple-element(p), index=0
  y = f32[] negate(x)
  ROOT r = (f32[], f32[]) tuple(y, x)
}
same {
  ROOT p = (f32[], f32[]) parameter(0)
}
`;
  const lines = (choice: string, computations: string) =>
    withComputations(
      branches,
      choice,
      "t = (f32[], f32[]) parameter(1)",
      `c = (f32[], f32[]) conditional(s, t, t), ${computations}`,
      "ROOT r = f32[] get-tuple-element(c), index=0",
    );

  test("branches use the operand from around them, and return parts", () => {
    expect(
      lines("s = pred[] parameter(0)", "true_computation=neg, false_computation=same"),
    ).toEqual([
      "c#0: tensor<f32>, c#1: tensor<f32> = stablehlo.if(s)",
      "  ()",
      "  x: tensor<f32> = stablehlo.get_tuple_element(t) {index = 0 : i32}",
      "  y: tensor<f32> = stablehlo.negate(x)",
      "  r: tuple<tensor<f32>, tensor<f32>> = stablehlo.tuple(y, x)",
      "  stablehlo.return(y, x)",
      "  ()",
      "  t#0: tensor<f32> = stablehlo.get_tuple_element(t) {index = 0 : i32}",
      "  t#1: tensor<f32> = stablehlo.get_tuple_element(t) {index = 1 : i32}",
      "  stablehlo.return(t#0, t#1)",
      "c: tuple<tensor<f32>, tensor<f32>> = stablehlo.tuple(c#0, c#1)",
      "r: tensor<f32> = stablehlo.get_tuple_element(c) {index = 0 : i32}",
      "func.return(r)",
    ]);
  });

  test("a number chooses among branch_computations", () => {
    const [first] = lines("s = s32[] parameter(0)", "branch_computations={%neg, %same}");
    expect(first).toBe("c#0: tensor<f32>, c#1: tensor<f32> = stablehlo.case(s)");
  });

  test("a branch without an operand is refused", () => {
    expect(() => lines("s = s32[] parameter(0)", "branch_computations={neg}")).toThrow(
      "Cannot read the instruction c (conditional): expected a computation for each of 2 operands, got 1",
    );
  });

  test("a loop carries one value, its tuple", () => {
    const computations = `cond {
  p = (s32[], f32[]) parameter(0)
  i = s32[] get-tuple-element(p), index=0
  n = s32[] constant(5)
  ROOT r = pred[] compare(i, n), direction=LT
}
body {
  ROOT p = (s32[], f32[]) parameter(0)
}
`;
    const got = withComputations(
      computations,
      "t = (s32[], f32[]) parameter(0)",
      'w = (s32[], f32[]) while(t), condition=cond, body=body, backend_config={"n":"5"}',
      "ROOT r = f32[] get-tuple-element(w), index=1",
    );
    const tuple = "tuple<tensor<i32>, tensor<f32>>";
    expect(got.slice(0, 8)).toEqual([
      `w: ${tuple} = stablehlo.while(t)`,
      `  (p: ${tuple})`,
      "  i: tensor<i32> = stablehlo.get_tuple_element(p) {index = 0 : i32}",
      "  n: tensor<i32> = stablehlo.constant() {value = dense<5> : tensor<i32>}",
      "  r: tensor<i1> = stablehlo.compare(i, n) {compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}",
      "  stablehlo.return(r)",
      `  (p: ${tuple})`,
      "  stablehlo.return(p)",
    ]);
  });
});

describe("operations with computations", () => {
  test("a region is one object for all who use it", () => {
    const program = fromText(`HloModule m\n${ADD}ENTRY e {
  a = f32[4] parameter(0)
  i = f32[] constant(0)
  b = f32[] reduce(a, i), dimensions={0}, to_apply=add
  c = f32[] reduce(a, i), dimensions={0}, to_apply=add
  ROOT d = f32[] add(b, c)
}
`);
    const [, b, c] = functionNamed(program, "main").body.operations;
    expect(b?.regions[0]).toBe(c?.regions[0]);
    expect(b?.regions).toHaveLength(1);
  });

  test("an all-reduce tells its groups, short ones end in -1", () => {
    const [first] = withComputations(
      ADD,
      "a = f32[4] parameter(0)",
      "b = f32[4] all-reduce(a), channel_id=3, replica_groups={{0,1,2},{3}}, use_global_device_ids=true, to_apply=add",
    );
    expect(first).toBe(
      "b: tensor<4xf32> = stablehlo.all_reduce(a) {channel_handle = #stablehlo.channel_handle<handle = 3, type = 1>, replica_groups = dense<[[0, 1, 2], [3, -1, -1]]> : tensor<2x3xi64>, use_global_device_ids}",
    );
  });
});

describe("attributes", () => {
  const one = (line: string, ...parameters: readonly string[]) => {
    const before = parameters.map((type, i) => `p${i} = ${type} parameter(${i})`);
    return mainLines(entryOf(...before, `ROOT r = ${line}`));
  };

  test.each([
    [
      "f32[4,6] dot(p0, p1), lhs_contracting_dims={1}, rhs_contracting_dims={0}, operand_precision={highest,default}",
      "f32[4,5]",
      "f32[5,6]",
      "stablehlo.dot_general(p0, p1) {dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision DEFAULT>]}",
    ],
    [
      "f32[4,6] dot(p0, p1), lhs_contracting_dims={1}, rhs_contracting_dims={0}, algorithm=dot_any_f8_any_f8_f32_fast_accum",
      "f8e5m2[4,5]",
      "f8e4m3fn[5,6]",
      "stablehlo.dot_general(p0, p1) {algorithm = #stablehlo.dot_algorithm<lhs_precision_type = f8E5M2, rhs_precision_type = f8E4M3FN, accumulation_type = f32, lhs_component_count = 1, rhs_component_count = 1, num_primitive_operations = 1, allow_imprecise_accumulation = true>, dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}",
    ],
    [
      "f32[1,4] convolution(p0, p1), window={size=3 pad=-1_2 rhs_reversal=1}, dim_labels=b0_0io->bf",
      "f32[1,4]",
      "f32[3,1,1]",
      "stablehlo.convolution(p0, p1) {batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0]x[0, i, o]->[b, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1>, padding = dense<[[-1, 2]]> : tensor<1x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1>, window_reversal = array<i1: true>, window_strides = array<i64: 1>}",
    ],
    [
      "pred[2] compare(p0, p1), direction=GE, type=TOTALORDER",
      "f32[2]",
      "f32[2]",
      "stablehlo.compare(p0, p1) {compare_type = #stablehlo<comparison_type TOTALORDER>, comparison_direction = #stablehlo<comparison_direction GE>}",
    ],
    [
      "f32[2,2] triangular-solve(p0, p1), left_side=true, lower=true, transpose_a=NO_TRANSPOSE",
      "f32[2,2]",
      "f32[2,2]",
      "stablehlo.triangular_solve(p0, p1) {left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}",
    ],
    [
      "f32[7] pad(p0, p1), padding=1_-1_2",
      "f32[3]",
      "f32[]",
      "stablehlo.pad(p0, p1) {edge_padding_high = array<i64: -1>, edge_padding_low = array<i64: 1>, interior_padding = array<i64: 2>}",
    ],
    [
      'f32[2] custom-call(p0, p1), custom_call_target="a\\"b", custom_call_has_side_effect=true, api_version=API_VERSION_TYPED_FFI, backend_config={uplo = 76 : ui8}',
      "f32[2]",
      "f32[2]",
      'stablehlo.custom_call(p0, p1) {api_version = 4 : i32, backend_config = {uplo = 76 : ui8}, call_target_name = "a\\"b", has_side_effect = true}',
    ],
    [
      'f32[2] custom-call(p0, p1), custom_call_target="t", backend_config="a\\303\\251\\n"',
      "f32[2]",
      "f32[2]",
      'stablehlo.custom_call(p0, p1) {api_version = 1 : i32, backend_config = "aé\\n", call_target_name = "t", has_side_effect = false}',
    ],
    [
      "f32[1] dynamic-slice(p0, p1), dynamic_slice_sizes={1}",
      "f32[4]",
      "s32[]",
      "stablehlo.dynamic_slice(p0, p1) {slice_sizes = array<i64: 1>}",
    ],
    [
      "f32[1] dynamic-slice(p0, p1), dynamic_slice_sizes={1}",
      "f32[4]",
      "s32[1]",
      "hlo.dynamic-slice(p0, p1)",
    ],
    [
      'f32[4] stochastic-convert(p0, p1), x={a, b}, metadata={op_name="n"}',
      "f32[4]",
      "u32[4]",
      'hlo.stochastic-convert(p0, p1) {x = "{a, b}"}',
    ],
  ])("%s", (line, first, second, expected) => {
    expect(one(line, first, second)[0]?.split(" = ").slice(1).join(" = ")).toBe(expected);
  });

  test("what has several results in StableHLO is put together again", () => {
    expect(one("(f32[2], s32[2]) topk(p0), k=2, largest=true", "f32[8]").slice(0, 2)).toEqual([
      "r#0: tensor<2xf32>, r#1: tensor<2xi32> = chlo.top_k(p0) {k = 2 : i64}",
      "r: tuple<tensor<2xf32>, tensor<2xi32>> = stablehlo.tuple(r#0, r#1)",
    ]);
    const smallest = one("(f32[2], s32[2]) topk(p0), k=2, largest=false", "f32[8]");
    expect(smallest[0]).toContain("= hlo.topk(p0)");
  });

  test("a constant that is a tuple is not taken apart", () => {
    expect(one("(f32[], s32[]) constant((1, 2))")[0]).toContain("= hlo.constant()");
  });
});

describe("bitcast and copy", () => {
  const bitcast = (from: string, to: string) =>
    mainLines(entryOf(`p = ${from} parameter(0)`, `ROOT r = ${to} bitcast(p)`)).slice(0, -1);

  test("row-major on both sides is a reshape", () => {
    expect(bitcast("f32[2,3]{1,0}", "f32[6]{0}")).toEqual([
      "r: tensor<6xf32> = stablehlo.reshape(p)",
    ]);
  });

  test("other orders are transposed into the stored one and back", () => {
    // Stored as [3, 2], then seen as stored [2, 3], whose last dimension is the slowest.
    expect(bitcast("f32[2,3]{0,1}", "f32[3,2]{0,1}")).toEqual([
      "r.0: tensor<3x2xf32> = stablehlo.transpose(p) {permutation = array<i64: 1, 0>}",
      "r.1: tensor<2x3xf32> = stablehlo.reshape(r.0)",
      "r: tensor<3x2xf32> = stablehlo.transpose(r.1) {permutation = array<i64: 1, 0>}",
    ]);
    expect(bitcast("f32[2,3,4]{0,2,1}", "f32[24]{0}")).toEqual([
      "r.0: tensor<3x4x2xf32> = stablehlo.transpose(p) {permutation = array<i64: 1, 2, 0>}",
      "r: tensor<24xf32> = stablehlo.reshape(r.0)",
    ]);
    expect(bitcast("f32[24]{0}", "f32[2,3,4]{0,2,1}")).toEqual([
      "r.0: tensor<3x4x2xf32> = stablehlo.reshape(p)",
      "r: tensor<2x3x4xf32> = stablehlo.transpose(r.0) {permutation = array<i64: 2, 0, 1>}",
    ]);
  });

  test("other elements of the same shape are a bitcast_convert", () => {
    expect(bitcast("f32[2]{0}", "s32[2]{0}")).toEqual([
      "r: tensor<2xi32> = stablehlo.bitcast_convert(p)",
    ]);
  });

  test("tiles and other sizes are left to be refused", () => {
    expect(bitcast("f32[2,3]{1,0:T(2,2)}", "f32[6]{0}")).toEqual([
      "r: tensor<6xf32> = hlo.bitcast(p)",
    ]);
    expect(bitcast("f32[2]{0}", "s8[8]{0}")).toEqual(["r: tensor<8xi8> = hlo.bitcast(p)"]);
  });

  test("a copy moves nothing", () => {
    const lines = mainLines(entryOf("p = f32[2,3]{1,0} parameter(0)", "r = f32[2,3]{0,1} copy(p)"));
    expect(lines[0]).toBe("r: tensor<2x3xf32> = stablehlo.reshape(p)");
  });
});
