import { IntColumn } from "../graph/int-column.ts";

const FIRST_SLOTS = 1 << 10;
const EMPTY = -1;

/** What a list of words is, so that lists of different kinds never meet. */
const TAGS = { derived: -1, form: -2, constant: -3 } as const;

/** Room for words and outputs in the key of an operator's head. */
const MOST_WORDS = 2 ** 26;
const MOST_OUTPUTS = 2 ** 10;

/**
 * Numbers for values: equal expressions get equal numbers, so that equal numbers are equal tensors.
 *
 * For analysis only: nodes are never merged. An expression is a short list of integers; lists are
 * kept one behind the other, and found by hashing.
 */
export class ValueNumbers {
  readonly #words = new IntColumn();
  readonly #starts = new IntColumn();
  readonly #heads = new Map<number, number>();
  readonly #texts = new Map<string, number>();
  readonly #objects = new WeakMap<object, number>();
  #slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);

  /** A number that nothing else has. */
  fresh(): number {
    return this.#append([]);
  }

  /** The number of an expression of a kind. */
  tagged(tag: keyof typeof TAGS, words: readonly number[]): number {
    return this.#of([TAGS[tag], ...words]);
  }

  /** The number of output `i` of an operator. */
  made(operator: string, attributes: object, inputs: readonly number[], i = 0): number {
    const head = this.#head(this.word(operator), this.objectWord(attributes), i);
    return this.#of([head, ...inputs]);
  }

  /** One word for an operator with its attributes and one of its outputs; above all tags. */
  #head(operator: number, attributes: number, i: number): number {
    const key = (operator * MOST_WORDS + attributes) * MOST_OUTPUTS + i;
    let head = this.#heads.get(key);
    if (head === undefined) {
      head = this.#heads.size;
      this.#heads.set(key, head);
    }
    return head;
  }

  #of(words: readonly number[]): number {
    let slot = this.#slotOf(words);
    const known = this.#slots[slot] as number;
    if (known !== EMPTY) return known;
    const number = this.#append(words);
    if (this.#starts.length * 2 > this.#slots.length) {
      this.#grow();
      slot = this.#slotOf(words);
    }
    this.#slots[slot] = number;
    return number;
  }

  /** A word for a text, for expressions. */
  word(text: string): number {
    let word = this.#texts.get(text);
    if (word === undefined) {
      word = this.#texts.size;
      this.#texts.set(text, word);
    }
    return word;
  }

  /** A word for an object by what it holds; equal ones have equal words. */
  objectWord(object: object): number {
    let word = this.#objects.get(object);
    if (word === undefined) {
      word = this.word(JSON.stringify(object));
      this.#objects.set(object, word);
    }
    return word;
  }

  #append(words: readonly number[]): number {
    this.#starts.push(this.#words.length);
    for (const word of words) this.#words.push(word);
    return this.#starts.length - 1;
  }

  #slotOf(words: readonly number[]): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(words) & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === EMPTY || this.#equals(known, words)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(number: number, words: readonly number[]): boolean {
    const start = this.#starts.at(number);
    if (this.#end(number) - start !== words.length) return false;
    for (let i = 0; i < words.length; i++) {
      if (this.#words.at(start + i) !== words[i]) return false;
    }
    return true;
  }

  #end(number: number): number {
    return number + 1 < this.#starts.length ? this.#starts.at(number + 1) : this.#words.length;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(EMPTY);
    for (const number of old) {
      if (number === EMPTY) continue;
      this.#slots[this.#slotOf(this.#list(number))] = number;
    }
  }

  #list(number: number): number[] {
    return this.#words.slice(this.#starts.at(number), this.#end(number));
  }
}

function hashOf(words: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15);
  return hash ^ (hash >>> 13);
}
