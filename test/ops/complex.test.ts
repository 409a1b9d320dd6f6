import { describe, expect, test } from "vitest";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { TensorId } from "../../src/graph/graph.ts";
import { lifetimes } from "../../src/graph/lifetimes.ts";
import { type Tensor, toNumbers } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import {
  complexAbs,
  complexAdd,
  complexConjugate,
  complexDivide,
  complexMultiply,
  complexNegate,
  complexSign,
  complexSubtract,
} from "../../src/ops/complex/arithmetic.ts";
import type { ComplexTensor } from "../../src/ops/complex/calculator.ts";
import {
  complexEqual,
  complexMaximum,
  complexMinimum,
  complexNotEqual,
} from "../../src/ops/complex/comparison.ts";
import {
  complexExp,
  complexExpm1,
  complexLog,
  complexLog1p,
  complexLogistic,
  complexPower,
} from "../../src/ops/complex/exponentials.ts";
import { complexCbrt, complexRsqrt, complexSquareRoot } from "../../src/ops/complex/roots.ts";
import {
  complexCosine,
  complexSine,
  complexTangent,
  complexTanh,
} from "../../src/ops/complex/trigonometry.ts";
import { elementsOf, runNodes } from "../../src/ops/evaluate.ts";
import { Steps } from "../../src/ops/steps.ts";
import { tensor } from "../support/tensors.ts";

type Point = readonly [re: number, im: number];
type Built = ComplexTensor | TensorId;

/** The numbers that a formula makes of complex ones; those of a real tensor alone. */
function computed(
  build: (b: GraphBuilder, ...x: ComplexTensor[]) => Built,
  operands: readonly (readonly Point[])[],
  element: ElementType = "f64",
): number[][] {
  const b = new GraphBuilder();
  const { graph } = b;
  b.origin = graph.addOrigin({ name: "layer", operator: "complex" });
  const values = new Map<TensorId, Tensor>();
  const input = (numbers: readonly number[]) => {
    const value = tensor(element, [numbers.length], numbers);
    const id = graph.addInput(graph.types.intern(element, [numbers.length]), `${values.size}`);
    values.set(id, value);
    return id;
  };
  const inputs = operands.map((points) => ({
    re: input(points.map(([re]) => re)),
    im: input(points.map(([, im]) => im)),
  }));
  const built = build(b, ...inputs);
  const parts = typeof built === "number" ? [built] : [built.re, built.im];
  graph.outputs.push(...parts);
  runNodes(graph, lifetimes(graph, new Set(parts)), values, { steps: new Steps() });
  const results = parts.map((id) => toNumbers(elementsOf(graph, values, id)));
  return (results[0] as number[]).map((_, i) => results.map((part) => part[i] as number));
}

/** Within some ulp of the size of the number. */
function expectNear(got: readonly number[], [re, im]: Point): void {
  const slack = 5 * 2 ** -53 * Math.hypot(re, im);
  expect(Math.abs((got[0] as number) - re)).toBeLessThanOrEqual(slack);
  expect(Math.abs((got[1] as number) - im)).toBeLessThanOrEqual(slack);
}

const POINTS: readonly Point[] = [
  [3, -4],
  [-0.3, 0.2],
  [1e-8, 1e-9],
];

/** mpmath 1.4.1. */
const VALUES: readonly (readonly [
  (b: GraphBuilder, x: ComplexTensor) => ComplexTensor,
  readonly Point[],
])[] = [
  [
    complexExp,
    [
      [-13.128783081462158, 15.200784463067954],
      [0.726051178345969, 0.14717786014362488],
      [1.00000001, 1.0000000100000001e-9],
    ],
  ],
  [
    complexExpm1,
    [
      [-14.128783081462158, 15.200784463067954],
      [-0.273948821654031, 0.14717786014362488],
      [1.00000000495e-8, 1.0000000100000001e-9],
    ],
  ],
  [
    complexLog,
    [
      [1.6094379124341003, -0.9272952180016122],
      [-1.0201104142632773, 2.5535900500422257],
      [-18.41570557852578, 0.09966865249116204],
    ],
  ],
  [
    complexLog1p,
    [
      [1.7328679513998633, -0.7853981633974483],
      [-0.31743913621798475, 0.2782996590051114],
      [9.9999999505e-9, 9.999999900000002e-10],
    ],
  ],
  [
    complexSquareRoot,
    [
      [2, -1],
      [0.1740044935431251, 0.5746978021301278],
      [0.00010012461141278125, 4.993777183700244e-6],
    ],
  ],
  [
    complexRsqrt,
    [
      [0.4, 0.2],
      [0.4826016335622156, -1.5939249180589488],
      [9962.771201104086, -496.8994017403843],
    ],
  ],
  [
    complexSine,
    [
      [3.8537380379193773, 27.016813258003936],
      [-0.30145033842891145, 0.19234362980219283],
      [1e-8, 1e-9],
    ],
  ],
  [
    complexCosine,
    [
      [-27.034945603074224, 3.8511533348117775],
      [0.9745069929868755, 0.05949885707931209],
      [1, -1e-17],
    ],
  ],
  [
    complexTanh,
    [
      [1.000709536067233, -0.00490825806749606],
      [-0.30222912890777215, 0.18486280400641456],
      [1e-8, 1e-9],
    ],
  ],
  [
    complexTangent,
    [
      [-0.00018734620462947842, -0.9993559873814731],
      [-0.29618134067838103, 0.21545877307378405],
      [1e-8, 1e-9],
    ],
  ],
  [
    complexLogistic,
    [
      [1.0320721995882685, 0.04019550765508409],
      [0.42482484253287395, 0.04904434465547247],
      [0.5000000025, 2.5e-10],
    ],
  ],
  [
    complexSign,
    [
      [0.6, -0.8],
      [-0.8320502943378436, 0.5547001962252291],
      [0.9950371902099892, 0.09950371902099892],
    ],
  ],
  [
    complexCbrt,
    [
      [1.628937145922176, -0.5201745023045459],
      [0.46909890180009, 0.5352811618579886],
      [0.0021568196905980812, 7.168214597954575e-5],
    ],
  ],
];

