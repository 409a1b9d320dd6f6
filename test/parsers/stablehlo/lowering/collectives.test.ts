import { describe, expect, test } from "vitest";
import { tensorOf } from "../../../../src/graph/tensor.ts";
import { run, score } from "../../../../src/index.ts";
import { outputsOf } from "../../../support/stablehlo-run.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const GROUPS = "replica_groups = dense<[[0, 1], [2, 3]]> : tensor<2x2xi64>";
const SUM = `({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %s = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %s : tensor<f32>
})`;

/** A program with x [4, 6] of which one operation makes `type`. */
const program = (operation: string, type: string, attributes = "") => `module @m ${attributes} {
  func.func public @main(%x: tensor<4x6xf32>) -> ${type} {
    %0 = ${operation}
    return %0 : ${type}
  }
}`;

function scalarsOf(text: string): Record<string, bigint> {
  const { totals, atLeast } = score(bytes(text));
  expect(atLeast).toEqual([]);
  return Object.fromEntries(Object.entries(totals.elementwise).filter(([, count]) => count > 0n));
}

const reduce = (attributes: string) =>
  `"stablehlo.all_reduce"(%x) <{${attributes}}> ${SUM} : (tensor<4x6xf32>) -> tensor<4x6xf32>`;
const T = "tensor<4x6xf32>";

const GATHER = `"stablehlo.all_gather"(%x) <{all_gather_dim = 0 : i64, ${GROUPS}}> : (${T}) -> tensor<8x6xf32>`;
const MOVING: readonly (readonly [string, string])[] = [
  [GATHER, "tensor<8x6xf32>"],
  [
    `"stablehlo.all_to_all"(%x) <{split_dimension = 0 : i64, concat_dimension = 1 : i64, split_count = 2 : i64, ${GROUPS}}> : (${T}) -> tensor<2x12xf32>`,
    "tensor<2x12xf32>",
  ],
  [`"stablehlo.collective_broadcast"(%x) <{${GROUPS}}> : (${T}) -> ${T}`, T],
  [
    `"stablehlo.collective_permute"(%x) <{source_target_pairs = dense<[[0, 1]]> : tensor<1x2xi64>}> : (${T}) -> ${T}`,
    T,
  ],
];

