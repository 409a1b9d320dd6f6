import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { type Tensor, tensorOf, toNumbers } from "../../../../src/graph/tensor.ts";
import { run, score } from "../../../../src/index.ts";
import { corpusFiles, HAS_CORPUS } from "../../../support/corpus-files.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The first output of a program. */
function outputOf(text: string, inputs: ReadonlyMap<string, Tensor>) {
  const [made] = run(bytes(text), { inputs }).outputs.values();
  return made === undefined ? undefined : { shape: made.type.shape, elements: toNumbers(made) };
}

/** x [4, 6] is cut into rows along b, y [6, 2] into columns along a. */
const BODY = `(%p: tensor<2x6xf32>, %q: tensor<6x1xf32>) {
  %1 = stablehlo.dot_general %p, %q, contracting_dims = [1] x [0] : (tensor<2x6xf32>, tensor<6x1xf32>) -> tensor<2x1xf32>
  %2 = stablehlo.add %1, %1 : tensor<2x1xf32>
  sdy.return %2 : tensor<2x1xf32>
}`;
const TYPES = "(tensor<4x6xf32>, tensor<6x2xf32>) -> tensor<4x2xf32>";
const SHARDY = `module @m {
  sdy.mesh @mesh = <["a"=2, "b"=2]>
  func.func public @main(%x: tensor<4x6xf32>, %y: tensor<6x2xf32>) -> tensor<4x2xf32> {
    %0 = sdy.manual_computation(%x, %y) in_shardings=[<@mesh, [{"b"}, {}]>, <@mesh, [{}, {"a"}]>] out_shardings=[<@mesh, [{"b"}, {"a"}]>] manual_axes={"a", "b"} ${BODY} : ${TYPES}
    return %0 : tensor<4x2xf32>
  }
}`;

/** The same before Shardy: custom calls around the call of a function. */
const OLDER = `module @m attributes {mhlo.num_partitions = 4 : i32} {
  func.func public @main(%x: tensor<4x6xf32>, %y: tensor<6x2xf32>) -> tensor<4x2xf32> {
    %0 = stablehlo.custom_call @Sharding(%x) {mhlo.sharding = "{devices=[2,1,2]<=[2,2]T(1,0) last_tile_dim_replicate}"} : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %1 = stablehlo.custom_call @SPMDFullToShardShape(%0) {mhlo.sharding = "{manual}"} : (tensor<4x6xf32>) -> tensor<2x6xf32>
    %2 = stablehlo.custom_call @Sharding(%y) {mhlo.sharding = "{devices=[1,2,2]<=[4] last_tile_dim_replicate}"} : (tensor<6x2xf32>) -> tensor<6x2xf32>
    %3 = stablehlo.custom_call @SPMDFullToShardShape(%2) {mhlo.sharding = "{manual}"} : (tensor<6x2xf32>) -> tensor<6x1xf32>
    %4 = call @shmap_body(%1, %3) : (tensor<2x6xf32>, tensor<6x1xf32>) -> tensor<2x1xf32>
    %5 = stablehlo.custom_call @Sharding(%4) {mhlo.sharding = "{manual}"} : (tensor<2x1xf32>) -> tensor<2x1xf32>
    %6 = stablehlo.custom_call @SPMDShardToFullShape(%5) {mhlo.sharding = "{devices=[2,2]<=[2,2]T(1,0)}"} : (tensor<2x1xf32>) -> tensor<4x2xf32>
    return %6 : tensor<4x2xf32>
  }
  func.func private @shmap_body${BODY.replace(") {", ") -> tensor<2x1xf32> {").replace("sdy.return", "return")}
}`;

