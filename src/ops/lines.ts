/** One stretch of an output and where its two operands are: first offset and step of each. */
export type LineVisitor = (
  at: number,
  x: number,
  xStep: number,
  y: number,
  yStep: number,
  length: number,
) => void;

/** Neighbouring axes along which both operands advance evenly, as one. */
interface Group {
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Cuts `shape`, row-major, into the longest lines along which two operands advance by one step each.
 *
 * Strides may be 0 where an operand is stretched.
 */
export function forEachLine(
  shape: readonly number[],
  xStrides: readonly number[],
  yStrides: readonly number[],
  visit: LineVisitor,
): void {
  if (shape.includes(0)) return;
  const groups = merged(shape, xStrides, yStrides);
  const inner = groups.pop() ?? { size: 1, x: 0, y: 0 };
  const lines = groups.reduce((count, { size }) => count * size, 1);
  const index = groups.map(() => 0);
  let x = 0;
  let y = 0;
  for (let line = 0; line < lines; line++) {
    visit(line * inner.size, x, inner.x, y, inner.y, inner.size);
    for (let g = groups.length - 1; g >= 0; g--) {
      const group = groups[g] as Group;
      x += group.x;
      y += group.y;
      index[g] = (index[g] as number) + 1;
      if ((index[g] as number) < group.size) break;
      x -= group.size * group.x;
      y -= group.size * group.y;
      index[g] = 0;
    }
  }
}

function merged(
  shape: readonly number[],
  xStrides: readonly number[],
  yStrides: readonly number[],
): Group[] {
  const groups: Group[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    const x = xStrides[axis] as number;
    const y = yStrides[axis] as number;
    const inner = groups[0];
    if (size === 1) continue;
    if (inner !== undefined && x === inner.x * inner.size && y === inner.y * inner.size) {
      groups[0] = { size: size * inner.size, x: inner.x, y: inner.y };
    } else {
      groups.unshift({ size, x, y });
    }
  }
  return groups;
}
