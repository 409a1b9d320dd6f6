/** An axis along which something varies, constant on runs of `block` neighbours. */
export interface VaryingAxis {
  readonly axis: number;
  readonly block: number;
}

/** A number that is not known: it varies along axes, or comes to be at run time. */
export interface Varying {
  /** Value number: equal numbers on equal axes are equal values. */
  readonly number: number;
  /** Ascending; empty for one value for the whole tensor. */
  readonly axes: readonly VaryingAxis[];
  /** It depends on no input of the network: it can be folded into a weight. */
  readonly stored: boolean;
  /** Sign of every value of it where that is known, else 0. */
  readonly sign: -1 | 0 | 1;
}

/** The axes along which a parameter of shape `own` varies where it stretches to `target`. */
export function stretchedAxes(
  own: readonly number[],
  target: readonly number[],
): readonly VaryingAxis[] {
  const shift = target.length - own.length;
  return own.flatMap((size, axis) => (size === 1 ? [] : [{ axis: axis + shift, block: 1 }]));
}

/** The axes of both; the shorter run where both vary. */
export function unitedAxes(
  a: readonly VaryingAxis[],
  b: readonly VaryingAxis[],
): readonly VaryingAxis[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const blocks = new Map(a.map(({ axis, block }) => [axis, block]));
  for (const { axis, block } of b) {
    blocks.set(axis, commonDivisor(blocks.get(axis) ?? block, block));
  }
  return [...blocks].map(([axis, block]) => ({ axis, block })).sort((x, y) => x.axis - y.axis);
}

export function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

export function sameVarying(a: Varying | undefined, b: Varying | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.number !== b.number || a.axes.length !== b.axes.length) return false;
  return a.axes.every((axis, i) => {
    const other = b.axes[i] as VaryingAxis;
    return axis.axis === other.axis && axis.block === other.block;
  });
}

/** True where every element of a tensor may have a value of its own: nothing is shared. */
export function isEverywhere(axes: readonly VaryingAxis[], shape: readonly number[]): boolean {
  if (axes.length === 0) return false;
  const free = new Set(axes.filter(({ block }) => block === 1).map(({ axis }) => axis));
  return shape.every((size, axis) => size <= 1 || free.has(axis));
}
