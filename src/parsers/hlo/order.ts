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

const NEW = 0;
const OPEN = 1;
const DONE = 2;
