/**
 * Numbers 0 to `count` - 1 so that what `needs` names stands before what needs it; otherwise the
 * order stays. Undefined where things need each other in a circle.
 */
export function definitionsFirst(
  count: number,
  needs: (index: number) => readonly number[],
): number[] | undefined {
  const state = new Uint8Array(count);
  const order: number[] = [];
  const path: { readonly index: number; next: number }[] = [];
  for (let start = 0; start < count; start++) {
    if (state[start] === NEW) path.push({ index: start, next: 0 });
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      state[top.index] = OPEN;
      const need = needs(top.index)[top.next++];
      if (need === undefined) {
        state[top.index] = DONE;
        order.push(top.index);
        path.pop();
      } else if (state[need] === OPEN) {
        return undefined;
      } else if (state[need] === NEW) {
        path.push({ index: need, next: 0 });
      }
    }
  }
  return order;
}

/** Instructions in an order in which definitions come first. */
export interface Renumbered {
  /** What stands at each place, by its former number. */
  readonly order: readonly number[];
  /** The place of each. */
  readonly places: Int32Array;
  /** The places of what one needs, by its former number. */
  needs(index: number): readonly number[];
}

/** Undefined where instructions need each other in a circle. */
export function renumbered(needs: readonly (readonly number[])[]): Renumbered | undefined {
  const of = (index: number) => needs[index] as readonly number[];
  const order = definitionsFirst(needs.length, of);
  if (order === undefined) return undefined;
  const places = new Int32Array(order.length);
  order.forEach((index, place) => {
    places[index] = place;
  });
  return { order, places, needs: (index) => of(index).map((need) => places[need] as number) };
}

const NEW = 0;
const OPEN = 1;
const DONE = 2;
