import { innerValues, isAbsolute } from "./grid.ts";
import { type Interval, typeInterval } from "./interval.ts";
import { codeCount, type Grid, type ValueSet } from "./value-set.ts";
import type { Varying } from "./varying.ts";

/** Sets of up to this many values are written out in braces, others of few values in a list. */
const IN_BRACES = 4;
const IN_A_LIST = 8;
/** The integers of a type of more codes than this are named by the type. */
const MANY_CODES = 2 ** 16;

/** What a tensor can hold, in words: `{-1, +1}`, `integers -8 … 7`, `f32 in [0, 6]`. */
export function describeValues(set: ValueSet): string {
  return `${codesText(set) ?? boundsText(set)}${uncountedText(set)}`;
}

/** Undefined where the codes say no more than the bounds do. */
function codesText({ grid, carrier }: ValueSet): string | undefined {
  if (grid === undefined) return undefined;
  const count = codeCount(grid);
  const plain = grid.step === 1 && grid.origin === 0 && grid.levels === undefined;
  if (!Number.isFinite(count)) return plain && isAbsolute(grid) ? unboundedText(grid) : undefined;
  if (grid.opaque !== undefined) return opaqueText(grid, grid.opaque);
  const codes = innerText(grid, count, plain);
  if (!isAbsolute(grid)) return codes + variedText(grid);
  const { lo, hi } = typeInterval(carrier);
  return plain && count > MANY_CODES && grid.lo === lo && grid.hi === hi ? carrier : codes;
}

function unboundedText({ lo, hi }: Grid): string {
  if (Number.isFinite(lo)) return `integers from ${number(lo)}`;
  return Number.isFinite(hi) ? `integers up to ${number(hi)}` : "integers";
}

/** The codes with all that is known of them: step, origin, levels. */
function innerText(grid: Grid, count: number, plain: boolean): string {
  if (count <= IN_BRACES) return `{${signed(innerValues(grid)).join(", ")}}`;
  const varies = !isAbsolute(grid);
  if (varies && grid.levels === undefined) return `${count} codes ${scaledRange(grid)}`;
  if (plain) return `integers ${range(grid)}`;
  if (grid.levels === undefined && count > IN_A_LIST) return range(grid) + affineText(grid);
  const values = innerValues(grid).map(number);
  return `${count} levels ${count <= IN_A_LIST ? values.join(", ") : `${values[0]} … ${values.at(-1)}`}`;
}

function range({ lo, hi }: Grid): string {
  return `${number(lo)} … ${number(hi)}`;
}

/** A known step is nothing beside a scale that is not known. */
function scaledRange(grid: Grid): string {
  if (grid.factor === undefined) return range(grid) + affineText(grid);
  return grid.origin === 0 ? range(grid) : `(${range(grid)}${affineText(grid)})`;
}

function affineText({ step, origin }: Grid): string {
  const factor = step === 1 ? "" : ` × ${number(step)}`;
  if (origin === 0) return factor;
  return `${factor} ${origin < 0 ? "-" : "+"} ${number(Math.abs(origin))}`;
}

function opaqueText(grid: Grid, opaque: Varying): string {
  return `${codeCount(grid)} codes, each ${varyingText(opaque, "value")}`;
}

/** What is known at run time only, or varies along axes. */
function variedText({ factor, shift }: Grid): string {
  const scale = factor === undefined ? "" : ` × ${varyingText(factor, "scale")}`;
  return shift === undefined ? scale : `${scale} + ${varyingText(shift, "offset")}`;
}

function varyingText({ axes, stored }: Varying, what: string): string {
  const article = stored && what === "offset" ? "an" : "a";
  const places = axes.filter(({ block }) => block === 1).map(({ axis }) => axis);
  const parts = [
    ...(places.length === 0 ? [] : [`per place on ${axesText(places)}`]),
    ...axes.flatMap(({ axis, block }) =>
      block === 1 ? [] : [`per block of ${block} on axis ${axis}`],
    ),
  ];
  return [article, ...(stored ? [] : ["run-time"]), what, parts.join(" and ")].join(" ").trimEnd();
}

function axesText(axes: readonly number[]): string {
  return axes.length === 1 ? `axis ${axes[0]}` : `axes ${axes.join(", ")}`;
}

function boundsText({ carrier, interval }: ValueSet): string {
  const { lo, hi }: Interval = interval;
  const whole = typeInterval(carrier);
  const below = Number.isFinite(lo) && lo !== whole.lo;
  const above = Number.isFinite(hi) && hi !== whole.hi;
  if (below && above) return `${carrier} in [${number(lo)}, ${number(hi)}]`;
  if (below) return `${carrier} >= ${number(lo)}`;
  return above ? `${carrier} <= ${number(hi)}` : carrier;
}

/** Values beside the codes, which the width does not count. */
function uncountedText({ extra = [], padded = [], strays }: ValueSet): string {
  const parts = [
    ...(extra.length === 0 ? [] : [`${listed(extra)} uncounted`]),
    ...(padded.length === 0 ? [] : [`${listed(padded)} where padded`]),
    ...(strays === true ? ["others uncounted"] : []),
  ];
  return parts.length === 0 ? "" : ` (and ${parts.join(", ")})`;
}

function listed(values: readonly number[]): string {
  return [...new Set(values)].map(number).join(", ");
}

/** Numbers with a plus where others have a minus. */
function signed(values: readonly number[]): readonly string[] {
  const negative = values.some((value) => value < 0);
  return values.map((value) => (negative && value > 0 ? `+${number(value)}` : number(value)));
}

/** Integers in full, others with four digits. */
function number(value: number): string {
  const shown = Number.isSafeInteger(value) ? value : Number(value.toPrecision(4));
  return `${shown === 0 ? 0 : shown}`;
}
