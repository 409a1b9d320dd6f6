import { hashOf, IntLists } from "../graph/int-lists.ts";

/** What a list of words is, so that lists of different kinds never meet. */
const TAGS = { derived: -1, form: -2 } as const;

/** Expressions that are remembered: equal ones that matter lie close to each other. */
const NEWEST = 2 ** 16;

/**
 * Numbers for values: equal expressions get equal numbers, so that equal numbers are equal tensors.
 *
 * For analysis only: nodes are never merged. An expression is a short list of integers. Old ones are
 * forgotten, so that a long network takes little memory: what is equal to them is then not known.
 */
export class ValueNumbers {
  readonly #heads = new Map<string, number>();
  /** The same by objects, for the outputs of each operator. */
  readonly #known = new WeakMap<object, Map<string, number[]>>();
  readonly #texts = new Map<string, number>();
  readonly #objects = new WeakMap<object, number>();
  readonly #constants = new Map<string, number>();
  #young = new IntLists();
  #old = new IntLists();
  #next = 0;

  /** A number that nothing else has. */
  fresh(): number {
    return this.#next++;
  }

  /** The number of a known scalar. */
  constant(text: string): number {
    let number = this.#constants.get(text);
    if (number === undefined) {
      number = this.fresh();
      this.#constants.set(text, number);
    }
    return number;
  }

  /** The number of an expression of a kind. */
  tagged(tag: keyof typeof TAGS, words: readonly number[]): number {
    return this.#of([TAGS[tag], ...words]);
  }

  /** The number of output `i` of an operator. */
  made(operator: string, attributes: object, inputs: readonly number[], i = 0): number {
    const words = new Array<number>(inputs.length + 1);
    words[0] = this.#head(operator, attributes, i);
    for (let k = 0; k < inputs.length; k++) words[k + 1] = inputs[k] as number;
    return this.#of(words);
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

  /** One word for an operator with its attributes and one of its outputs; above all tags. */
  #head(operator: string, attributes: object, i: number): number {
    let known = this.#known.get(attributes);
    if (known === undefined) {
      known = new Map();
      this.#known.set(attributes, known);
    }
    let heads = known.get(operator);
    if (heads === undefined) {
      heads = [];
      known.set(operator, heads);
    }
    heads[i] ??= this.#equalHead(operator, attributes, i);
    return heads[i] as number;
  }

  #equalHead(operator: string, attributes: object, i: number): number {
    const key = `${operator} ${i} ${this.objectWord(attributes)}`;
    let head = this.#heads.get(key);
    if (head === undefined) {
      head = this.#heads.size;
      this.#heads.set(key, head);
    }
    return head;
  }

  #of(words: readonly number[]): number {
    const hash = hashOf(words);
    const recent = this.#young.find(words, hash);
    if (recent !== undefined) return recent;
    if (this.#young.size >= NEWEST) {
      [this.#young, this.#old] = [this.#old, this.#young];
      this.#young.clear();
    }
    const number = this.#old.find(words, hash) ?? this.fresh();
    this.#young.add(words, hash, number);
    return number;
  }
}
