import type { Fix, Verdict } from "../results/check-result.ts";
import { nameMatcher, oneOf } from "../results/names.ts";
import type { Layer, ScoreResult } from "../results/score-result.ts";
import { decimal, excess, percentOf, spelled } from "./amounts.ts";
import { contributorsOf } from "./contributors.ts";
import { compareExact, type Exact, exactText, times } from "./exact.ts";
import { fixAt, type JsonDocument, keyAt, refuse } from "./json-document.ts";
import type { Limit, LimitKind, Target } from "./limit.ts";
import { sumOf } from "./metric.ts";
import { type Case, type LayerPair, pairsOf } from "./moved.ts";
import { roundedUp } from "./units.ts";

const PERCENT: Exact = { units: 1n, places: 2 };

/** What a limit is held against. */
interface Figures {
  readonly measured: Exact | undefined;
  readonly before: Exact | undefined;
  /** What the limit allows, in the metric's unit; undefined where that is not known. */
  readonly allowed: Exact | undefined;
  /** Of a share: the whole. */
  readonly whole: Exact | undefined;
}

/**
 * Holds a model against one limit, exactly; what is measured may be as much as is allowed.
 *
 * @throws {AceError} `wrong-usage` for a pattern that matches no layer
 */
export function limitVerdict(
  limit: Limit,
  document: JsonDocument,
  one: Case & { readonly pairs: readonly LayerPair[] },
): Verdict {
  const { target, kind, level, path } = limit;
  const pairs = matching(target, one, document, limit);
  const figures = figuresOf(limit, pairs, one);
  const { measured, allowed, before } = figures;
  const isKept = measured !== undefined && allowed !== undefined && !isMore(measured, allowed);
  const isNew = kind === "growth" && one.baseline === undefined;
  const { key, unit, total } = target.measure;
  const isBound = total !== undefined && one.after.atLeast.includes(total);
  const sides = { before: one.baseline?.before, after: one.after };
  return {
    kind,
    status: isKept ? "ok" : isNew ? "warn" : level,
    ...keyAt(document, path),
    name: nameOf(limit),
    metric: key,
    unit: unit === "width" ? "bit" : unit,
    ...(measured === undefined ? {} : { measured: decimal(measured) }),
    ...(allowed === undefined ? {} : { allowed: decimal(allowed) }),
    ...(before === undefined ? {} : { before: decimal(before) }),
    ...(isBound ? { atLeast: true as const } : {}),
    reason: isNew
      ? `${key} has nothing to grow from: the baseline does not have this model`
      : reasonOf(limit, figures, isBound) + dimsNote(one),
    ...(isKept || allowed === undefined
      ? { contributors: [], others: 0 }
      : contributorsOf(target, pairs, sides, allowed)),
    ...(isKept ? {} : fixOf(limit, figures, document, one.updateCommand)),
  };
}

/** The layers that a limit is about; all of them for one on the model. */
function matching(
  target: Target,
  { pairs, after }: { readonly pairs: readonly LayerPair[]; readonly after: ScoreResult },
  document: JsonDocument,
  { path }: Limit,
): readonly LayerPair[] {
  if (target.of === "model") return pairs;
  const matches = nameMatcher(target.pattern);
  const names = after.layers.map(({ name }) => name);
  if (names.some(matches)) return pairsOf(pairs, matches);
  const at = path.slice(0, path.indexOf("layers") + 2);
  const expected = names.length === 0 ? "a model with layers" : oneOf(names, target.pattern);
  return refuse(document, at, expected, "a pattern that matches no layer");
}

function figuresOf(limit: Limit, pairs: readonly LayerPair[], one: Case): Figures {
  const { target, kind, amount } = limit;
  const before = one.baseline && measure(target, one.baseline.before, pairs, "before");
  const measured = measure(target, one.after, pairs, "after");
  const { total } = target.measure;
  const whole = kind === "share" && total ? sumOf(one.after.totals[total]) : undefined;
  return { measured, before, whole, allowed: allowedBy(kind, amount, before, whole) };
}

