import type { Layer, Operand, ScoreResult } from "../../src/index.ts";
import type { Expected, ExpectedLayer, ExpectedTotals } from "./expected.ts";
import type { Finding } from "./report.ts";

/**
 * Compares a score with the right answers: multiply-accumulates row by row in order, widths where
 * something is known of them, the other totals where all widths are known.
 *
 * An operand that is `assumed` is right where its element type is the answer (an unquantized float);
 * others are still to be proven, which is incomplete. Rows without work are left out on both sides:
 * a branch that is not taken may be absent. Exporters unroll loops, so where rows with trips do not
 * match one by one the sums by widths must.
 *
 * @param inOrder - false for a form that has its operations in another order than the source
 * @param ofFile - totals of this file, where the exporter changed the network
 */
export function compareCost(
  expected: Expected,
  score: ScoreResult,
  ofFile?: ExpectedTotals,
  inOrder = true,
): Omit<Finding, "name"> {
  const totals = ofFile ?? expected.totals;
  const [missing] = score.missing;
  if (score.atLeast.includes("macs") && score.totals.macs <= totals.macs) {
    return { verdict: "incomplete", reason: missing?.reason ?? "macs are at least" };
  }
  const want = expected.layers.filter(({ macs }) => macs > 0n);
  const have = score.layers.filter(({ macs }) => macs > 0n);
  const rows = ofFile === undefined ? compareRows(want, have, inOrder) : noRows(have);
  const wrong = [
    ...difference("macs", totals.macs, score.totals.macs),
    ...rows.wrong,
    ...(rows.assumed === 0 ? compareTotals(expected, score, ofFile) : []),
  ];
  const { assumed } = rows;
  if (wrong.length > 0) return { verdict: "wrong", reason: wrong.join("; "), assumed };
  if (assumed > 0) return { verdict: "incomplete", reason: "operands assumed", assumed };
  return missing === undefined
    ? { verdict: "right" }
    : { verdict: "incomplete", reason: missing.reason };
}

interface RowFindings {
  readonly wrong: readonly string[];
  /** Operands of which only the element type is known, where that is not the answer. */
  readonly assumed: number;
}

function isAssumed({ status }: Operand): boolean {
  return status === "assumed";
}

function assumedOperands(rows: readonly Layer[]): number {
  return rows.flatMap(({ lhs, rhs }) => [lhs, rhs]).filter(isAssumed).length;
}

function noRows(have: readonly Layer[]): RowFindings {
  const floats = have.every(({ lhs, rhs }) => lhs.float && rhs.float);
  return { wrong: [], assumed: floats ? 0 : assumedOperands(have) };
}

function difference(what: string, want: unknown, have: unknown): readonly string[] {
  return want === have ? [] : [`${what}: expected ${want}, got ${have}`];
}

function compareRows(
  want: readonly ExpectedLayer[],
  have: readonly Layer[],
  inOrder: boolean,
): RowFindings {
  const aligned = align(want, have, inOrder);
  if (aligned === undefined) return compareUnaligned(want, have);
  const pairs = aligned.flatMap(([row, layer]) => {
    return [
      { name: `${layer.name} lhs`, expected: width(row.lhsBits, row.lhsFloat), got: layer.lhs },
      { name: `${layer.name} rhs`, expected: width(row.rhsBits, row.rhsFloat), got: layer.rhs },
    ];
  });
  const differing = pairs.filter(({ expected, got }) => expected !== width(got.bits, got.float));
  return {
    assumed: differing.filter(({ got }) => isAssumed(got)).length,
    wrong: differing
      .filter(({ got }) => !isAssumed(got))
      .map(
        ({ name, expected, got }) =>
          `${name}: expected ${expected}, got ${width(got.bits, got.float)} (${got.proof})`,
      ),
  };
}

/**
 * Rows side by side: in order, or, where a file runs its branches in another order than its source,
 * each with the first that is left of the same work, and of the same widths where there is one.
 */
