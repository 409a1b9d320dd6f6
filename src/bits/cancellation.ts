import type { ValueNumbers } from "./value-numbers.ts";

/** Terms of a sum, or factors of a product: value numbers, each with how often it is taken. */
type Form = ReadonlyMap<number, number>;

/** Sums of more distinct terms are not taken apart further than into what was added last. */
const MOST_TERMS = 8;

/** Forms that are remembered: terms that cancel lie close to each other. */
const NEWEST = 4096;

/** Keeps a map from growing: what came first goes first. */
export function forgetOldest<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  map.delete(oldest as K);
}

/**
 * What values are made of by one kind of arithmetic that can be undone: sums of signed terms, or
 * products of factors and divisors.
 *
 * Straight-through estimators leave q + x - x in every order; what is left after equal terms cancel
 * is q, up to the rounding of the residue. Where q is a sum itself it is known by its own terms.
 */
export class Forms {
  readonly #forms = new Map<number, Form>();
  /** The first value with these terms, by the number of the list of them. */
  readonly #byForm = new Map<number, number>();
  readonly #numbers: ValueNumbers;
  readonly #kind: number;

  /** @param kind - a name that tells these forms from others */
  constructor(numbers: ValueNumbers, kind: string) {
    this.#numbers = numbers;
    this.#kind = numbers.word(kind);
  }

  /**
   * Notes what a value is made of.
   *
   * @param signs - how each input is taken: 1 added, -1 subtracted
   * @returns the number of another value that alone is left, where something cancelled
   */
  note(number: number, inputs: readonly number[], signs: readonly (1 | -1)[]): number | undefined {
    const parts = inputs.map((input) => this.#forms.get(input) ?? atom(input));
    const whole = combined(parts, signs);
    const cancels = whole.size < parts.reduce((sum, { size }) => sum + size, 0);
    const kept = whole.size <= MOST_TERMS ? whole : combined(inputs.map(atom), signs);
    this.#forms.set(number, kept);
    forgetOldest(this.#forms, NEWEST);
    const left = cancels || whole.size === 1 ? this.#valueOf(whole) : undefined;
    const found = left ?? this.#lastTerm(inputs, signs);
    const id = this.#idOf(kept);
    if (!this.#byForm.has(id)) this.#byForm.set(id, number);
    forgetOldest(this.#byForm, NEWEST);
    return found === number ? undefined : found;
  }

  /** The value that has these terms and no other. */
  #valueOf(form: Form): number | undefined {
    if (form.size === 1) {
      const [entry] = form;
      const [term, times] = entry as [number, number];
      return times === 1 ? term : undefined;
    }
    return form.size === 0 ? undefined : this.#byForm.get(this.#idOf(form));
  }

  /** What is left where one input is what was added last to the other, however long that sum is. */
  #lastTerm(inputs: readonly number[], signs: readonly (1 | -1)[]): number | undefined {
    for (let i = 0; i < inputs.length; i++) {
      const parts = inputs.map((input, k) =>
        k === i ? (this.#forms.get(input) ?? atom(input)) : atom(input),
      );
      const form = combined(parts, signs);
      const before = parts.reduce((sum, { size }) => sum + size, 0);
      if (form.size < before) return this.#valueOf(form);
    }
    return undefined;
  }

  #idOf(form: Form): number {
    const words = [this.#kind];
    for (const [term, times] of [...form].sort(([a], [b]) => a - b)) words.push(term, times);
    return this.#numbers.tagged("form", words);
  }
}

function atom(number: number): Form {
  return new Map([[number, 1]]);
}

function combined(parts: readonly Form[], signs: readonly (1 | -1)[]): Form {
  const form = new Map<number, number>();
  parts.forEach((part, i) => {
    for (const [term, times] of part) {
      const sum = (form.get(term) ?? 0) + times * (signs[i] as number);
      if (sum === 0) form.delete(term);
      else form.set(term, sum);
    }
  });
  return form;
}
