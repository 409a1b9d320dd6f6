import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { blurs, fitted, isOn, settled, varyings } from "../grid.ts";
import { type Interval, typeInterval } from "../interval.ts";
import {
  type Place,
  parameterAxes,
  resultElement,
  resultShape,
  type Solver,
  step,
} from "../solver.ts";
import { codeCount, type Grid, isStated, type Root, type ValueSet } from "../value-set.ts";
import { unitedAxes, type Varying, type VaryingAxis } from "../varying.ts";
import { type Argument, argument, FEW_CODES, MOST_COMBINED, withOwnValues } from "./small-sets.ts";

/** Most combinations of the codes of several tensors. */
const MOST_COMBINATIONS = 4096;

export type Scalar = (...x: readonly number[]) => number;

/** How a function met its inputs; a caller that knows better passes over some of these. */
export type Manner = "one root" | "combined" | "with parameters";

/**
 * A function of small sets, code by code. Of one tensor's codes, of inputs that one tensor decides, or of
 * every combination. Parameters that stretch along an axis leave as many codes, whose values vary
 * along the others.
 *
 * @param at - which inputs of the operator these are, where not the first
 */
export function mapped(
  name: string,
  f: Scalar,
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
  manners: readonly Manner[] = ["one root", "combined", "with parameters"],
  at: readonly number[] = inputs.map((_, i) => i),
): ValueSet | undefined {
  if (inputs.every(({ grid, root }) => grid === undefined && root === undefined)) return undefined;
  const limit = inputs.length > 1 && manners.includes("combined") ? MOST_COMBINED : FEW_CODES;
  const found = inputs.map((set, i) => argument(set, at[i] as number, place, solver, limit));
  const request = requestOf({ name, f, found, at, place, solver });
  const { roots } = request;
  if (roots.length === 0) return undefined;
  const combines = manners.includes("combined");
  if (isTabled(request)) {
    const manner = roots.length === 1 ? "one root" : "combined";
    return manners.includes(manner) ? byTable(request) : undefined;
  }
  const opaque = () => (manners.includes("with parameters") ? opaquely(request) : undefined);
  const combined = () => (combines ? byOwnValues(request) : undefined);
  if (roots.length === 1) return opaque() ?? combined();
  return combines ? (combined() ?? opaque()) : undefined;
}

type Coded = Extract<Argument, { kind: "codes" }>;

interface Request {
  readonly name: string;
  readonly f: Scalar;
  readonly found: readonly Argument[];
  /** Their places among the inputs of the operator. */
  readonly at: readonly number[];
  readonly coded: readonly Coded[];
  readonly roots: readonly Root[];
  readonly place: Place;
  readonly solver: Solver;
}

function requestOf(asked: Omit<Request, "coded" | "roots">): Request {
  const coded = asked.found.filter((entry) => entry.kind === "codes");
  const roots = new Map(coded.map(({ alphabet }) => [alphabet.root.number, alphabet.root]));
  return { ...asked, coded, roots: [...roots.values()] };
}

/** True where every input is known for each value of its root. */
function isTabled({ found }: Request): boolean {
  return found.every(
    (entry) =>
      entry.kind === "constant" ||
      (entry.kind === "codes" && entry.alphabet.root.table !== undefined),
  );
}

/** Every combination of values that are known, where it is not known how roots decide them. */
function byOwnValues(request: Request): ValueSet | undefined {
  const { at, solver } = request;
  const found = request.found.map((entry, i) =>
    withOwnValues(entry, solver.number(at[i] as number)),
  );
  const own = requestOf({ ...request, found });
  return isTabled(own) ? byTable(own) : undefined;
}

