/**
 * The orders in which JAX can have flattened the tree of a file: dictionaries by sorted keys, lists
 * and tuples by place. Keys that are numbers are places in a list, or text
 * like other keys. Two orders only where they differ.
 */
export function pytreeOrders<T extends { readonly path: readonly string[] }>(
  leaves: readonly T[],
): readonly (readonly T[])[] {
  const byPlace = leaves.toSorted((a, b) => compare(a.path, b.path, comparePlaces));
  const byText = leaves.toSorted((a, b) => compare(a.path, b.path, compareText));
  const same = byPlace.every((leaf, i) => leaf === byText[i]);
  return same ? [byPlace] : [byPlace, byText];
}

function compare(
  a: readonly string[],
  b: readonly string[],
  component: (a: string, b: string) => number,
): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = component(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function comparePlaces(a: string, b: string): number {
  return isPlace(a) && isPlace(b) ? Number(a) - Number(b) : compareText(a, b);
}

function isPlace(component: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(component);
}

/** By code points, as Python compares; UTF-16 puts those beyond 2^16 before others. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [one, other] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const order = (one[i]?.codePointAt(0) as number) - (other[i]?.codePointAt(0) as number);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}
