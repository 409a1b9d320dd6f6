import { malformedSharding } from "./tiling.ts";

const WORD = /"[^"]*"|@"[^"]*"|@[\w.$-]+|\w+|[^\s\w]/g;

/** The words of a text such as `<@mesh, [{"dp"}, {?}p1]>`, one after the other. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#words = text.match(WORD) ?? [];
  }

  get next(): string | undefined {
    return this.#words[this.#at];
  }

  /** Takes a word if it comes next. */
  take(word: string): boolean {
    if (this.next !== word) return false;
    this.#at++;
    return true;
  }

  /** @throws {AceError} `malformed-model` */
  expect(word: string): void {
    if (!this.take(word)) throw malformedSharding(word, this.next ?? "its end");
  }

  /** Takes the next word, which must be of a form. */
  form(form: RegExp, expected: string): string {
    const word = this.next;
    if (word === undefined || !form.test(word)) {
      throw malformedSharding(expected, word ?? "its end");
    }
    this.#at++;
    return word;
  }

  number(): number {
    return Number(this.form(/^\d{1,9}$/, "a number"));
  }

  /** `"name"` */
  quoted(): string {
    return this.form(/^"/, "a name in quotes").slice(1, -1);
  }

  /** `@name` */
  symbol(): string {
    return this.form(/^@/, "@ and a name").replace(/^@"?|"$/g, "");
  }

  /** Items with commas between, up to and with a closing word. */
  items<T>(close: string, item: () => T): readonly T[] {
    const items: T[] = [];
    while (!this.take(close)) {
      if (items.length > 0) this.expect(",");
      items.push(item());
    }
    return items;
  }
}
