export { grouped } from "../../results/grouped.ts";

const SUFFIXES = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];

/** Four digits and a decimal suffix: `4.091G`; up to 999 as it is. */
export function compact(value: bigint | number): string {
  return scaled(Number(value), 1000, SUFFIXES);
}

/** Decimal size: `72.44 kB`, MB = 10^6 bytes. */
export function decimalSize(bits: bigint): string {
  return scaled(Number(bits) / 8, 1000, [" B", " kB", " MB", " GB", " TB", " PB", " EB"]);
}

/** Binary size: `70.75 KiB`. */
export function binarySize(bits: bigint): string {
  return scaled(Number(bits) / 8, 1024, [" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"]);
}

/** Energy in the unit that fits: `1.234 uJ`. */
export function energy(picojoules: number): string {
  return scaled(picojoules, 1000, [" pJ", " nJ", " uJ", " mJ", " J", " kJ", " MJ"]);
}

/** A share as `47.5%`; what is too small to show is `<0.1%`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return "<0.1%";
  return `${(share * 100).toFixed(1)}%`;
}

/** Share of a count in a whole; 0 of nothing. */
export function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let step = 0;
  let rest = value;
  while (Number(digits(rest, step)) >= base && step < units.length - 1) {
    rest /= base;
    step++;
  }
  return digits(rest, step) + (units[step] as string);
}

/** Four significant digits; a whole number that was not scaled has no fraction. */
function digits(value: number, step: number): string {
  if (step === 0 && Number.isInteger(value)) return value.toString();
  if (value >= 10_000) return value.toExponential(3);
  const places = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
  return value.toFixed(places);
}
