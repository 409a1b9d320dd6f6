import type { CodeClaim } from "../../graph/claim.ts";

/** The key under which QONNX and FINN note the data type of a tensor. */
const DATA_TYPE = "finn_datatype";

const NAMED: Readonly<Record<string, readonly [number, number, number]>> = {
  BINARY: [0, 1, 0],
  BIPOLAR: [0, 1, 0.5],
  TERNARY: [-1, 1, 0],
};

/**
 * What a QONNX annotation claims of a tensor's values; undefined for floats and unknown types.
 *
 * Source: QONNX data types: BINARY {0, 1}, BIPOLAR {-1, +1}, TERNARY, INTn, UINTn, SCALEDINT<n>.
 */
export function claimOf(
  annotation: ReadonlyMap<string, string> | undefined,
): CodeClaim | undefined {
  const type = annotation?.get(DATA_TYPE);
  if (type === undefined) return undefined;
  const by = `annotated as ${type}`;
  const named = Object.hasOwn(NAMED, type) ? NAMED[type] : undefined;
  if (named !== undefined) {
    const [lo, hi, zero] = named;
    return { lo, hi, zero, scale: type === "BIPOLAR" ? 2 : 1, by };
  }
  const integer = /^(U?INT|SCALEDINT<)(\d{1,2})>?$/.exec(type);
  const bits = Number(integer?.[2]);
  if (integer === null || bits < 1 || bits > 64) return undefined;
  const scale = integer[1] === "SCALEDINT<" ? null : 1;
  return integer[1] === "UINT"
    ? { lo: 0, hi: 2 ** bits - 1, zero: 0, scale, by }
    : { lo: -(2 ** (bits - 1)), hi: 2 ** (bits - 1) - 1, zero: 0, scale, by };
}
