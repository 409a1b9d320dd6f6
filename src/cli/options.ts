import { InvalidArgumentError } from "commander";

/** An option that may be given several times, each time for another name. */
export type Named<T> = ReadonlyMap<string, T>;

/** `NAME=N`: the size of a symbolic dimension. */
export function dimension(text: string, previous?: Named<number>): Named<number> {
  return named(text, previous, "NAME=N with a whole number N", wholeNumber);
}

/** `NAME=D1,D2,...`: the shape of an input; nothing after the `=` is a scalar's. */
export function inputShape(
  text: string,
  previous?: Named<readonly number[]>,
): Named<readonly number[]> {
  return named(text, previous, "NAME=D1,D2,... with whole numbers", (value) => {
    const sizes = value === "" ? [] : value.split(",").map(wholeNumber);
    return sizes.every((size) => size !== undefined) ? (sizes as number[]) : undefined;
  });
}

/** `NAME=V`: an input that holds one value everywhere. */
export function inputValue(text: string, previous?: Named<number>): Named<number> {
  return named(text, previous, "NAME=V with a number V", finiteNumber);
}

/** `NAME=PERCENT`: an accuracy. */
export function accuracy(text: string, previous?: Named<number>): Named<number> {
  return named(text, previous, "NAME=PERCENT with a number", finiteNumber);
}

/** `COST,PERCENT`: a point; the cost stays as it is written. */
export function referencePoint(text: string): { readonly cost: string; readonly accuracy: number } {
  const [cost = "", percent = "", ...rest] = text.split(",");
  const accuracy = finiteNumber(percent);
  if (finiteNumber(cost) !== undefined && accuracy !== undefined && rest.length === 0) {
    return { cost, accuracy };
  }
  throw new InvalidArgumentError(`Expected COST,PERCENT with two numbers, got ${text}`);
}

/** `LOOP=N`: how often a loop runs. */
export function loopTrips(text: string, previous?: Named<number>): Named<number> {
  return named(text, previous, "LOOP=N with a whole number N", wholeNumber);
}

/** A count of 1 or more. */
export function positiveCount(text: string): number {
  const count = wholeNumber(text);
  if (count !== undefined && count > 0) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1, got ${text}`);
}

/** A bound of 0 or more. */
export function bound(text: string): number {
  const value = finiteNumber(text);
  if (value !== undefined && value >= 0) return value;
  throw new InvalidArgumentError(`Expected a number from 0, got ${text}`);
}

/** One more text of an option that may be given several times. */
export function another(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** `all`, or names with commas between. */
export function nameList(text: string): "all" | readonly string[] {
  return text === "all" ? "all" : text.split(",");
}

/** Named values as an object; a name may be anything, `__proto__` too. */
export function toRecord<T>(values: Named<T> | undefined): Readonly<Record<string, T>> {
  return Object.fromEntries(values ?? []);
}

/** Names hold `=` now and then, so the last one splits. */
function named<T>(
  text: string,
  previous: Named<T> | undefined,
  expected: string,
  parse: (value: string) => T | undefined,
): Named<T> {
  const at = text.lastIndexOf("=");
  const name = text.slice(0, Math.max(at, 0));
  const value = name === "" ? undefined : parse(text.slice(at + 1));
  if (value === undefined) throw new InvalidArgumentError(`Expected ${expected}, got ${text}`);
  if (previous?.has(name)) throw new InvalidArgumentError(`Expected ${name} once, got it twice`);
  return new Map([...(previous ?? []), [name, value]]);
}

function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

function finiteNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}
