import { RecentMap } from "./recent-map.ts";
import type { ValueNumbers } from "./value-numbers.ts";

/**
 * Terms of a sum, or factors of a product: value number, how often it is taken, and so on, the
 * numbers ascending.
 */
type Form = readonly number[];

/** Sums of more distinct terms are not taken apart further than into what was added last. */
const MOST_TERMS = 8;
/** Forms that are remembered: terms that cancel lie close to each other. */
const NEWEST = 256;

/**
 * What values are made of by one kind of arithmetic that can be undone: sums of signed terms, or
 * products of factors and divisors.
 *
 * Straight-through estimators leave q + x - x in every order; what is left after equal terms cancel
 * is q, up to the rounding of the residue. Where q is a sum itself it is known by its own terms.
 */
export class Forms {
  readonly #forms = new RecentMap<number, Form>(NEWEST);
  /** The first value with these terms, by the number of the list of them. */
  readonly #byForm = new RecentMap<number, number>(NEWEST);
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
    const kept = whole.length <= 2 * MOST_TERMS ? whole : combined(inputs.map(atom), signs);
    this.#forms.set(number, kept);
    const cancels = whole.length < lengthOf(parts);
    const left = cancels || whole.length === 2 ? this.#valueOf(whole) : undefined;
    const found = left ?? this.#lastTerm(inputs, signs);
    const id = this.#idOf(kept);
    if (this.#byForm.get(id) === undefined) this.#byForm.set(id, number);
    return found === number ? undefined : found;
  }

  /** The value that has these terms and no other. */
  #valueOf(form: Form): number | undefined {
    if (form.length === 2) return form[1] === 1 ? form[0] : undefined;
    return form.length === 0 ? undefined : this.#byForm.get(this.#idOf(form));
  }

  /** What is left where one input is what was added last to the other, however long that sum is. */
  #lastTerm(inputs: readonly number[], signs: readonly (1 | -1)[]): number | undefined {
    for (let i = 0; i < inputs.length; i++) {
      const own = this.#forms.get(inputs[i] as number);
      if (own === undefined || !hasAny(own, inputs, i)) continue;
      const parts = inputs.map((input, k) => (k === i ? own : atom(input)));
      const form = combined(parts, signs);
      if (form.length < lengthOf(parts)) return this.#valueOf(form);
    }
    return undefined;
  }

  #idOf(form: Form): number {
    return this.#numbers.tagged("form", [this.#kind, ...form]);
  }
}

/** Whether another input than the one at `index` is a term of a form, so that they may cancel. */
function hasAny(form: Form, inputs: readonly number[], index: number): boolean {
  for (let at = 0; at < form.length; at += 2) {
    const place = inputs.indexOf(form[at] as number);
    if (place >= 0 && (place !== index || inputs.lastIndexOf(form[at] as number) !== index)) {
      return true;
    }
  }
  return false;
}

function atom(number: number): Form {
  return [number, 1];
}

function lengthOf(parts: readonly Form[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function combined(parts: readonly Form[], signs: readonly (1 | -1)[]): Form {
  let all: Form = [];
  parts.forEach((part, i) => {
    all = merged(all, part, signs[i] as number);
  });
  return all;
}

/** a + sign x b, terms that are taken no times left out. */
function merged(a: Form, b: Form, sign: number): Form {
  const sum: number[] = [];
  let [i, k] = [0, 0];
  while (i < a.length || k < b.length) {
    const x = i < a.length ? (a[i] as number) : Number.POSITIVE_INFINITY;
    const y = k < b.length ? (b[k] as number) : Number.POSITIVE_INFINITY;
    const term = Math.min(x, y);
    let times = 0;
    if (x === term) times += a[i + 1] as number;
    if (y === term) times += sign * (b[k + 1] as number);
    if (x === term) i += 2;
    if (y === term) k += 2;
    if (times !== 0) sum.push(term, times);
  }
  return sum;
}
