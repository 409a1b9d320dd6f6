import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/bits/inspection/inspect.ts";
import { mayBeQuantized } from "../../../src/bits/inspection/may-be-quantized.ts";
import { roundToFloat } from "../../../src/graph/small-float.ts";

const SEED = { seed: 20_240_229, numRuns: 300 } as const;

const base = fc.double({ min: 0.001, max: 1000, noNaN: true });
/** Scales of channels, times the base: no two have a common grid of so few codes. */
const SCALES = [1, 2, 3, 5, 7].map(Math.sqrt);
const nudge = fc.constantFrom(0, 0, -1, 1);

/** A channel in which every code occurs, the last place off by one or not. */
function channel(codes: readonly number[], scale: number): fc.Arbitrary<number[]> {
  const length = codes.length + 12;
  const more = fc.array(fc.constantFrom(...codes), { minLength: 12, maxLength: 12 });
  const all = more.chain((rest) => fc.shuffledSubarray([...codes, ...rest], { minLength: length }));
  return fc
    .tuple(all, fc.array(nudge, { minLength: length, maxLength: length }))
    .map(([values, off]) => values.map((c, i) => c * scale * (1 + (off[i] as number) * 2 ** -23)));
}

interface Weights {
  readonly channels: number[][];
  readonly count: number;
}

/** Channels of k-bit codes, from one end to the same on the other side, or with 0 among them. */
const grids: fc.Arbitrary<Weights> = fc
  .record({
    bits: fc.integer({ min: 1, max: 8 }),
    half: fc.boolean(),
    channels: fc.integer({ min: 2, max: 5 }),
    base,
  })
  .chain(({ bits, half, channels, base: scale }) => {
    const count = 2 ** bits;
    const low = half || bits === 1 ? -(count - 1) / 2 : -count / 2;
    const codes = Array.from({ length: count }, (_, i) => low + i);
    const rows = SCALES.slice(0, channels).map((own) => channel(codes, own * scale));
    return fc.tuple(...rows).map((made) => ({ channels: made, count }));
  });

const normal = fc
  .tuple(fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([u, v]) => Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));

/** Row-major [rows, columns] of channels, or transposed. */
function stored(channels: readonly number[][], transposed: boolean) {
  const size = channels[0]?.length ?? 0;
  const values = transposed
    ? Array.from({ length: size }, (_, k) => channels.map((row) => row[k] as number)).flat()
    : channels.flat();
  const shape = transposed ? [size, channels.length] : [channels.length, size];
  const axes = transposed ? { channelAxis: 1, inputAxis: 0 } : { channelAxis: 0, inputAxis: 1 };
  return { data: Float32Array.from(values), shape, narrowest: "f32" as const, ...axes };
}

describe("`inspect()`", () => {
  test("finds a grid of any number of bits in each channel, with its count, through noise", () => {
    fc.assert(
      fc.property(grids, fc.boolean(), ({ channels, count }, transposed) => {
        const tensor = stored(channels, transposed);
        expect(inspect(tensor)).toMatchObject({ count, axis: tensor.channelAxis, even: true });
      }),
      SEED,
    );
  });

  test("never finds anything in Gaussian weights", () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    const weights = shapes.chain((shape) => {
      const length = shape.reduce((product, n) => product * n, 1);
      const values = fc.array(normal, { minLength: length, maxLength: length });
      return fc.record({ shape: fc.constant(shape), values, axis: fc.nat(shape.length - 1) });
    });
    fc.assert(
      fc.property(weights, fc.constantFrom("f32" as const, "bf16" as const), (given, narrowest) => {
        const { shape, values, axis } = given;
        const data = Float32Array.from(values, (x) => roundToFloat(narrowest, x));
        const inputAxis = (axis + 1) % shape.length;
        expect(inspect({ data, shape, narrowest, channelAxis: axis, inputAxis })).toBeUndefined();
      }),
      SEED,
    );
  });

  test("does not depend on the order of channels", () => {
    const permuted = grids.chain(({ channels }) =>
      fc.tuple(
        fc.constant(channels),
        fc.shuffledSubarray(channels, { minLength: channels.length }),
        fc.boolean(),
      ),
    );
    fc.assert(
      fc.property(permuted, ([before, after, transposed]) => {
        expect(inspect(stored(after, transposed))).toEqual(inspect(stored(before, transposed)));
      }),
      SEED,
    );
  });
});

describe("`mayBeQuantized()`", () => {
  /** Few values of very different magnitude, so that noise, lists and grids all come up. */
  const few = fc
    .tuple(
      fc.array(fc.oneof(base, fc.constantFrom(0, 1, -1, 1e-7, -1e-7, 0.5, 3)), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 40 }),
    )
    .chain(([values, rows, size]) => {
      const value = fc.tuple(fc.constantFrom(...values), nudge, fc.constantFrom(1, -1));
      const noisy = value.map(([x, off, sign]) => sign * x * (1 + off * 2 ** -22));
      const row = fc.array(noisy, { minLength: size, maxLength: size });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });

  test("is never false for the first elements of what `inspect()` finds something in", () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          few,
          grids.map(({ channels }) => channels),
        ),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (channels, transposed, part) => {
          const tensor = stored(channels, transposed);
          if (inspect(tensor) === undefined) return;
          found++;
          const sample = tensor.data.subarray(0, Math.floor(part * tensor.data.length));
          expect(mayBeQuantized(sample, tensor)).toBe(true);
        },
      ),
      { ...SEED, numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});
