/** A set of whole numbers below a bound, with neighbours in the time of a few word operations. */
export interface OrderedSet {
  add(value: number): void;
  delete(value: number): void;
  /** The greatest member up to `value`; -1 where there is none. */
  atMost(value: number): number;
  /** The least member from `value` on; -1 where there is none. */
  atLeast(value: number): number;
}

/** An empty set: a tree of 32-bit words, each bit of which says that a word below is not 0. */
export function orderedSet(bound: number): OrderedSet {
  const levels: Uint32Array[] = [];
  for (let size = bound; ; ) {
    size = Math.max(1, Math.ceil(size / 32));
    levels.push(new Uint32Array(size));
    if (size === 1) break;
  }
  const word = (level: number, at: number): number => (levels[level] as Uint32Array)[at] as number;

  function add(value: number): void {
    let at = value;
    for (const level of levels) {
      level[at >>> 5] = (level[at >>> 5] as number) | (1 << (at & 31));
      at >>>= 5;
    }
  }

  function remove(value: number): void {
    let at = value;
    for (const level of levels) {
      const rest = (level[at >>> 5] as number) & ~(1 << (at & 31));
      level[at >>> 5] = rest;
      if (rest !== 0) return;
      at >>>= 5;
    }
  }

  function atMost(value: number): number {
    let at = value;
    for (let level = 0; level < levels.length; level++) {
      const found = word(level, at >>> 5) & (0xffffffff >>> (31 - (at & 31)));
      if (found !== 0) return descend(level, (at & ~31) | highest(found), highest);
      at = (at >>> 5) - 1;
      if (at < 0) return -1;
    }
    return -1;
  }

  function atLeast(value: number): number {
    let at = value;
    for (let level = 0; level < levels.length; level++) {
      if (at >>> 5 >= (levels[level] as Uint32Array).length) return -1;
      const found = word(level, at >>> 5) & (0xffffffff << (at & 31));
      if (found !== 0) return descend(level, (at & ~31) | lowest(found), lowest);
      at = (at >>> 5) + 1;
    }
    return -1;
  }

  function descend(from: number, start: number, pick: (bits: number) => number): number {
    let at = start;
    for (let level = from - 1; level >= 0; level--) at = (at << 5) | pick(word(level, at));
    return at;
  }

  return { add, delete: remove, atMost, atLeast };
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits);
}

function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
