import { describe, expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import { statusOf, type ValueSet, widthOf } from "../../src/domain/value-set.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import { batchNormalization } from "../../src/ops/composite/batch-normalization.ts";
import { reduceMean } from "../../src/ops/composite/reductions.ts";
import { softmax } from "../../src/ops/composite/softmax.ts";
import { abs, add, divide, multiply, sign, subtract } from "../../src/ops/core/arithmetic.ts";
import { conv } from "../../src/ops/core/conv.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { dotGeneral } from "../../src/ops/core/dot-general.ts";
import { oneHot } from "../../src/ops/core/one-hot.ts";
import { reduceMaximum } from "../../src/ops/core/reduce.ts";
import { round } from "../../src/ops/core/rounding.ts";
import { take } from "../../src/ops/core/take.ts";
import { tanh } from "../../src/ops/core/transcendental.ts";
import { CONV_3X3, Network } from "../support/network.ts";
import { Chance } from "../support/soundness/chance.ts";
import { tensor } from "../support/tensors.ts";

/** A network that says what is known of the operands of its contractions. */
class Seen extends Network {
  readonly chance = new Chance(5);

  constructor() {
    super();
    this.layer("layer", "Layer");
  }

  weight(shape: readonly number[], draw: (i: number) => number, element: ElementType = "f32") {
    const count = shape.reduce((product, size) => product * size, 1);
    const elements = tensor(
      element,
      shape,
      Array.from({ length: count }, (_, i) => draw(i)),
    );
    const type = this.graph.types.intern(element, shape);
    return this.graph.addConstant({ type, read: () => ({ ...elements, type }) }, "w");
  }

  gaussian(shape: readonly number[]): number {
    return this.weight(shape, () => this.chance.normal() / 8);
  }

  image(channels = 4): number {
    return this.given("x", "f32", [1, channels, 6, 6]);
  }

  conv(x: number, w: number, padding = 1, groups = 1): this {
    const pads = { padLow: [padding, padding], padHigh: [padding, padding] };
    this.graph.outputs.push(this.emit(conv, [x, w], { ...CONV_3X3, ...pads, groups }));
    return this;
  }

  /** [N, K] times [K, M]. */
  dense(x: number, w: number): this {
    const [lhsBatch, rhsBatch, lhsContract, rhsContract] = [[], [], [1], [0]];
    const axes = { lhsBatch, rhsBatch, lhsContract, rhsContract };
    this.graph.outputs.push(this.emit(dotGeneral, [x, w], { ...axes, result: "f32" }));
    return this;
  }

  operands(): readonly string[] {
    const { contractions } = analyse(this.graph);
    return contractions.map(({ lhs, rhs }) => `${said(lhs.values)} x ${said(rhs.values)}`);
  }
}

function said(set: ValueSet): string {
  const { bits, float } = widthOf(set);
  return `${float ? "f" : ""}${bits} ${statusOf(set)}`;
}

const FLOATS = ["f32 assumed x f32 assumed"];

describe("weights stay floats:", () => {
  function convOf(shape: readonly number[], draw: (i: number, n: Seen) => number, groups = 1) {
    const n = new Seen();
    const channels = (shape[1] as number) * groups;
    const padding = ((shape[2] as number) - 1) / 2;
    return n
      .conv(
        n.image(channels),
        n.weight(shape, (i) => draw(i, n)),
        padding,
        groups,
      )
      .operands();
  }

  test("Gaussian, 3x3, 1x1 and with one output channel", () => {
    const normal = (_: number, n: Seen) => n.chance.normal();
    expect(convOf([8, 4, 3, 3], normal)).toEqual(FLOATS);
    expect(convOf([8, 4, 1, 1], normal)).toEqual(FLOATS);
    expect(convOf([1, 4, 3, 3], normal)).toEqual(FLOATS);
    expect(convOf([8, 1, 1, 1], normal)).toEqual(FLOATS);
  });

  test("so few elements a channel that anything lies on a grid", () => {
    const normal = (_: number, n: Seen) => n.chance.normal();
    expect(convOf([4, 3, 1, 1], normal)).toEqual(FLOATS);
    expect(convOf([16, 2, 1, 1], normal)).toEqual(FLOATS);
    expect(convOf([1, 4, 1, 1], (i) => (i % 2 === 0 ? 0.3 : -0.3))).toEqual(FLOATS);
  });

  test("pruned to two values a channel", () => {
    const pruned = (i: number, n: Seen) => (i % 36 === 3 || i % 36 === 20 ? n.chance.normal() : 0);
    expect(convOf([8, 4, 3, 3], pruned)).toEqual(FLOATS);
  });

  test("all equal, all 0", () => {
    expect(convOf([8, 4, 3, 3], () => 0.37)).toEqual(FLOATS);
    expect(convOf([8, 4, 3, 3], () => 0)).toEqual(FLOATS);
  });

  test("a blur in every channel", () => {
    const blur = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((x) => x / 16);
    expect(convOf([4, 1, 3, 3], (i) => blur[i % 9] as number, 4)).toEqual(FLOATS);
    expect(convOf([4, 1, 3, 3], () => 1 / 9, 4)).toEqual(FLOATS);
  });

  test("bilinear interpolation in every channel", () => {
    const line = [0.25, 0.75, 1, 0.75, 0.25];
    const draw = (i: number) => (line[i % 5] as number) * (line[Math.floor(i / 5) % 5] as number);
    expect(convOf([4, 1, 5, 5], draw, 4)).toEqual(FLOATS);
  });

  test("one filter in every channel but for its scale", () => {
    const filter = [1, 0, -1, 2, 0, -2, 1, 0, -1];
    const draw = (i: number) => (filter[i % 9] as number) * (1 + Math.floor(i / 9));
    expect(convOf([4, 1, 3, 3], draw, 4)).toEqual(FLOATS);
  });

  test("stored in bf16, also where they are neighbours", () => {
    for (const draw of [
      (n: Seen) => n.chance.normal(),
      (n: Seen) => 1 + n.chance.below(128) / 128,
    ]) {
      const n = new Seen();
      const w = n.weight([8, 4, 3, 3], () => draw(n), "bf16");
      const wide = n.emit(convert, [w], { to: "f32", saturate: false });
      expect(n.conv(n.image(), wide).operands()).toEqual(["f32 assumed x f16 assumed"]);
    }
  });

  test("signs times a scale of every element's own", () => {
    const n = new Seen();
    const signs = n.weight([8, 4, 3, 3], () => n.chance.pick([1, -1]));
    const w = n.emit(multiply, [signs, n.gaussian([8, 4, 3, 3])], {});
    expect(n.conv(n.image(), w).operands()).toEqual(FLOATS);
  });

  test("of DoReFa, whose range only their own maximum bounds", () => {
    const n = new Seen();
    const t = n.emit(tanh, [n.given("w", "f32", [8, 4, 3, 3])], {});
    const all = { axes: [0, 1, 2, 3], keepAxes: false };
    const most = n.emit(reduceMaximum, [n.emit(abs, [t], {})], all);
    const half = n.emit(divide, [t, n.emit(multiply, [most, n.scalar("f32", 2)], {})], {});
    const unit = n.emit(add, [half, n.scalar("f32", 0.5)], {});
    const codes = n.emit(round, [n.emit(multiply, [unit, n.scalar("f32", 15)], {})], {});
    const w = n.emit(subtract, [codes, n.scalar("f32", 7.5)], {});
    expect(n.conv(n.image(), w).operands()).toEqual(FLOATS);
  });
});

describe("activations stay floats:", () => {
  function convolving(weights: readonly number[], build: (n: Seen, x: number) => number) {
    const n = new Seen();
    const x = build(n, n.image());
    return n.conv(x, n.gaussian(weights), ((weights[2] as number) - 1) / 2).operands();
  }
  const KERNEL = [8, 4, 3, 3];

  test("a hyperbolic tangent", () => {
    expect(convolving(KERNEL, (n, x) => n.emit(tanh, [x], {}))).toEqual(FLOATS);
  });

  test("rounded by their own maximum, without a clip", () => {
    const operands = convolving(KERNEL, (n, x) => {
      const all = { axes: [0, 1, 2, 3], keepAxes: false };
      const most = n.emit(reduceMaximum, [n.emit(abs, [x], {})], all);
      const s = n.emit(divide, [most, n.scalar("f32", 7)], {});
      return n.emit(multiply, [n.emit(round, [n.emit(divide, [x, s], {})], {}), s], {});
    });
    expect(operands).toEqual(FLOATS);
  });

  test("signs times a run-time scale for each place, but not before a 1x1 convolution", () => {
    const scaled = (n: Seen, x: number) => {
      const k = n.emit(reduceMean, [n.emit(abs, [x], {})], { axes: [1], keepAxes: true });
      return n.emit(multiply, [n.emit(sign, [x], {}), k], {});
    };
    expect(convolving(KERNEL, scaled)).toEqual(FLOATS);
    expect(convolving([8, 4, 1, 1], scaled)).toEqual(["1 proven x f32 assumed"]);
  });

  test("signs times a run-time scale of every element's own", () => {
    const scaled = (n: Seen, x: number) => n.emit(multiply, [n.emit(sign, [x], {}), x], {});
    expect(convolving([8, 4, 1, 1], scaled)).toEqual(FLOATS);
  });

  test("a residual sum", () => {
    const sum = (n: Seen, x: number) => n.emit(add, [n.emit(sign, [x], {}), x], {});
    expect(convolving(KERNEL, sum)).toEqual(FLOATS);
    const n = new Seen();
    const x = n.image();
    n.conv(x, n.gaussian([4, 4, 3, 3]));
    const y = n.emit(add, [x, n.graph.outputs[0] as number], {});
    expect(n.conv(y, n.gaussian([4, 4, 3, 3])).operands()).toEqual([...FLOATS, ...FLOATS]);
  });

  test("attention", () => {
    const n = new Seen();
    const [q, k, v] = ["q", "k", "v"].map((name) => n.given(name, "f32", [5, 5])) as [
      number,
      number,
      number,
    ];
    n.dense(q, k);
    const scores = n.emit(softmax, [n.graph.outputs[0] as number], { axes: [1] });
    expect(n.dense(scores, v).operands()).toEqual([...FLOATS, ...FLOATS]);
  });

  test("rows of a matrix of floats", () => {
    const n = new Seen();
    const table = n.gaussian([100, 8]);
    const rows = n.emit(take, [table, n.given("i", "i64", [3])], { axis: 0 });
    expect(n.dense(rows, n.gaussian([8, 5])).operands()).toEqual(FLOATS);
  });

  test("the operand beside a one-hot", () => {
    const n = new Seen();
    const values = n.constant("f32", [2], [0, 1]);
    const hot = n.emit(oneHot, [n.given("i", "i64", [3]), values], { depth: 8, axis: 1 });
    expect(n.dense(hot, n.gaussian([8, 5])).operands()).toEqual(["1 proven x f32 assumed"]);
  });
});

test("a batch of 1 and a batch of 2 are the same network", () => {
  function normalized(batch: number, binary: boolean) {
    const n = new Seen();
    const x = n.given("x", "f32", [batch, 8]);
    const parameters = [8, 8, 8].map((size) => n.gaussian([size])) as [number, number, number];
    const variance = n.weight([8], () => 1 + n.chance.unit());
    const input = binary ? n.emit(sign, [x], {}) : x;
    const y = n.emit(batchNormalization, [input, ...parameters, variance], {
      epsilon: 1e-5,
      spatial: true,
    });
    return n.dense(y, n.gaussian([8, 5])).operands();
  }
  expect(normalized(1, false)).toEqual(FLOATS);
  expect(normalized(2, false)).toEqual(FLOATS);
  expect(normalized(1, true)).toEqual(["1 proven x f32 assumed"]);
  expect(normalized(2, true)).toEqual(["1 proven x f32 assumed"]);
});
