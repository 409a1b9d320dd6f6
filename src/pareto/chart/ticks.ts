/** A place on an axis; minor ones have no label and no grid line. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
}

const PREFIXES = ["n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"] as const;
const FIRST_PREFIX = -9;
/** Room at an end, as a share of the range. */
const PADDING = 0.06;
/** At the upper end of accuracy: for names above the front. */
const HEADROOM = 0.1;
/** Least range. */
const LEAST_DECADES = 0.6;
const LEAST_PERCENT = 4;
/** More decades than this have no ticks between them. */
const MINOR_DECADES = 8;

/**
 * A logarithmic axis around some costs, with labels at powers of ten, or at 1, 2 and 5 where these
 * are few.
 *
 * @param most - labels that there is room for
 * @param room - at the cheap end, as a share of the range: for names beside the front
 */
export function logarithmicAxis(costs: readonly number[], most: number, room = PADDING): Axis {
  const [low, high] = widened(
    [Math.log10(Math.min(...costs)), Math.log10(Math.max(...costs))],
    LEAST_DECADES,
    [Math.max(PADDING, room), PADDING],
  );
  const domain = [rounded(10 ** low), rounded(10 ** high)] as const;
  const inside = (value: number): boolean => value >= domain[0] && value <= domain[1];
  const decades = range(Math.floor(low), Math.ceil(high));
  const at = (digits: readonly number[]): number[] =>
    decades.flatMap((k) => digits.map((digit) => Number(`${digit}e${k}`))).filter(inside);
  const labelled = new Set(
    [at([1, 2, 5]), at([1, 3]), at([1])].find(({ length }) => length <= most) ??
      everyNth(at([1]), most),
  );
  const ticks = high - low > MINOR_DECADES ? [...labelled] : at([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  return {
    domain,
    ticks: ticks.map((value) => ({ value, label: labelled.has(value) ? siNumber(value) : "" })),
  };
}

/** A linear axis around some percentages, in steps of 1, 2 or 5 of a power of ten. */
export function linearAxis(values: readonly number[], most: number): Axis {
  const [low, high] = widened([Math.min(...values), Math.max(...values)], LEAST_PERCENT, [
    PADDING,
    HEADROOM,
  ]);
  const domain = [Math.max(rounded(low), 0), Math.min(rounded(high), 100)] as const;
  const { digit, power } = stepOf(domain[1] - domain[0], most);
  const unit = Number(`${digit}e${power}`);
  const places = Math.max(0, -power);
  const ticks = range(Math.ceil(domain[0] / unit), Math.floor(domain[1] / unit)).map((i) => {
    const value = Number(`${i * digit}e${power}`);
    return { value, label: value.toFixed(Math.min(places, 20)) };
  });
  return { domain, ticks };
}

function stepOf(span: number, most: number): { readonly digit: number; readonly power: number } {
  for (let power = Math.floor(Math.log10(span / most)); ; power++) {
    const digit = [1, 2, 5].find((one) => span / Number(`${one}e${power}`) <= most);
    if (digit !== undefined) return { digit, power };
  }
}

/** A range with room at its ends, at least so wide without it. */
function widened(
  [low, high]: readonly [number, number],
  least: number,
  [before, after]: readonly [number, number],
): readonly [number, number] {
  const missing = Math.max(0, least - (high - low)) / 2;
  const width = Math.max(high - low, least);
  return [low - missing - before * width, high + missing + after * width];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function everyNth(values: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, i) => i % step === 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** 2e10 → `20 G`; where there is no prefix, `2e30`. */
export function siNumber(value: number): string {
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Math.floor(Number(exponent) / 3) * 3;
  const prefix = PREFIXES[(power - FIRST_PREFIX) / 3];
  if (prefix === undefined) return value.toExponential().replace("+", "");
  const number = Number(`${digits}e${Number(exponent) - power}`);
  return `${number}${prefix === "" ? "" : ` ${prefix}`}`;
}
