import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Complex, Round } from "../../../src/ops/fft/complex.ts";
import { complexTransform, realTransform } from "../../../src/ops/fft/transforms.ts";

type ByLength<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** By numpy 2.4.6: fixtures/make/fourier_transforms.py, which states the input. */
const path = new URL("../../../fixtures/fourier-transforms.json", import.meta.url);
const numpy = JSON.parse(readFileSync(path, "utf8")) as {
  readonly f32: ByLength<string>;
  readonly f64: ByLength<readonly number[]>;
};

const exact: Round = (x) => x;

function input(n: number): Complex {
  return {
    re: Float64Array.from({ length: n }, (_, k) => (((7919 * k + 13) % 1009) - 504) / 64),
    im: Float64Array.from({ length: n }, (_, k) => (((104729 * k + 5) % 911) - 455) / 32),
  };
}

/** Real and imaginary parts in turn, multiplied by a factor. */
function parts({ re, im }: Complex, factor = 1): number[] {
  return Array.from(re).flatMap((x, k) => [x * factor, (im[k] as number) * factor]);
}

function digest(values: readonly number[]): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value + 0, 4 * i);
  });
  return createHash("sha256").update(bytes).digest("hex");
}

function forward(n: number, round: Round): number[] {
  return parts(complexTransform(n, round)(input(n), false), round === exact ? 1 : round(1 / n));
}

function inverse(n: number, round: Round): number[] {
  return parts(complexTransform(n, round)(input(n), true));
}

function realForward(n: number, round: Round): number[] {
  const spectrum = realTransform(n, round).spectrum(input(n).re);
  return parts(spectrum, round === exact ? 1 : round(1 / n));
}

function realInverse(n: number, round: Round): number[] {
  return Array.from(realTransform(n, round).signal(input(n)));
}

/** Lengths at which what is computed in `round` and written as f32 is not numpy's, bit for bit. */
function unequal(name: string, of: (n: number, round: Round) => number[], round: Round): string[] {
  return Object.keys(numpy.f32).filter(
    (n) => digest(of(Number(n), round)) !== numpy.f32[n]?.[name],
  );
}

/** The largest distance from numpy's f64 result, in terms of its largest element, over all lengths. */
function distance(name: string, of: (n: number, round: Round) => number[]): number {
  const distances = Object.entries(numpy.f64).map(([n, transforms]) => {
    const want = transforms[name] as readonly number[];
    const got = of(Number(n), exact);
    expect(got.length).toBe(want.length);
    const largest = Math.max(...want.map(Math.abs));
    return Math.max(...want.map((x, k) => Math.abs((got[k] as number) - x))) / largest;
  });
  return Math.max(...distances);
}

describe("complexTransform", () => {
  test("`complexTransform()` in f32 has numpy's bits at 1 to 64, 100, 127, 128, 243, 1000, 1009, ...", () => {
    expect(Object.keys(numpy.f32)).toHaveLength(72);
    expect(unequal("fftSingle", forward, Math.fround)).toEqual([]);
    expect(unequal("ifft", inverse, Math.fround)).toEqual([]);
  });

  test("`complexTransform()` in f64, rounded to f32, has the bits of numpy's forward transform of f32", () => {
    expect(unequal("fft", forward, exact)).toEqual([]);
  });

  test("`complexTransform()` in f64 is numpy's within 2^-51 of the largest element", () => {
    expect(distance("fft", forward)).toBeLessThan(2 ** -51);
    expect(distance("ifft", inverse)).toBeLessThan(2 ** -51);
  });

  test("`complexTransform()` of i at 1 of 4: i, 1, -i, -1", () => {
    const { re, im } = complexTransform(4, exact)(
      { re: new Float64Array(4), im: Float64Array.of(0, 1, 0, 0) },
      false,
    );
    expect([Array.from(re, (x) => x + 0), Array.from(im, (x) => x + 0)]).toEqual([
      [0, 1, 0, -1],
      [1, 0, -1, 0],
    ]);
  });
});

describe("realTransform", () => {
  test("`spectrum()` and `signal()` in f32 have numpy's bits", () => {
    expect(unequal("rfftSingle", realForward, Math.fround)).toEqual([]);
    expect(unequal("irfft", realInverse, Math.fround)).toEqual([]);
  });

  test("`spectrum()` in f64, rounded to f32, has the bits of numpy's forward transform of f32", () => {
    expect(unequal("rfft", realForward, exact)).toEqual([]);
  });

  test("`spectrum()` and `signal()` in f64 are numpy's within 2^-51 of the largest element", () => {
    expect(distance("rfft", realForward)).toBeLessThan(2 ** -51);
    expect(distance("irfft", realInverse)).toBeLessThan(2 ** -51);
  });
});
