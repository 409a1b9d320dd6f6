import { IntColumn } from "./int-column.ts";

/** A growing list of few distinct values, four bytes an entry; a value is itself only. */
export class InternedColumn<T> {
  readonly #values: T[] = [];
  readonly #ids = new Map<T, number>();
  readonly #entries = new IntColumn();
  #last = 0;

  get length(): number {
    return this.#entries.length;
  }

  /** True for a value that occurs. */
  has(value: T): boolean {
    return this.#isLast(value) || this.#ids.has(value);
  }

  push(value: T): void {
    this.#entries.push(this.#idOf(value));
  }

  /** Appends the value at `index` once more. */
  pushAgain(index: number): void {
    this.#entries.push(this.#entries.at(index));
  }

  /** The entry at `index`, which must be in range. */
  at(index: number): T {
    return this.#values[this.#entries.at(index)] as T;
  }

  /** A small number for the value at `index`, the same for the same value. */
  idAt(index: number): number {
    return this.#entries.at(index);
  }

  #idOf(value: T): number {
    if (this.#isLast(value)) return this.#last;
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#values.push(value) - 1;
      this.#ids.set(value, id);
    }
    this.#last = id;
    return id;
  }

  /** True for the value that came last, as the next one is as a rule. */
  #isLast(value: T): boolean {
    return this.#values.length > 0 && this.#values[this.#last] === value;
  }
}
