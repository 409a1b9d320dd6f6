import { describe, expect, test } from "vitest";
import { score } from "../../src/index.ts";

/**
 * Three trips of x <- x . f(W[i]) with W [3, 2, 2]; the picked kernel is %k, f makes %q of it.
 *
 * @param index - what picks: the counter `%i`, or run-time data `%d`
 */
function scanned(f: string, index = "%i"): Uint8Array {
  return new TextEncoder().encode(`func.func @main(%x: tensor<1x2xf32>, %d: tensor<i32>) -> tensor<1x2xf32> {
    %w = stablehlo.constant dense<[[[0.5, -0.25], [-1.5, 0.75]], [[1.0, 2.0], [-0.5, -1.0]], [[0.125, -3.0], [2.5, 0.5]]]> : tensor<3x2x2xf32>
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %out:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<1x2xf32>
    cond {
      %n = stablehlo.constant dense<3> : tensor<i32>
      %p = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %p : tensor<i1>
    } do {
      %z = stablehlo.constant dense<0> : tensor<i32>
      %s = stablehlo.dynamic_slice %w, ${index}, %z, %z, sizes = [1, 2, 2] : (tensor<3x2x2xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x2xf32>
      %k = stablehlo.reshape %s : (tensor<1x2x2xf32>) -> tensor<2x2xf32>
      ${f}
      %y = stablehlo.dot_general %a, %q, contracting_dims = [1] x [0] : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
      %one = stablehlo.constant dense<1> : tensor<i32>
      %j = stablehlo.add %i, %one : tensor<i32>
      stablehlo.return %j, %y : tensor<i32>, tensor<1x2xf32>
    }
    return %out#1 : tensor<1x2xf32>
  }`);
}

const SIGN = "%q = stablehlo.sign %k : tensor<2x2xf32>";
/** clip(round(k / s)) s with s = max |k| of each column */
const FOUR_BITS = `%abs = stablehlo.abs %k : tensor<2x2xf32>
  %m = stablehlo.constant dense<0.0> : tensor<f32>
  %s1 = stablehlo.reduce(%abs init: %m) applies stablehlo.maximum across dimensions = [0] : (tensor<2x2xf32>, tensor<f32>) -> tensor<2xf32>
  %sb = stablehlo.broadcast_in_dim %s1, dims = [1] : (tensor<2xf32>) -> tensor<2x2xf32>
  %u = stablehlo.divide %k, %sb : tensor<2x2xf32>
  %r = stablehlo.round_nearest_even %u : tensor<2x2xf32>
  %lo = stablehlo.constant dense<-8.0> : tensor<f32>
  %hi = stablehlo.constant dense<7.0> : tensor<f32>
  %c = stablehlo.clamp %lo, %r, %hi : (tensor<f32>, tensor<2x2xf32>, tensor<f32>) -> tensor<2x2xf32>
  %q = stablehlo.multiply %c, %sb : tensor<2x2xf32>`;

function rowsOf(model: Uint8Array) {
  const { layers, totals } = score(model);
  const rows = layers.map(({ macs, trips, rhs, weightBits }) => [
    ...[macs, trips, rhs.bits, rhs.status, rhs.role, weightBits],
  ]);
  return { rows, weightBits: totals.weightBits, storedBits: totals.storedBits };
}

describe("weights that a loop's counter picks of a stack", () => {
  test("stay weights behind arithmetic: signs of 3 x 4 elements", () => {
    expect(rowsOf(scanned(SIGN))).toEqual({
      rows: [[12n, 3n, 1, "proven", "weight", 12n]],
      weightBits: 12n,
      storedBits: 12n,
    });
  });

  test("stay weights behind a quantizer with a scale of their own", () => {
    const { rows, weightBits } = rowsOf(scanned(FOUR_BITS));
    expect(rows).toEqual([[12n, 3n, 4, "declared", "weight", 48n]]);
    expect(weightBits).toBe(48n);
  });

  test("stay weights where the index is worked out of the counter", () => {
    const index = `%two = stablehlo.constant dense<2> : tensor<i32>
      %v = stablehlo.subtract %two, %i : tensor<i32>`;
    const text = new TextDecoder().decode(scanned(SIGN, "%v"));
    const model = text.replace("%z = stablehlo", `${index}\n%z = stablehlo`);
    expect(rowsOf(new TextEncoder().encode(model)).rows).toEqual([
      [12n, 3n, 1, "proven", "weight", 12n],
    ]);
  });

  test("are computed where run-time data picks, and arithmetic follows", () => {
    const { rows, weightBits } = rowsOf(scanned(SIGN, "%d"));
    expect(rows).toEqual([[12n, 3n, 1, "proven", "activation", 0n]]);
    expect(weightBits).toBe(0n);
  });

  test("are computed where what is carried comes of an input", () => {
    const text = new TextDecoder().decode(scanned(SIGN));
    const model = text.replace("%i = %zero", "%i = %d");
    const [row] = rowsOf(new TextEncoder().encode(model)).rows;
    expect(row?.[4]).toBe("activation");
  });
});