const INF = Number.POSITIVE_INFINITY;

describe("complex numbers as pairs", () => {
  test.each(VALUES)("`%o` at three points is mpmath's value", (f, expected) => {
    computed(f, [POINTS]).forEach((got, i) => {
      expectNear(got, expected[i] as Point);
    });
  });

  test("sums, products and their like", () => {
    const [x, y] = [[[3, -4]], [[-0.5, 2]]] as const;
    expect(computed(complexAdd, [x, y])).toEqual([[2.5, -2]]);
    expect(computed(complexSubtract, [x, y])).toEqual([[3.5, -6]]);
    expect(computed(complexMultiply, [x, y])).toEqual([[6.5, 8]]);
    expect(computed(complexNegate, [x])).toEqual([[-3, 4]]);
    expect(computed(complexConjugate, [x])).toEqual([[3, 4]]);
    expect(computed(complexAbs, [x])).toEqual([[5]]);
  });

  test("`complexDivide()` neither overflows nor loses small divisors; by 0 it is infinite", () => {
    const [x] = POINTS as [Point];
    // mpmath 1.4.1: (3 - 4i) / (-0.3 + 0.2i).
    expectNear(
      computed(complexDivide, [[x], [[-0.3, 0.2]]])[0] as number[],
      [-13.076923076923077, 4.615384615384615],
    );
    expect(computed(complexDivide, [[[1e300, 1e300]], [[2e300, 2e300]]])).toEqual([[0.5, 0]]);
    expect(computed(complexDivide, [[[1e-300, 3e-300]], [[1e-300, 0]]])).toEqual([[1, 3]]);
    expect(computed(complexDivide, [[[1, -2]], [[0, 0]]])).toEqual([[INF, -INF]]);
    expect(computed(complexDivide, [[[0, 0]], [[0, 0]]])).toEqual([[Number.NaN, Number.NaN]]);
    expect(computed(complexDivide, [[[1, 1]], [[INF, 0]]])).toEqual([[0, 0]]);
  });

  test("`complexAbs()`, `complexSquareRoot()`, `complexSign()` and `complexLog()` of large numbers", () => {
    const x = [[3e300, -4e300]] as const;
    expect(computed(complexAbs, [x])).toEqual([[5e300]]);
    expectNear(computed(complexSign, [x])[0] as number[], [0.6, -0.8]);
    // mpmath 1.4.1.
    expectNear(computed(complexSquareRoot, [x])[0] as number[], [2e150, -1e150]);
    expectNear(computed(complexLog, [x])[0] as number[], [692.3849658106478, -0.9272952180016122]);
  });

  test("`complexExp()` of a large real number stays real", () => {
    expect(computed(complexExp, [[[1000, 0]]])).toEqual([[INF, 0]]);
    expect(computed(complexExpm1, [[[0, -0]]])).toEqual([[0, -0]]);
  });

  test("`complexSquareRoot()` of negative numbers goes to the side of their zero", () => {
    expect(
      computed(complexSquareRoot, [
        [
          [-4, 0],
          [-4, -0],
          [0, 0],
        ],
      ]),
    ).toEqual([
      [0, 2],
      [0, -2],
      [0, 0],
    ]);
  });

  test("`complexSign()` and `complexCbrt()` of 0 are 0, `complexLog()` is infinite", () => {
    expect(computed(complexSign, [[[0, 0]]])).toEqual([[0, 0]]);
    expect(computed(complexCbrt, [[[0, 0]]])).toEqual([[0, 0]]);
    expect(computed(complexLog, [[[0, 0]]])).toEqual([[-INF, 0]]);
  });

  test("`complexPower()`, also of 0", () => {
    // mpmath 1.4.1: (3 - 4i) ^ (-0.3 + 0.2i).
    const [power] = computed(complexPower, [[[3, -4]], [[-0.3, 0.2]]]);
    expectNear(power as number[], [0.6130004558684241, 0.4194447052916778]);
    expect(
      computed(complexPower, [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [2, 1],
        ],
      ]),
    ).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  test("comparisons look at the real parts first", () => {
    const [x, y] = [
      [
        [1, 2],
        [1, 5],
        [3, 0],
      ],
      [
        [1, 2],
        [1, 4],
        [4, -9],
      ],
    ] as const;
    expect(computed(complexEqual, [x, y])).toEqual([[1], [0], [0]]);
    expect(computed(complexNotEqual, [x, y])).toEqual([[0], [1], [1]]);
    expect(computed(complexMaximum, [x, y])).toEqual([
      [1, 2],
      [1, 5],
      [4, -9],
    ]);
    expect(computed(complexMinimum, [x, y])).toEqual([
      [1, 2],
      [1, 4],
      [3, 0],
    ]);
  });

  test("f32 is computed in f32", () => {
    // 1 / (1 + i) has parts of 1 / 2.
    expect(computed(complexDivide, [[[1, 0]], [[1, 1]]], "f32")).toEqual([[0.5, -0.5]]);
    expect(computed(complexAbs, [[[1, 1]]], "f32")).toEqual([[1.4142135381698608]]);
  });
});
