import { IntColumn } from "./int-column.ts";

const FIRST_SLOTS = 1 << 10;
const EMPTY = -1;

/** Lists of integers and a number for each: they lie one behind the other, found by hashing. */
export class IntLists {
  readonly #words = new IntColumn();
  readonly #starts = new IntColumn();
  readonly #numbers = new IntColumn();
  readonly #hashes = new IntColumn();
  #slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);

  get size(): number {
    return this.#numbers.length;
  }

  /** Forgets all lists; the memory stays for new ones. */
  clear(): void {
    this.#words.clear();
    this.#starts.clear();
    this.#numbers.clear();
    this.#hashes.clear();
    this.#slots.fill(EMPTY);
  }

  /** The number of a list with that hash; undefined where it is not there. */
  find(words: readonly number[], hash: number): number | undefined {
    const entry = this.#slots[this.#slotOf(words, hash)] as number;
    return entry === EMPTY ? undefined : this.#numbers.at(entry);
  }

  /** Adds a list that is not there yet. */
  add(words: readonly number[], hash: number, number: number): void {
    if (this.size * 2 >= this.#slots.length) this.#grow();
    this.#slots[this.#freeSlot(hash)] = this.size;
    this.#starts.push(this.#words.length);
    for (let i = 0; i < words.length; i++) this.#words.push(words[i] as number);
    this.#numbers.push(number);
    this.#hashes.push(hash);
  }

  #slotOf(words: readonly number[], hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === EMPTY || this.#equals(entry, words)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #freeSlot(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    return slot;
  }

  #equals(entry: number, words: readonly number[]): boolean {
    const start = this.#starts.at(entry);
    if (this.#end(entry) - start !== words.length) return false;
    for (let i = 0; i < words.length; i++) {
      if (this.#words.at(start + i) !== words[i]) return false;
    }
    return true;
  }

  #end(entry: number): number {
    return entry + 1 < this.size ? this.#starts.at(entry + 1) : this.#words.length;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let entry = 0; entry < this.size; entry++) {
      this.#slots[this.#freeSlot(this.#hashes.at(entry))] = entry;
    }
  }
}

/** A number that equal lists share. */
export function hashOf(words: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ (words[i] as number), 0x01000193) ^ (hash >>> 15);
  }
  return hash ^ (hash >>> 13);
}