/** As many codes as the roots have together; their values are not known. */
function opaquely({ name, found, at, coded, roots, place, solver }: Request): ValueSet | undefined {
  const [root, ...others] = roots as [Root, ...Root[]];
  const codes = roots.reduce((count, { counted }) => count * counted, 1);
  if (codes > FEW_CODES || (others.length === 0 && !rootsLineUp(coded))) return undefined;
  const parts: readonly Pick<Varying, "axes" | "stored">[] = [
    ...found.filter((entry) => entry.kind === "parameter"),
    ...coded.flatMap(({ alphabet, set }): readonly Pick<Varying, "axes" | "stored">[] => {
      const own = set.grid === undefined ? [] : varyings(set.grid);
      return alphabet.root.varies === undefined ? own : [...own, alphabet.root.varies];
    }),
  ];
  const axes = parts.map((part) => part.axes).reduce(unitedAxes, []);
  const stored = parts.every((part) => part.stored);
  if (others.length > 0 && !stored) return undefined;
  if (isOneEach(codes, axes, { found, at, place, solver })) return undefined;
  const opaque = {
    number: solver.derived(name, ...at.map((input) => solver.number(input))),
    axes,
    stored,
    sign: 0,
  } as const;
  const { set } = coded[0] as Coded;
  const result: ValueSet = {
    carrier: resultElement(place),
    interval: typeInterval(resultElement(place)),
    grid: { lo: 0, hi: codes - 1, step: 1, origin: 0, opaque },
    ...(root.size > root.counted || coded.some((entry) => entry.set.strays)
      ? { strays: true }
      : {}),
    ...marks(coded),
    ...(others.length > 0 ? {} : rootPart(coded, root, { axes, stored })),
    status: others.length > 0 ? "proven" : set.status,
    proof: step(solver, "mapped", `each code has one value by ${name}`, reasonOf(coded)),
  };
  const codesStored = found.every(
    (entry, i) => entry.kind !== "codes" || solver.stored(at[i] as number),
  );
  const left = settled(result, resultShape(place), codesStored);
  return left.grid === undefined ? undefined : left;
}

/**
 * True where stored codes that nobody declares meet each place along the axes no more than once each,
 * as places themselves do (an index, the distance of a shift): all that is told apart lies in the
 * parameters then.
 */
function isOneEach(
  codes: number,
  axes: readonly VaryingAxis[],
  { found, at, place, solver }: Pick<Request, "found" | "at" | "place" | "solver">,
): boolean {
  const coded = at.filter((_, i) => found[i]?.kind === "codes");
  const declared = found.some((entry) => entry.kind === "codes" && isStated(entry.set));
  if (declared || !coded.every((input) => solver.stored(input))) return false;
  const own = coded.map((input) => parameterAxes(input, place, solver));
  const shape = resultShape(place);
  const all = [axes, ...own].reduce(unitedAxes, []);
  return placesAlong(all, shape) <= codes * placesAlong(axes, shape);
}

function placesAlong(axes: readonly VaryingAxis[], shape: readonly number[]): number {
  return axes.reduce((n, { axis, block }) => n * ((shape[axis] as number) / block), 1);
}

/** Several inputs that one tensor decides must have its shape, or they are paired otherwise. */
function rootsLineUp(coded: readonly Coded[]): boolean {
  return coded.length === 1 || coded.every(({ alphabet }) => alphabet.aligned);
}

function rootPart(coded: readonly Coded[], root: Root, varies: NonNullable<Root["varies"]>) {
  const { table: _, exact: __, ...bare } = root;
  return coded.every(({ alphabet }) => alphabet.aligned) ? { root: { ...bare, varies } } : {};
}

/** The set that a proof goes on from: not that of a truth value. */
function reasonOf(coded: readonly Coded[]): ValueSet | undefined {
  return coded.map(({ set }) => set).find(({ carrier }) => carrier !== "bool");
}

/** What a result inherits from any of the sets that it is made of. */
function marks(coded: readonly Coded[]): Pick<ValueSet, "summed" | "residue"> {
  return {
    ...(coded.some(({ set }) => set.summed) ? { summed: true } : {}),
    ...(coded.some(({ set }) => set.residue) ? { residue: true } : {}),
  };
}

