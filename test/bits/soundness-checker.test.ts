import { describe, expect, test } from "vitest";
import type { Grid, ValueSet } from "../../src/domain/value-set.ts";
import type { Varying } from "../../src/domain/varying.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import { examine, holds } from "../support/soundness/holds.ts";
import { holdTogether } from "../support/soundness/roots.ts";
import { tensor } from "../support/tensors.ts";

const ENDLESS = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY };

function set(parts: Partial<ValueSet>): ValueSet {
  const proof = { rule: "a rule", text: "because" };
  return { carrier: "f32", interval: ENDLESS, status: "proven", proof, ...parts };
}

function on(grid: Partial<Grid>, parts: Partial<ValueSet> = {}): ValueSet {
  return set({ grid: { lo: 0, hi: 1, step: 2, origin: -1, ...grid }, ...parts });
}

function varying(parts: Partial<Varying> = {}): Varying {
  return { number: 1, axes: [], stored: true, sign: 0, ...parts };
}

function f32(...values: number[]) {
  return tensor("f32", [values.length], values);
}

function columns(element: ElementType, rows: readonly (readonly number[])[]) {
  return tensor(element, [rows.length, rows[0]?.length as number], rows.flat());
}

/** One number for each column. */
const BY_COLUMN = [{ axis: 1, block: 1 }];

describe("holds() refuses", () => {
  test("an element outside of the interval", () => {
    const bounded = set({ interval: { lo: 0, hi: 6 } });
    expect(holds(bounded, f32(0, 6, Number.NaN))).toBeUndefined();
    expect(holds(bounded, f32(3, 6.1))).toBe("6.099999904632568 lies outside of [0, 6]");
    expect(holds(bounded, f32(-1e-7))).toBe("-1.0000000116860974e-7 lies outside of [0, 6]");
  });

  test("an element that the narrower type cannot hold", () => {
    const narrow = set({ carrier: "bf16" });
    expect(holds(narrow, f32(1, 1.0078125))).toBeUndefined();
    expect(holds(narrow, f32(1, 1.00390625))).toBe("1.00390625 is no value of bf16");
  });

  test("an element between two codes", () => {
    expect(holds(on({}), f32(-1, 1))).toBeUndefined();
    expect(holds(on({}), f32(-1, 0.9999))).toBe("0.9998999834060669 is not on the grid");
  });

  test("an element beyond the codes", () => {
    expect(holds(on({ hi: 3 }), f32(-1, 5))).toBeUndefined();
    expect(holds(on({ hi: 3 }), f32(-1, 7))).toBe("7 is not on the grid");
    expect(holds(on({}), f32(Number.POSITIVE_INFINITY))).toBe("Infinity is not on the grid");
  });

  test("an element beside the levels", () => {
    const levels = on({ hi: 2, step: 1, origin: 0, levels: [-0.3, 0, 0.7] });
    expect(holds(levels, f32(Math.fround(0.7), 0, -0.3))).toBeUndefined();
    expect(holds(levels, f32(0.4))).toBe("0.4000000059604645 is not on the grid");
  });

  test("an uncounted value that is not named", () => {
    expect(holds(on({}, { extra: [0] }), f32(-1, 0, 1))).toBeUndefined();
    expect(holds(on({}, { padded: [0.5] }), f32(-1, 0.5, 1))).toBeUndefined();
    expect(holds(on({}, { padded: [0.5] }), f32(-1, 0, 1))).toBe("0 is not on the grid");
    expect(holds(on({}, { strays: true }), f32(-1, 0.2, 1))).toBeUndefined();
  });

  test("an element between the codes of a grid without end", () => {
    const endless = on({ ...ENDLESS, step: 0.5, origin: 0 });
    expect(holds(endless, f32(-7.5, 1e30))).toBeUndefined();
    expect(holds(endless, f32(-7.5, 0.3))).toBe("0.30000001192092896 is not on the grid");
  });

  test("an integer next to an even grid", () => {
    const even = on({ lo: -4, hi: 4, origin: 0 }, { carrier: "i32" });
    expect(holds(even, tensor("i32", [2], [8, -6]))).toBeUndefined();
    expect(holds(even, tensor("i32", [2], [8, -5]))).toBe("-5 is not on the grid");
  });
});

