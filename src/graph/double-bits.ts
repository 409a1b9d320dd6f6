const BIAS = 1023;
const MIN_EXPONENT = 1 - BIAS;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Index of the word with sign and exponent; -2 has only that one. */
const HIGH = new Uint32Array(Float64Array.of(-2).buffer)[0] === 0 ? 1 : 0;

const POWERS = new Float64Array(2 * BIAS);
POWERS[0] = 2 ** MIN_EXPONENT;
for (let k = 1; k < POWERS.length; k++) POWERS[k] = 2 * (POWERS[k - 1] as number);

/** floor(log2(|value|)); −1023 for subnormal doubles and 0, 1024 for infinities and NaN. */
export function exponentOf(value: number): number {
  double[0] = value;
  return (((words[HIGH] as number) >>> 20) & 0x7ff) - BIAS;
}

/** 2^exponent, exact, for exponents from −1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  return POWERS[exponent - MIN_EXPONENT] as number;
}