function measure(
  target: Target,
  result: ScoreResult,
  pairs: readonly LayerPair[],
  side: "before" | "after",
): Exact | undefined {
  if (target.of === "model") return target.measure.of(result);
  return target.measure.of(
    pairs.map((pair) => pair[side]).filter((row): row is Layer => row !== null),
  );
}

function allowedBy(
  kind: LimitKind,
  amount: Exact,
  before: Exact | undefined,
  whole: Exact | undefined,
): Exact | undefined {
  const part = times(amount, PERCENT);
  switch (kind) {
    case "max":
      return amount;
    case "growth":
      return (
        before &&
        times(before, { units: part.units + 10n ** BigInt(part.places), places: part.places })
      );
    case "share":
      return whole && times(whole, part);
    default:
      return kind satisfies never;
  }
}

function isMore(a: Exact, b: Exact): boolean {
  return compareExact(a, b) > 0;
}

/** `ace`, `ace growth`, `head/*: ace share`. */
function nameOf({ target, kind }: Limit): string {
  const { key } = target.measure;
  const what = kind === "max" ? key : `${key} ${kind}`;
  return target.of === "model" ? what : `${target.pattern}: ${what}`;
}

function reasonOf(limit: Limit, figures: Figures, isBound: boolean): string {
  const { measured, allowed } = figures;
  const { key, unit } = limit.target.measure;
  const of = limit.target.of === "layers" ? ` of ${limit.target.pattern}` : "";
  if (measured === undefined || allowed === undefined) {
    return `${key}${of} is not known: no published figure, or no accumulator of a float`;
  }
  const amount = `${isBound ? "at least " : ""}${spelled(measured, unit)}`;
  const room = `${spelled(allowed, unit)} allowed${basisOf(limit, figures)}`;
  if (!isMore(measured, allowed)) return `${key}${of} is ${amount}, of ${room}`;
  const more = unit === "width" ? undefined : excess(measured, allowed);
  return `${key}${of} is ${amount}, ${more === undefined ? "" : `${more} `}more than the ${room}`;
}

/** Sizes that differ from the baseline's account for much. */
function dimsNote({ baseline, after }: Case): string {
  const then = baseline?.before.dims ?? after.dims;
  const changed = Object.entries(after.dims).filter(([name, size]) => then[name] !== size);
  return changed
    .map(([name, size]) => `; ${name} is ${size}, was ${then[name] ?? "not known"}`)
    .join("");
}

/** What the allowed amount was worked out of. */
function basisOf({ kind, amount, target }: Limit, { before, whole }: Figures): string {
  const { unit } = target.measure;
  if (kind === "growth" && before) {
    return ` (${exactText(amount)}% over the baseline's ${spelled(before, unit)})`;
  }
  if (kind === "share" && whole) {
    return ` (${exactText(amount)}% of the model's ${spelled(whole, unit)})`;
  }
  return "";
}

/** The line that would allow it, or the command that takes it for the new baseline. */
function fixOf(
  { kind, target, path }: Limit,
  { measured, before, whole }: Figures,
  document: JsonDocument,
  updateCommand: string | undefined,
): { readonly fix?: Fix } {
  const value = measured && proposed();
  if (value === undefined) return {};
  const text = `${JSON.stringify(path.at(-1))}: ${value}`;
  const command = kind === "growth" && updateCommand ? { command: updateCommand } : {};
  return { fix: { ...fixAt(document, path), text, ...command } };

  function proposed(): string | undefined {
    const { unit } = target.measure;
    if (kind === "max")
      return unit === "width"
        ? exactText(measured as Exact)
        : JSON.stringify(roundedUp(measured as Exact, unit));
    if (kind === "share") return whole && percent(measured as Exact, whole);
    if (before === undefined || before.units === 0n) return undefined;
    const grown = excess(measured as Exact, before);
    return grown && JSON.stringify(grown);
  }
}

function percent(part: Exact, whole: Exact): string | undefined {
  const text = percentOf(part, whole);
  return text && JSON.stringify(text);
}