describe("holds() refuses, where numbers are not known,", () => {
  const scaled = on({ factor: varying({ axes: BY_COLUMN }) });

  test("more values than codes", () => {
    const fine = [
      [0.3, 5],
      [-0.3, -5],
    ];
    expect(holds(scaled, columns("f32", fine))).toBeUndefined();
    expect(holds(scaled, columns("f32", [...fine, [0.2, 5]]))).toBe(
      "3 values for 2 codes where axis 1 at 0",
    );
  });

  test("values that are no multiples of the codes", () => {
    expect(holds(scaled, columns("f32", [[3], [2]]))).toBe(
      "2,3 do not fit the codes where axis 1 at 0",
    );
    const even = on({ hi: 255, step: 1, origin: 0, factor: varying() });
    expect(holds(even, f32(0.3, 0.6, 76.5))).toBeUndefined();
    expect(holds(even, f32(0.3, 0.45, 76.5))).toMatch("do not fit the codes");
  });

  test("a factor of the other sign", () => {
    const half = on({ step: 1, origin: 0, factor: varying({ sign: 1 }) });
    expect(holds(half, f32(0, 3))).toBeUndefined();
    expect(holds(half, f32(0, -3))).toBe("-3,0 do not fit the codes");
  });

  test("values at other distances than those of the codes", () => {
    const shifted = on({ hi: 3, shift: varying() });
    expect(holds(shifted, f32(0.1, 2.1, 6.1))).toBeUndefined();
    expect(holds(shifted, f32(0.1, 2.6, 6.1))).toMatch("do not fit the codes");
    expect(holds(shifted, f32(0.1, 8.1))).toMatch("do not fit the codes");
  });

  test("values beside codes that end on one side only", () => {
    const above = on({ lo: 1, hi: ENDLESS.hi, step: 1, origin: 0, shift: varying() });
    expect(holds(above, f32(-3, 0, 40))).toBeUndefined();
    expect(holds(above, f32(-3, 0.5, 40))).toBe("-3,0.5,40 do not fit the codes");
    const below = on({ lo: ENDLESS.lo, hi: -2, step: 1, origin: 0, shift: varying() });
    expect(holds(below, f32(-40, 0, 3))).toBeUndefined();
    expect(holds(below, f32(-40, 0.5, 3))).toBe("-40,0.5,3 do not fit the codes");
  });

  test("values that no factor and shift together explain", () => {
    const affine = on({ hi: 3, factor: varying(), shift: varying({ number: 2 }) });
    expect(holds(affine, f32(5, 8, 14))).toBeUndefined();
    expect(holds(affine, f32(5, 9, 14))).toMatch("do not fit the codes");
    const wide = on({ hi: 99, factor: varying(), shift: varying({ number: 2 }) });
    expect(holds(wide, f32(5, 5.03, 7.97))).toBeUndefined();
    expect(holds(wide, f32(5, 5.01, 7.97))).toMatch("do not fit the codes");
  });

  test("more values than codes that stand for anything", () => {
    const mapped = on({ hi: 2, opaque: varying() });
    expect(holds(mapped, f32(0.1, 7, 7, -3))).toBeUndefined();
    expect(holds(mapped, f32(0.1, 7, 8, -3))).toBe("4 values for 3 codes");
  });

  test("a second factor within a block", () => {
    const blocked = on({ factor: varying({ axes: [{ axis: 0, block: 2 }] }) });
    expect(holds(blocked, f32(3, -3, 4, 4, 5))).toBeUndefined();
    expect(holds(blocked, f32(3, -3, 4, 5, 5))).toBe("4,5 do not fit the codes where axis 0 at 1");
  });

  test("another factor in another run, where it is stored", () => {
    const [one, other] = [f32(3, -3), f32(4, -4)];
    expect(holds(on({ factor: varying({ stored: false }) }), one, other)).toBeUndefined();
    expect(holds(on({ factor: varying() }), one, other)).toBe("4 values for 2 codes");
  });

  test("an uncounted value that the factor does not stretch", () => {
    const extra = on({ factor: varying() }, { extra: [0.5] });
    expect(holds(extra, f32(4, 2, -4))).toBeUndefined();
    expect(holds(extra, f32(4, 1, -4))).toBe("-4,1,4 do not fit the codes");
  });
});

