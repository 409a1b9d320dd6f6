const one = new Float32Array(1);
const bits = new Uint32Array(one.buffer);

/**
 * The f32 nearest to a decimal number without a sign, ties to even; infinite beyond the range.
 *
 * The nearest f64 decides, but where it lies in the middle of two f32: there the digits do.
 */
export function nearestSingle(decimal: string): number {
  const double = Number(decimal);
  const single = Math.fround(double);
  const other = neighbour(single, double > single ? 1 : -1);
  if (single === double || Math.abs(single - double) !== Math.abs(other - double)) return single;
  const side = compare(decimal, double);
  if (side === 0) return single;
  return side > 0 ? Math.max(single, other) : Math.min(single, other);
}

/** The next f32 of a positive one. */
function neighbour(single: number, direction: 1 | -1): number {
  one[0] = single;
  bits[0] = (bits[0] as number) + direction;
  return one[0];
}

/** Sign of a decimal number less a finite f64, both positive, exactly. */
function compare(decimal: string, double: number): number {
  const [digits = "", exponent = "0"] = decimal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  const power = Number(exponent) - fraction.length;
  let mantissa = double;
  let halvings = 0;
  for (; !Number.isInteger(mantissa); mantissa *= 2) halvings++;
  const left =
    BigInt(whole + fraction) * 2n ** BigInt(halvings) * 10n ** BigInt(Math.max(0, power));
  const right = BigInt(mantissa) * 10n ** BigInt(Math.max(0, -power));
  return left === right ? 0 : left > right ? 1 : -1;
}