/** The same as HLO, with a second result that every device has whole. */
const HLO = `HloModule m, frontend_attributes={xla.sdy.meshes={mesh = #sdy.mesh<["a"=2, "b"=2]>}}

body.1 {
  p = f32[2,6]{1,0} parameter(0)
  q = f32[6,1]{1,0} parameter(1)
  dot = f32[2,1]{1,0} dot(p, q), lhs_contracting_dims={1}, rhs_contracting_dims={0}
  sum = f32[2,1]{1,0} add(dot, dot)
  one = f32[] constant(1)
  ROOT both = (f32[2,1]{1,0}, f32[]) tuple(sum, one)
}

ENTRY main {
  x = f32[4,6]{1,0} parameter(0)
  y = f32[6,2]{1,0} parameter(1)
  in = (f32[2,6]{1,0}, f32[6,1]{1,0}) custom-call(x, y), custom_call_target="xla.sdy.GlobalToLocalShape", frontend_attributes={xla.sdy.in_shardings="#sdy.sharding_per_value<[<@mesh, [{\\"b\\"}, {}]>, <@mesh, [{}, {\\"a\\"}]>]>",xla.sdy.manual_axes="#sdy<manual_axes{\\"a\\", \\"b\\"}>"}
  in.0 = f32[2,6]{1,0} get-tuple-element(in), index=0
  in.1 = f32[6,1]{1,0} get-tuple-element(in), index=1
  called = (f32[2,1]{1,0}, f32[]) call(in.0, in.1), to_apply=body.1
  called.0 = f32[2,1]{1,0} get-tuple-element(called), index=0
  called.1 = f32[] get-tuple-element(called), index=1
  out = (f32[4,2]{1,0}, f32[]) custom-call(called.0, called.1), custom_call_target="xla.sdy.LocalToGlobalShape", frontend_attributes={xla.sdy.out_shardings="#sdy.sharding_per_value<[<@mesh, [{\\"b\\"}, {\\"a\\"}]>, <@mesh, []>]>",xla.sdy.manual_axes="#sdy<manual_axes{\\"a\\", \\"b\\"}>"}
  ROOT out.0 = f32[4,2]{1,0} get-tuple-element(out), index=0
}
`;

const FORMS = { SHARDY, OLDER, HLO };