/** Every combination of the roots' values, and what the function makes of each. */
function byTable(request: Request): ValueSet | undefined {
  const { name, coded, roots, place, solver } = request;
  if (roots.length === 1 && !rootsLineUp(coded)) return undefined;
  const [first] = roots as [Root];
  if (roots.length === 1 && first.counted > FEW_CODES) return undefined;
  const combinations = roots.reduce((count, { size }) => count * size, 1);
  if (combinations > MOST_COMBINATIONS) return undefined;
  const values = tabulated(request, combinations);
  const whole = typeInterval(resultElement(place));
  if (values.counted.some(Number.isNaN)) return undefined;
  if (values.all.some((value) => value < whole.lo || value > whole.hi)) return undefined;
  const grid = fitted(values.counted);
  if (grid === undefined) return undefined;
  const { set } = coded[0] as Coded;
  const kept =
    coded.length === 1 && set.grid !== undefined && codeCount(set.grid) === codeCount(grid);
  const text = coded.length === 1 ? `${name} of each code` : `${name} of each pair of codes`;
  return {
    carrier: resultElement(place),
    interval: hullOf(values.all),
    grid,
    ...outside(grid, "extra", values.signs.filter(Number.isFinite)),
    ...outside(grid, "padded", values.padded.filter(Number.isFinite)),
    ...(values.all.some(isInfinite) ? { strays: true, interval: whole } : {}),
    ...(coded.some((entry) => entry.set.strays) ? { strays: true, interval: whole } : {}),
    ...(blurs(values.counted) ? { strays: true } : {}),
    ...marks(coded),
    ...tabledRoot(request, values.all),
    status: kept ? set.status : "proven",
    proof: step(solver, roots.length > 1 ? "combined" : "mapped", text, reasonOf(coded)),
  };
}

function tabledRoot({ coded, roots }: Request, all: readonly number[]): { root?: Root } {
  const [root] = roots as [Root];
  const aligned = coded.every(({ alphabet }) => alphabet.aligned);
  return roots.length === 1 && aligned ? { root: { ...root, table: all } } : {};
}

interface Tabulated {
  readonly all: readonly number[];
  readonly counted: readonly number[];
  readonly signs: readonly number[];
  readonly padded: readonly number[];
}

function tabulated({ f, found, roots, place }: Request, combinations: number): Tabulated {
  const finish = finisher(resultElement(place));
  const all: number[] = [];
  const counted: number[] = [];
  const signs: number[] = [];
  const padded: number[] = [];
  for (let c = 0; c < combinations; c++) {
    const digits = digitsOf(c, roots);
    const value = finish(f(...found.map((entry) => valueAt(entry, digits))));
    all.push(value);
    if (roots.every((root) => (digits.get(root.number) as number) < root.counted))
      counted.push(value);
    else if (roots.every((root) => (digits.get(root.number) as number) < root.signs))
      signs.push(value);
    else padded.push(value);
  }
  return { all, counted, signs, padded };
}

function digitsOf(combination: number, roots: readonly Root[]): ReadonlyMap<number, number> {
  const digits = new Map<number, number>();
  let rest = combination;
  for (const { number, size } of roots) {
    digits.set(number, rest % size);
    rest = Math.floor(rest / size);
  }
  return digits;
}

function valueAt(entry: Argument, digits: ReadonlyMap<number, number>): number {
  if (entry.kind === "constant") return entry.value;
  if (entry.kind === "parameter") return Number.NaN;
  const { root } = entry.alphabet;
  return (root.table as readonly number[])[digits.get(root.number) as number] as number;
}

/** What a result is rounded to. */
export function finisher(element: ElementType): (x: number) => number {
  return isFloat(element) ? (x) => roundToFloat(element, x) : (x) => x;
}

/** The bounds of all values that are not NaN. */
function hullOf(values: readonly number[]): Interval {
  const known = values.filter((value) => !Number.isNaN(value));
  return { lo: Math.min(...known), hi: Math.max(...known) };
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Number.POSITIVE_INFINITY;
}

/** Uncounted values that are not on the grid anyway. */
export function outside<K extends "extra" | "padded">(
  grid: Grid,
  key: K,
  values: readonly number[],
): { readonly [key in K]?: readonly number[] } {
  const left = [...new Set(values)].filter((value) => !isOn(grid, value));
  return left.length === 0 ? {} : ({ [key]: left } as unknown as { [key in K]: readonly number[] });
}
