import { paddingsOf, timesOf } from "../attribute-text.ts";
import type { Use } from "./use.ts";

/** `window={size=3x3 stride=2x2 pad=0_1x0_1 lhs_dilate=1x1 rhs_dilate=1x1 rhs_reversal=0x0}` */
export interface Window {
  readonly size: readonly bigint[];
  readonly stride: readonly bigint[];
  /** Low and high of each dimension. */
  readonly padding: readonly (readonly bigint[])[];
  readonly baseDilation: readonly bigint[];
  readonly dilation: readonly bigint[];
  readonly reversal: readonly boolean[];
}

/** The window of an instruction, completed; of no dimension where none is said. */
export function windowOf(use: Use): Window {
  const fields = use.fields("window");
  const times = (key: string, absent: readonly bigint[]) => {
    const text = fields.get(key);
    if (text === undefined) return absent;
    return timesOf(text) ?? use.failValue("window", `numbers as ${key}`, text);
  };
  const size = times("size", []);
  const all = (value: bigint) => size.map(() => value);
  const pad = fields.get("pad");
  const padding = pad === undefined ? size.map(() => [0n, 0n]) : paddingsOf(pad);
  const window = {
    size,
    stride: times("stride", all(1n)),
    padding: padding ?? use.failValue("window", "low_high as pad", pad ?? ""),
    baseDilation: times("lhs_dilate", all(1n)),
    dilation: times("rhs_dilate", all(1n)),
    reversal: times("rhs_reversal", all(0n)).map((value) => value !== 0n),
  };
  const isWhole =
    Object.values(window).every((list) => list.length === size.length) &&
    window.padding.every((row) => row.length === 2);
  if (!isWhole) use.fail(`a window of ${size.length} dimensions`, use.raw("window") ?? "none");
  return window;
}
