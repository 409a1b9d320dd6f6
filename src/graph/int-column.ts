/** A growing list of 32-bit integers, four bytes an entry. */
export class IntColumn {
  #data = new Int32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const grown = new Int32Array(this.#length + (this.#length >> 1));
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.#length++] = value;
  }

  /** The entry at `index`, which must be in range. */
  at(index: number): number {
    return this.#data[index] as number;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  /** A copy of the entries from `start` up to `end`. */
  slice(start: number, end: number): number[] {
    const entries = new Array<number>(end - start);
    for (let i = start; i < end; i++) entries[i - start] = this.#data[i] as number;
    return entries;
  }
}
