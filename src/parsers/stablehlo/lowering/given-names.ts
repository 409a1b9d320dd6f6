import type { ProgramArgument } from "./arguments.ts";

type Shape = readonly number[];

/**
 * Names for arguments to which the text gives none: those of the weights that fill them, and of the
 * inputs that somebody gives, where there is one for each in the same order.
 *
 * @param paths - of weights, by the argument's index
 * @param inputs - names and shapes that are given
 */
export function named(
  all: readonly ProgramArgument[],
  paths: ReadonlyMap<number, string> = new Map(),
  inputs: readonly (readonly [string, Shape])[] = [],
): readonly ProgramArgument[] {
  const known = new Set(all.map(({ name }) => name));
  const strange = inputs.filter(([name]) => !known.has(name));
  const open = all.filter(({ index, path }) => path === undefined && !paths.has(index));
  const order = inOrder(open, strange);
  return all.map((argument) => {
    const name = paths.get(argument.index) ?? order?.get(argument.index);
    const isFree = argument.path === undefined && name !== undefined && !known.has(name);
    return isFree ? { ...argument, name } : argument;
  });
}

/** Names by the argument's index; undefined where shapes do not fit one by one. */
function inOrder(
  open: readonly ProgramArgument[],
  given: readonly (readonly [string, Shape])[],
): ReadonlyMap<number, string> | undefined {
  if (given.length === 0 || given.length !== open.length) return undefined;
  const left = [...given];
  const names = new Map<number, string>();
  for (const { index, shape } of open) {
    const fitting = left.filter(([, other]) => fits(shape, other));
    const [first] = fitting;
    if (first === undefined) return undefined;
    const next = fits(shape, (left[0] as readonly [string, Shape])[1]) ? left[0] : first;
    names.set(index, (next as readonly [string, Shape])[0]);
    left.splice(left.indexOf(next as readonly [string, Shape]), 1);
  }
  return names;
}

function fits(declared: ProgramArgument["shape"], given: Shape): boolean {
  return (
    declared.length === given.length &&
    declared.every((size, axis) => typeof size !== "number" || size === given[axis])
  );
}
