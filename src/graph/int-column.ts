/** 2^14 entries are 64 KiB. */
const CHUNK_SHIFT = 14;
const CHUNK = 1 << CHUNK_SHIFT;
const SMALLEST = 16;
/** 16, 64, 256 and so on up to a whole chunk. */
const GROWTH = 4;

/**
 * A growing list of 32-bit integers, four bytes an entry.
 *
 * Only the first chunk is copied while it grows: long lists never exist twice.
 */
export class IntColumn {
  readonly #chunks: Int32Array[] = [new Int32Array(SMALLEST)];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++;
    const chunk = this.#chunks[at >>> CHUNK_SHIFT];
    if (chunk === undefined || (at & (CHUNK - 1)) >= chunk.length) this.#grow(chunk);
    this.set(at, value);
  }

  /** The entry at `index`, which must be in range. */
  at(index: number): number {
    return (this.#chunks[index >>> CHUNK_SHIFT] as Int32Array)[index & (CHUNK - 1)] as number;
  }

  set(index: number, value: number): void {
    (this.#chunks[index >>> CHUNK_SHIFT] as Int32Array)[index & (CHUNK - 1)] = value;
  }

  /** A copy of the entries from `start` up to `end`. */
  slice(start: number, end: number): number[] {
    const entries = new Array<number>(end - start);
    for (let i = start; i < end; i++) entries[i - start] = this.at(i);
    return entries;
  }

  /** Forgets the entries; their memory stays for new ones. */
  clear(): void {
    this.#length = 0;
  }

  #grow(full: Int32Array | undefined): void {
    if (full === undefined) {
      this.#chunks.push(new Int32Array(CHUNK));
      return;
    }
    const grown = new Int32Array(full.length * GROWTH);
    grown.set(full);
    this.#chunks[0] = grown;
  }
}
