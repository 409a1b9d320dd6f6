/** In the coordinates of the plot: x to the right, y down. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Segment {
  readonly from: Place;
  readonly to: Place;
}

export interface Disc {
  readonly at: Place;
  readonly radius: number;
}

export function boxAround({ x, y }: Place, halfWidth: number, halfHeight = halfWidth): Box {
  return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
}

export function grown({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** Whether two boxes share more than an edge. */
export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

export function nearestIn({ left, top, right, bottom }: Box, { x, y }: Place): Place {
  return { x: Math.min(Math.max(x, left), right), y: Math.min(Math.max(y, top), bottom) };
}

/** Free room between a box and a disc; below 0 where they overlap. */
export function gapTo(box: Box, { at, radius }: Disc): number {
  const near = nearestIn(box, at);
  return Math.sqrt((near.x - at.x) ** 2 + (near.y - at.y) ** 2) - radius;
}

/** Whether a segment goes through a box. */
export function crossesBox(segment: Segment, box: Box): boolean {
  const { from, to } = segment;
  if (Math.max(from.x, to.x) <= box.left || Math.min(from.x, to.x) >= box.right) return false;
  if (Math.max(from.y, to.y) <= box.top || Math.min(from.y, to.y) >= box.bottom) return false;
  return remainsIn(segment, box);
}

/** Liang and Barsky's clipping: whether something of the segment is left. */
function remainsIn({ from, to }: Segment, { left, top, right, bottom }: Box): boolean {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const edges = [
    [-dx, from.x - left],
    [dx, right - from.x],
    [-dy, from.y - top],
    [dy, bottom - from.y],
  ] as const;
  let first = 0;
  let last = 1;
  for (const [direction, distance] of edges) {
    if (direction < 0) first = Math.max(first, distance / direction);
    if (direction > 0) last = Math.min(last, distance / direction);
  }
  return first < last;
}

/** Whether two segments cross or touch, other than along one line. */
export function crosses(a: Segment, b: Segment): boolean {
  const side = (s: Segment, p: Place): number =>
    Math.sign((s.to.x - s.from.x) * (p.y - s.from.y) - (s.to.y - s.from.y) * (p.x - s.from.x));
  return side(a, b.from) !== side(a, b.to) && side(b, a.from) !== side(b, a.to);
}

/** The boxes without those that are like another. */
export function distinct(boxes: readonly Box[]): readonly Box[] {
  const keyed = boxes.map((box) => [`${box.left} ${box.top} ${box.right} ${box.bottom}`, box]);
  return [...new Map(keyed as [string, Box][]).values()];
}
