/** 2^16 entries are 256 KiB. */
const CHUNK_SHIFT = 16;
const CHUNK = 1 << CHUNK_SHIFT;
const SMALLEST = 16;
/** 16, 64, 256 and so on up to a whole chunk. */
const GROWTH = 4;

/**
 * A growing list of 32-bit integers, four bytes an entry.
 *
 * Only the first chunk is copied while it grows: long lists never exist twice. Most lists have no
 * other.
 */
export class IntColumn {
  #first = new Int32Array(SMALLEST);
  /** All chunks, the first one too once there are others. */
  readonly #chunks: Int32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++;
    if (at >= this.#first.length) this.#makeRoom(at);
    this.set(at, value);
  }

  /** The entry at `index`, which must be in range. */
  at(index: number): number {
    return (index < CHUNK ? this.#first[index] : this.#chunkOf(index)[index % CHUNK]) as number;
  }

  set(index: number, value: number): void {
    if (index < CHUNK) this.#first[index] = value;
    else this.#chunkOf(index)[index % CHUNK] = value;
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

  #chunkOf(index: number): Int32Array {
    return this.#chunks[index >>> CHUNK_SHIFT] as Int32Array;
  }

  #makeRoom(at: number): void {
    if (at < CHUNK) {
      const grown = new Int32Array(this.#first.length * GROWTH);
      grown.set(this.#first);
      this.#first = grown;
      return;
    }
    if (this.#chunks.length === 0) this.#chunks.push(this.#first);
    if (at >>> CHUNK_SHIFT === this.#chunks.length) this.#chunks.push(new Int32Array(CHUNK));
  }
}
