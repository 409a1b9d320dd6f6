import type { Layer, Operand } from "../results/score-result.ts";

/**
 * All that is known of a layer but its names, proofs and the spelling of its operator: layers of
 * one signature can stand for each other.
 */
export function signatureOf(layer: Layer): string {
  const { kind, macs, trips, ace, lhs, rhs, output, stride, groups, weightCount, weightBits } =
    layer;
  return [
    ...[kind, macs, trips, ace, weightCount, weightBits],
    ...[operandSignature(lhs), operandSignature(rhs)],
    ...[output.join(), stride?.join() ?? "", groups ?? ""],
  ].join(";");
}

function operandSignature({ role, shape, bits, float }: Operand): string {
  return `${role}:${shape.join()}:${bits}:${float}`;
}

/** What likeness is judged by, a number for each different text. */
export interface Features {
  readonly signature: Int32Array;
  /** Kind and role of the right operand: layers that differ in it are never alike. */
  readonly sort: Int32Array;
  /** One array for each thing that two layers may have in common. */
  readonly shared: readonly Int32Array[];
}

/** What two layers may have in common, and what that is worth. */
const SHARED: readonly { readonly worth: number; readonly of: (layer: Layer) => string }[] = [
  { worth: 3, of: ({ name }) => name },
  { worth: 3, of: ({ rhs }) => rhs.shape.join() },
  { worth: 3, of: ({ macs }) => `${macs}` },
  { worth: 2, of: ({ lhs }) => lhs.shape.join() },
  { worth: 2, of: ({ output }) => output.join() },
  { worth: 2, of: ({ lhs, rhs }) => `${lhs.bits},${lhs.float},${rhs.bits},${rhs.float}` },
  { worth: 1, of: ({ kind, rhs }) => (kind === "convolution" ? rhs.shape.slice(2).join() : "") },
  { worth: 1, of: ({ stride, groups }) => `${stride?.join()};${groups}` },
];

const WORTHS = SHARED.map(({ worth }) => worth);
/** Two layers are alike from this likeness on. */
const LEAST = 4;
/** More than all that may be shared. */
const EQUAL = 32;

/** Features of both sides, their numbers comparable. */
export function featuresOf(
  before: readonly Layer[],
  after: readonly Layer[],
): readonly [Features, Features] {
  const tables = [0, 1, ...SHARED].map(() => new Map<string, number>());
  const features = (layers: readonly Layer[]): Features => {
    const column = (table: number, of: (layer: Layer) => string): Int32Array =>
      Int32Array.from(layers, (layer) => numberOf(tables[table] as Map<string, number>, of(layer)));
    return {
      signature: column(0, signatureOf),
      sort: column(1, ({ kind, rhs }) => `${kind},${rhs.role}`),
      shared: SHARED.map(({ of }, i) => column(i + 2, of)),
    };
  };
  return [features(before), features(after)];
}

function numberOf(table: Map<string, number>, text: string): number {
  const known = table.get(text);
  if (known !== undefined) return known;
  table.set(text, table.size);
  return table.size - 1;
}

/** How much two layers have in common; 0 where they are not alike. */
export function likeness(a: Features, i: number, b: Features, j: number): number {
  if (a.signature[i] === b.signature[j]) return EQUAL;
  if (a.sort[i] !== b.sort[j]) return 0;
  let worth = 0;
  for (let k = 0; k < WORTHS.length; k++) {
    const [left, right] = [a.shared[k] as Int32Array, b.shared[k] as Int32Array];
    if (left[i] === right[j]) worth += WORTHS[k] as number;
  }
  return worth < LEAST ? 0 : worth;
}
