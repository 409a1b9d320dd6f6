import type { ElementType } from "../graph/element-type.ts";

/** An element as the shortest decimal that gives it back, in the float type that it is carried in. */
export function formatElement(type: ElementType, value: number | bigint): string {
  if (typeof value === "bigint") return `${value}`;
  if (Object.is(value, -0)) return "-0";
  if (type === "f64" || Number.isInteger(value) || !Number.isFinite(value)) return `${value}`;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${short}`;
  }
  return `${Number(value.toPrecision(9))}`;
}
