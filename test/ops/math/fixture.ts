import { readFileSync } from "node:fs";

interface Entry {
  readonly maxUlps: number;
  readonly cases: readonly string[];
}

const entries: Readonly<Record<string, Entry>> = {
  ...read("elementary-functions.json"),
  ...read("special-functions.json"),
};
const view = new DataView(new ArrayBuffer(8));

function read(name: string): Readonly<Record<string, Entry>> {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), "utf8"));
}

/** The double whose 16 hexadecimal digits are given. */
function fromHex(digits: string): number {
  view.setBigUint64(0, BigInt(`0x${digits}`));
  return view.getFloat64(0);
}

/** The place of x in the order of all doubles; −0 and 0 share it. NaN has none. */
function place(x: number): bigint {
  view.setFloat64(0, x);
  const word = view.getBigInt64(0);
  return word < 0n ? -(word & 0x7fffffffffffffffn) : word;
}

/**
 * The cases of the fixture at which f lies further from mpmath's value than allowed.
 *
 * Source: fixtures/make/elementary_functions.py, special_functions.py (mpmath 1.4.1).
 */
export function misses(name: string, f: (x: number, y: number) => number): string[] {
  const { maxUlps, cases } = entries[name] as Entry;
  const wrong: string[] = [];
  for (const line of cases) {
    const numbers = line.split(" ").map(fromHex);
    const expected = numbers.pop() as number;
    const got = f(numbers[0] as number, numbers[1] as number);
    const distance = place(got) - place(expected);
    const near = distance <= BigInt(maxUlps) && -distance <= BigInt(maxUlps);
    if (Number.isNaN(got) || !near) wrong.push(`${numbers}: expected ${expected}, got ${got}`);
  }
  return wrong;
}
