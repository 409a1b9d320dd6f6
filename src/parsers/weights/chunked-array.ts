import type { LazyArray } from "./weight.ts";

/**
 * One array out of flat pieces that follow one another.
 *
 * @param lengths - of the pieces, in bytes
 */
export function chunkedArray(
  shape: readonly number[],
  pieces: readonly LazyArray[],
  lengths: readonly number[],
): LazyArray {
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const part = (offset: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    let start = 0;
    for (const [i, piece] of pieces.entries()) {
      const end = start + (lengths[i] as number);
      const [from, to] = [Math.max(start, offset), Math.min(end, offset + length)];
      if (from < to) bytes.set((piece.part as Part)(from - start, to - from), from - offset);
      start = end;
    }
    return bytes;
  };
  const { dtype, named } = pieces[0] ?? { dtype: "" };
  const type = named === undefined ? { dtype } : { dtype, named };
  return { ...type, shape, read: () => part(0, whole), part };
}

type Part = NonNullable<LazyArray["part"]>;
