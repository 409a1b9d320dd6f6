import { claimedValues, difference } from "../bits/claims.ts";
import { widthOf } from "../domain/value-set.ts";
import { AceError } from "../errors.ts";
import type { WidthClaim } from "../graph/claim.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import type { Warning } from "../graph/imported.ts";
import { nameMatcher, oneOf } from "../results/names.ts";
import type { LayerRule, TensorRule, Widths } from "../results/widths.ts";
import type { Row, RowOperand } from "./counted.ts";

/** Claimed widths, and what messages call the place where they stand. */
export interface Claims {
  readonly widths: Widths;
  readonly source: string;
  /** Patterns of weights that named an argument when the model was read. */
  readonly marked?: ReadonlySet<string>;
}

/** One rule of the claims, and what messages call it. */
interface Named<R> {
  readonly rule: R;
  readonly label: string;
  readonly by: string;
}

function rulesOf<K extends "match" | "tensor">(
  { widths, source }: Claims,
  kind: K,
): readonly Named<K extends "match" ? LayerRule : TensorRule>[] {
  return (widths.rules ?? []).flatMap((rule, i) => {
    if (!(kind in rule)) return [];
    const label = `rule ${i + 1} of ${source}`;
    const by = rule.why === undefined ? label : `${label} (${rule.why})`;
    return [{ rule: rule as never, label, by }];
  });
}

/**
 * Writes down what the rules say of tensors; the first rule that matches counts.
 *
 * @throws {AceError} `wrong-usage` for a pattern that matches no tensor
 */
export function claimTensors(graph: Graph, claims: Claims): void {
  const tensors = namesOf(graph);
  const stored = [...tensors].filter(([, id]) => graph.constants.has(id)).map(([name]) => name);
  (claims.widths.weights ?? []).forEach((pattern, i) => {
    if (claims.marked?.has(pattern)) return;
    const label = `weights ${i + 1} of ${claims.source}`;
    matching(pattern, stored, label, "a stored tensor");
  });
  const claimed = new Set<TensorId>();
  for (const { rule, label, by } of rulesOf(claims, "tensor")) {
    const { tensor, bits, signed } = rule;
    for (const name of matching(tensor, [...tensors.keys()], label, "a tensor")) {
      const id = tensors.get(name) as TensorId;
      if (claimed.has(id)) continue;
      claimed.add(id);
      const claim: WidthClaim = { bits, by, ...(signed === undefined ? {} : { signed }) };
      graph.claims.set(id, claim);
    }
  }
}

function namesOf(graph: Graph): ReadonlyMap<string, TensorId> {
  const names = new Map<string, TensorId>();
  for (let id = 0; id < graph.tensorCount; id++) {
    const name = graph.tensorName(id);
    if (name !== undefined) names.set(name, id);
  }
  return names;
}

/** @throws {AceError} `wrong-usage` where no name matches, with the nearest ones */
function matching(
  pattern: string,
  names: readonly string[],
  label: string,
  what: string,
): readonly string[] {
  const found = names.filter(nameMatcher(pattern));
  if (found.length > 0) return found;
  const expected = names.length === 0 ? `a model that has ${what}` : oneOf(names, pattern);
  throw new AceError("wrong-usage", { action: "apply", subject: label, expected, got: pattern });
}

/** Rows with the widths that somebody claims, and where a claim says otherwise than a proof. */
export interface ClaimedRows {
  readonly rows: readonly Row[];
  readonly warnings: readonly Warning[];
}

/**
 * What the rules say of layers; the first rule that matches a row counts.
 *
 * @throws {AceError} `wrong-usage` for a pattern that matches no row
 */
export function claimRows(rows: readonly Row[], claims: Claims): ClaimedRows {
  const names = rows.map(({ name }) => name);
  const claimed = new Map<string, Named<LayerRule>>();
  for (const named of rulesOf(claims, "match")) {
    for (const name of matching(named.rule.match, names, named.label, "a layer")) {
      if (!claimed.has(name)) claimed.set(name, named);
    }
  }
  const warnings: Warning[] = [];
  const claim = (row: Row): Row => {
    const named = claimed.get(row.name);
    return named === undefined ? row : claimedRow(row, named, (warning) => warnings.push(warning));
  };
  return { rows: rows.map(claim), warnings };
}

function claimedRow(
  row: Row,
  { rule: { lhsBits, rhsBits }, by }: Named<LayerRule>,
  warn: (warning: Warning) => void,
): Row {
  const { name: node, contraction } = row;
  const where = { node, operator: contraction.origin.operator };
  const claimed = (operand: RowOperand, bits: number | undefined): RowOperand => {
    if (bits === undefined) return operand;
    const { facts, role } = operand;
    const claim = { bits, by };
    const values = claimedValues(claim, facts.type.element, facts.values);
    const warning = difference(claim, values, facts.values, where);
    if (warning !== undefined) warn(warning);
    return { role, facts: { ...facts, values }, width: widthOf(values) };
  };
  return { ...row, lhs: claimed(row.lhs, lhsBits), rhs: claimed(row.rhs, rhsBits) };
}