describe("holds() allows for", () => {
  test("64 roundings of f32 and 6 of bf16", () => {
    expect(holds(on({}), f32(1 + 2 ** -19))).toBeUndefined();
    expect(holds(on({}), f32(1 + 2 ** -17))).toMatch("is not on the grid");
    const narrow = on({}, { carrier: "bf16" });
    expect(holds(narrow, f32(1 + 2 ** -7))).toBeUndefined();
    expect(holds(narrow, f32(1 + 2 ** -5))).toMatch("is not on the grid");
  });

  test("what roundings on the way to a residue may have changed", () => {
    const left = on({}, { residue: true });
    expect(examine(left, [f32(1.25)]).violation).toBe("1.25 is not on the grid");
    expect(examine(left, [f32(1.25)], "f32", [0.25]).violation).toBeUndefined();
    expect(examine(left, [f32(1.5)], "f32", [0.25]).violation).toBe("1.5 is not on the grid");
    expect(examine(on({}), [f32(1.25)], "f32", [0.25]).violation).toBe("1.25 is not on the grid");
  });

  test("the same of an offset that is not known, in the run where it was large", () => {
    const shifted = on({ shift: varying({ stored: false }) });
    const runs = [f32(-1, 0), f32(-1, 1)];
    expect(examine(shifted, runs, "f32", [1, 0]).violation).toBeUndefined();
    expect(examine(shifted, runs, "f32", [0, 1]).violation).toBe(
      "-1,0 do not fit the codes where run 0 ",
    );
    const interval = { lo: -1, hi: 0 };
    expect(examine({ ...shifted, interval }, runs, "f32", [1, 1]).violation).toBe(
      "1 lies outside of [-1, 0]",
    );
  });

  test("overflow where the grid itself overflows", () => {
    const half = on({ hi: 3, step: 40000 }, { carrier: "f16" });
    expect(holds(half, tensor("f16", [1], [Number.POSITIVE_INFINITY]))).toBeUndefined();
  });
});

test("examine() says whether the elements could have contradicted the set", () => {
  expect(examine(set({}), [f32(1, 2)]).telling).toBe(false);
  expect(examine(on({}), [f32(Number.NaN)]).telling).toBe(false);
  expect(examine(on({}), [f32(1)]).telling).toBe(true);
  expect(examine(on({ factor: varying() }), [f32(1)]).telling).toBe(false);
  expect(examine(on({ factor: varying() }), [f32(1, -1)]).telling).toBe(true);
  expect(examine(on({}, { strays: true }), [f32(1)]).telling).toBe(false);
});

test("holdTogether() refuses values that no value of the root explains", () => {
  const root = (table: readonly number[]) => ({ number: 7, table, counted: 2, signs: 3, size: 3 });
  const one = {
    set: set({ root: root([-1, 1, 0]) }),
    runs: [f32(-1, 1, 0)],
    coarsest: "f32",
  } as const;
  const other = set({ root: root([2, 5, 3]) });
  expect(holdTogether(one, { ...one, set: other, runs: [f32(2, 5, 3)] })).toBeUndefined();
  expect(holdTogether(one, { ...one, set: other, runs: [f32(2, 5, 5)] })).toBe(
    "0 and 5 do not come from one value of their root",
  );
});