function align(
  want: readonly ExpectedLayer[],
  have: readonly Layer[],
  inOrder: boolean,
): readonly (readonly [ExpectedLayer, Layer])[] | undefined {
  const left = [...have];
  const pairs: (readonly [ExpectedLayer, Layer])[] = [];
  for (const row of want) {
    const sameWork = left.filter(({ macs }) => macs === row.macs);
    const isNext = left[0] === sameWork[0] && (inOrder || sameWork[0] === undefined);
    const next = isNext ? sameWork[0] : undefined;
    const found = next ?? sameWork.find((layer) => sameWidths(row, layer)) ?? sameWork[0];
    if (found === undefined) return undefined;
    left.splice(left.indexOf(found), 1);
    pairs.push([row, found]);
  }
  return left.length === 0 ? pairs : undefined;
}

function sameWidths(row: ExpectedLayer, { lhs, rhs }: Layer): boolean {
  return (
    width(row.lhsBits, row.lhsFloat) === width(lhs.bits, lhs.float) &&
    width(row.rhsBits, row.rhsFloat) === width(rhs.bits, rhs.float)
  );
}

function compareUnaligned(want: readonly ExpectedLayer[], have: readonly Layer[]): RowFindings {
  if (!want.some(({ tripCount }) => tripCount > 1)) {
    const list = (rows: readonly { readonly macs: bigint }[]) =>
      rows.map(({ macs }) => macs).join(" ");
    return { wrong: difference("rows", list(want), list(have)), assumed: 0 };
  }
  const wrong = compareSums(want, have);
  const assumed = wrong.length === 0 ? 0 : assumedOperands(have);
  return { wrong: assumed > 0 ? [] : wrong, assumed };
}

function width(bits: number, float: boolean): string {
  return `${float ? "f" : ""}${bits}`;
}

/** Multiply-accumulates by the widths of their operands. */
function compareSums(want: readonly ExpectedLayer[], have: readonly Layer[]): readonly string[] {
  const expected = byWidths(
    want.map((row) => [
      `${width(row.lhsBits, row.lhsFloat)}x${width(row.rhsBits, row.rhsFloat)}`,
      row.macs,
    ]),
  );
  const got = byWidths(
    have.map(({ lhs, rhs, macs }) => [
      `${width(lhs.bits, lhs.float)}x${width(rhs.bits, rhs.float)}`,
      macs,
    ]),
  );
  return difference("macs by widths", expected, got);
}

function byWidths(rows: readonly (readonly [string, bigint])[]): string {
  const sums = new Map<string, bigint>();
  for (const [key, macs] of rows) sums.set(key, (sums.get(key) ?? 0n) + macs);
  return [...sums]
    .map(([key, macs]) => `${key} ${macs}`)
    .toSorted()
    .join(", ");
}

/** Weights are counted row by row where no row is left out, that of a branch which is not taken. */
function compareTotals(
  expected: Expected,
  score: ScoreResult,
  ofFile: ExpectedTotals | undefined,
): readonly string[] {
  const { acePokebnn, ace, weightBits } = ofFile ?? expected.totals;
  const native = score.byBits.reduce(
    (sum, row) => sum + row.macs * BigInt(row.lhsBits) * BigInt(row.rhsBits),
    0n,
  );
  const weightCount = expected.layers
    .filter(({ sharedWeight }) => !sharedWeight)
    .reduce((sum, layer) => sum + layer.weightCount, 0n);
  return [
    ...difference("ace", acePokebnn, score.totals.ace),
    ...difference("ace at native widths", ace, native),
    ...(score.atLeast.includes("weightBits")
      ? []
      : difference("weight bits", weightBits, score.totals.weightBits)),
    ...(ofFile === undefined &&
    !score.atLeast.includes("weightBits") &&
    score.layers.every(({ trips }) => trips > 0n)
      ? difference("weight count", weightCount, score.totals.weightCount)
      : []),
  ];
}