describe("a manual computation", () => {
  test.each(Object.entries(FORMS))("%s: work is that of all devices", (_, text) => {
    const { totals, layers, warnings, atLeast } = score(bytes(text));
    expect(atLeast).not.toContain("macs");
    expect(layers.map(({ macs, trips }) => [macs, trips])).toEqual([[48n, 4n]]);
    expect(totals.macs).toBe(48n);
    expect(totals.elementwise.add).toBe(8n);
    expect(warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ["partitioned", "runs on 4 devices: counted for all of them, 12 multiply-accumulates each"],
    ]);
  });

  test.each(Object.entries(FORMS))("%s: tiles are cut and put together", (_, text) => {
    const x = Float32Array.from({ length: 24 }, (_of, i) => i);
    const y = Float32Array.from([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 10]);
    const inputs = new Map([
      ["x", tensorOf({ element: "f32", shape: [4, 6] }, x)],
      ["y", tensorOf({ element: "f32", shape: [6, 2] }, y)],
    ]);
    // Row i of x is 6i .. 6i + 5: twice x[i][0], twice (x[i][1] + 10 x[i][5]).
    const elements = [0, 102, 12, 234, 24, 366, 36, 498];
    expect(outputOf(text, inputs)).toEqual({ shape: [4, 2], elements });
  });

  test("a weight that is cut is stored once", () => {
    const named = SHARDY.replace("%y: tensor<6x2xf32>", `%y: tensor<6x2xf32> loc("params['y']")`);
    const stored = score(bytes(named));
    expect(stored.layers[0]?.rhs.role).toBe("weight");
    expect(stored.totals.weightCount).toBe(12n);
  });

  test("what is not manual stays whole; one device is no loop", () => {
    const some = SHARDY.replace(`manual_axes={"a", "b"}`, `manual_axes={"b"}`)
      .replaceAll("6x1xf32", "6x2xf32")
      .replaceAll("2x1xf32", "2x2xf32");
    expect(score(bytes(some)).layers.map(({ macs, trips }) => [macs, trips])).toEqual([[48n, 2n]]);
    const none = some
      .replace(`manual_axes={"b"}`, "manual_axes={}")
      .replaceAll("2x6xf32", "4x6xf32")
      .replaceAll("2x2xf32", "4x2xf32");
    const { layers, warnings } = score(bytes(none));
    expect(layers.map(({ macs, trips }) => [macs, trips])).toEqual([[48n, 1n]]);
    expect(warnings).toEqual([]);
  });

  test("one within another, as HLO says it", () => {
    const axes = (name: string) => `xla.sdy.manual_axes="#sdy<manual_axes{\\"${name}\\"}>"`;
    const list = (key: string, ...dims: readonly string[]) => {
      const items = dims.map((dim) => `<@mesh, [${dim}, {}]>`).join(", ");
      return `xla.sdy.${key}="#sdy.sharding_per_value<[${items}]>"`;
    };
    const cut = (axis: string, rows: number, types: string, callee: string) => {
      const dim = `{\\"${axis}\\"}`;
      const own = `frontend_attributes={${list("in_shardings", dim, "{}")},${axes(axis)}}`;
      const put = `frontend_attributes={${list("out_shardings", dim)},${axes(axis)}}`;
      return `
  x = f32[${rows * 2},6]{1,0} parameter(0)
  y = f32[6,2]{1,0} parameter(1)
  in = (${types}) custom-call(x, y), custom_call_target="xla.sdy.GlobalToLocalShape", ${own}
  in.0 = f32[${rows},6]{1,0} get-tuple-element(in), index=0
  in.1 = f32[6,2]{1,0} get-tuple-element(in), index=1
  called = f32[${rows},2]{1,0} call(in.0, in.1), to_apply=${callee}
  ROOT out = f32[${rows * 2},2]{1,0} custom-call(called), custom_call_target="xla.sdy.LocalToGlobalShape", ${put}`;
    };
    const text = `HloModule m, frontend_attributes={xla.sdy.meshes={mesh = #sdy.mesh<["a"=2, "b"=2]>}}

inner {
  p = f32[1,6]{1,0} parameter(0)
  q = f32[6,2]{1,0} parameter(1)
  ROOT dot = f32[1,2]{1,0} dot(p, q), lhs_contracting_dims={1}, rhs_contracting_dims={0}
}

outer {${cut("b", 1, "f32[1,6]{1,0}, f32[6,2]{1,0}", "inner")}
}

ENTRY main {${cut("a", 2, "f32[2,6]{1,0}, f32[6,2]{1,0}", "outer")}
}
`;
    const { layers, warnings } = score(bytes(text));
    expect(layers.map(({ macs, trips }) => [macs, trips])).toEqual([[48n, 4n]]);
    expect(warnings.map(({ reason }) => reason)).toEqual([
      "runs on 2 devices: counted for all of them, 12 multiply-accumulates each",
      "runs on 2 devices: counted for all of them, 24 multiply-accumulates each",
    ]);
  });

  test("tiles that do not fit are refused", () => {
    const wide = SHARDY.replace(`["a"=2, "b"=2]`, `["a"=2, "b"=4]`);
    expect(() => score(bytes(wide))).toThrow(
      "Cannot import sdy.manual_computation: expected a tile 2x6, got 1x6",
    );
    const uneven = SHARDY.replace(`["a"=2, "b"=2]`, `["a"=2, "b"=3]`);
    expect(() => score(bytes(uneven))).toThrow(
      "Cannot import a sharding: expected tiles that make up 4x6, got 3 x 1 of them",
    );
  });

  test("a program for several replicas counts for all, and runs as one", () => {
    const text = `module @m attributes {mhlo.num_replicas = 4 : i32} {
      func.func public @main(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>) -> tensor<2x5xf32> {
        %0 = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : (tensor<2x3xf32>, tensor<3x5xf32>) -> tensor<2x5xf32>
        return %0 : tensor<2x5xf32>
      }
    }`;
    const { totals, warnings } = score(bytes(text));
    expect(totals.macs).toBe(120n);
    expect(warnings.map(({ reason }) => reason)).toEqual([
      "runs on 4 devices: counted for all of them, 30 multiply-accumulates each",
    ]);
    const ones = (shape: readonly number[], count: number) =>
      tensorOf({ element: "f32", shape }, new Float32Array(count).fill(1));
    const inputs = new Map([
      ["x", ones([2, 3], 6)],
      ["y", ones([3, 5], 15)],
    ]);
    const elements = new Array<number>(10).fill(3);
    expect(outputOf(text, inputs)).toEqual({ shape: [2, 5], elements });
  });
});

describe.skipIf(!HAS_CORPUS)(
  "programs of JAX (skipped where the corpus does not lie beside)",
  () => {
    const EXPECTED = [
      ["shard_map_mlp", 6144n, 24576n],
      ["pmap_mlp", 1536n, 4096n],
    ] as const;
    const programs = EXPECTED.flatMap(([folder, macs, weightBits]) =>
      ["mlir", "hlo.txt", "hlo.pb"]
        .flatMap((ending) => corpusFiles(`flax/${folder}`, `.${ending}`))
        .map((file) => ({ file, name: file.split("/").slice(-2).join("/"), macs, weightBits })),
    );

    test.each(programs)("$name", ({ file, macs, weightBits }) => {
      const { totals } = score(file, { weights: `${dirname(file)}/weights.npz` });
      expect([totals.macs, totals.weightBits]).toEqual([macs, weightBits]);
    });

    test("there are eleven", () => {
      expect(programs).toHaveLength(11);
    });
  },
);