describe("collectives that are counted", () => {
  test.each([
    [
      "groups of devices",
      `${GROUPS}, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, use_global_device_ids`,
      "",
      12n,
    ],
    ["groups of replicas", GROUPS, "attributes {mhlo.num_partitions = 8 : i32}", 12n],
    [
      "groups of replicas with their partitions",
      `${GROUPS}, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>`,
      "attributes {mhlo.num_partitions = 3 : i32}",
      20n,
    ],
    [
      "all partitions",
      "replica_groups = dense<> : tensor<0x0xi64>, channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, use_global_device_ids",
      "attributes {mhlo.num_partitions = 3 : i32}",
      16n,
    ],
    [
      "groups of two sizes",
      "replica_groups = dense<[[0, 1, 2], [3, -1, -1]]> : tensor<2x3xi64>",
      "",
      16n,
    ],
  ])("`all_reduce` over %s", (_, attributes, module, count) => {
    expect(scalarsOf(program(reduce(attributes), T, module))).toEqual({ add: count });
  });

  test("`reduce_scatter` as much as `all_reduce`, on what goes in", () => {
    const text = `"stablehlo.reduce_scatter"(%x) <{scatter_dimension = 0 : i64, ${GROUPS}}> ${SUM} : (${T}) -> tensor<2x6xf32>`;
    expect(scalarsOf(program(text, "tensor<2x6xf32>"))).toEqual({ add: 12n });
  });

  test("of several tensors each", () => {
    const text = `module @m {
      func.func public @main(%x: ${T}, %y: tensor<3xf32>) -> (${T}, tensor<3xf32>) {
        %0:2 = "stablehlo.all_reduce"(%x, %y) <{${GROUPS}}> ${SUM} : (${T}, tensor<3xf32>) -> (${T}, tensor<3xf32>)
        return %0#0, %0#1 : ${T}, tensor<3xf32>
      }
    }`;
    expect(score(bytes(text)).totals.elementwise.add).toBe(14n);
  });

  test.each(MOVING)("%s is no work", (operation, type) => {
    expect(scalarsOf(program(operation, type))).toEqual({});
  });

  test("a weight that is gathered stays a weight", () => {
    const text = `module @m {
      func.func public @main(%w: ${T} loc("params['w']"), %x: tensor<5x8xf32> loc("x")) -> tensor<5x6xf32> {
        %0 = ${GATHER.replace("%x", "%w")}
        %1 = stablehlo.dot_general %x, %0, contracting_dims = [1] x [0] : (tensor<5x8xf32>, tensor<8x6xf32>) -> tensor<5x6xf32>
        return %1 : tensor<5x6xf32>
      }
    }`;
    const { layers, totals } = score(bytes(text));
    expect(layers[0]?.macs).toBe(240n);
    expect([layers[0]?.rhs.role, totals.weightCount]).toEqual(["weight", 24n]);
  });

  test("what comes from a host is as an input is", () => {
    const text = `module @m {
      func.func public @main(%w: tensor<6x3xf32> loc("params['w']")) -> (tensor<4x3xf32>, tensor<4x6xf32>) {
        %t = stablehlo.create_token : !stablehlo.token
        %0:2 = "stablehlo.infeed"(%t) <{infeed_config = ""}> : (!stablehlo.token) -> (${T}, !stablehlo.token)
        %1:2 = "stablehlo.infeed"(%0#1) <{infeed_config = ""}> : (!stablehlo.token) -> (${T}, !stablehlo.token)
        %2 = stablehlo.subtract %0#0, %1#0 : ${T}
        %3 = stablehlo.dot_general %2, %w, contracting_dims = [1] x [0] : (${T}, tensor<6x3xf32>) -> tensor<4x3xf32>
        return %3, %2 : tensor<4x3xf32>, ${T}
      }
    }`;
    const { totals, layers } = score(bytes(text));
    expect([totals.macs, totals.elementwise.add]).toEqual([72n, 24n]);
    expect(layers[0]?.lhs).toMatchObject({ role: "activation", bits: 32, status: "assumed" });
  });

  test("what a host does is said to be unknown", () => {
    const call = `stablehlo.custom_call @xla_python_cpu_callback(%x) {has_side_effect = true} : (${T}) -> ${T}`;
    const { missing } = score(bytes(program(call, T)));
    expect(missing.map(({ code, reason }) => [code, reason])).toEqual([
      ["host-call", "what the host does for @xla_python_cpu_callback is not counted"],
    ]);
  });

  test("what is worked out for a host counts; it cannot be run, which is said", () => {
    const text =
      bytes(`func.func @main(%w: tensor<6x6xf32> loc("params['w']"), %x: ${T} loc("x")) -> ${T} {
      %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (${T}, tensor<6x6xf32>) -> ${T}
      %1 = stablehlo.custom_call @xla_python_cpu_callback(%0) : (${T}) -> ${T}
      return %1 : ${T}
    }`);
    expect(score(text).totals.macs).toBe(144n);
    const inputs = new Map([
      ["x", tensorOf({ element: "f32", shape: [4, 6] }, new Float32Array(24))],
      ["params/w", tensorOf({ element: "f32", shape: [6, 6] }, new Float32Array(36))],
    ]);
    expect(() => run(text, { inputs })).toThrow(
      "expected operations of the program itself where it is run, got a call of the host, @xla_python_cpu_callback",
    );
  });
});

describe("collectives that are to be run", () => {
  test.each([[reduce(GROUPS), T] as const, ...MOVING])(
    "%s is refused by name",
    (operation, type) => {
      const text = program(operation, type);
      const name = /stablehlo\.(\w+)/.exec(operation)?.[1];
      const x = tensorOf({ element: "f32", shape: [4, 6] }, new Float32Array(24));
      expect(() => run(bytes(text), { inputs: new Map([["x", x]]) })).toThrow(
        `${name} at %0: expected operations of one device where the program is run, got one that exchanges tensors with others`,
      );
    },
  );

  test("alone a device keeps what it has, and is number 0", () => {
    const lines = [
      `%x = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>`,
      `%0 = "stablehlo.all_reduce"(%x) <{replica_groups = dense<0> : tensor<1x1xi64>}> ${SUM} : (tensor<2xf32>) -> tensor<2xf32>`,
      `%1 = "stablehlo.all_gather"(%0) <{all_gather_dim = 0 : i64, replica_groups = dense<0> : tensor<1x1xi64>}> : (tensor<2xf32>) -> tensor<2xf32>`,
      "%2 = stablehlo.partition_id : tensor<ui32>",
      "%3 = stablehlo.replica_id : tensor<ui32>",
    ];
    const types = { "%1": "tensor<2xf32>", "%2": "tensor<ui32>", "%3": "tensor<ui32>" };
    expect(outputsOf(lines, types)).toEqual([[1, 2], [0], [0]]);
  });
});

test("a custom call of another name is refused by it", () => {
  const call = `stablehlo.custom_call @mystery(%x) : (${T}) -> ${T}`;
  expect(score(bytes(program(call, T))).missing.map(({ reason }) => reason)).toEqual([
    "custom_call is not counted: expected a call of a known name, got @mystery",
  ]);
});
