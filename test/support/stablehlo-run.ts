import { run } from "../../src/index.ts";

/**
 * What a program of these lines gives: the elements of its outputs, those of complex ones part by part.
 *
 * @param returned - values and their types, as `return` lists them
 */
export function outputsOf(
  lines: readonly string[],
  returned: Readonly<Record<string, string>>,
): readonly (readonly number[])[] {
  const types = Object.values(returned).join(", ");
  const values = Object.keys(returned).join(", ");
  const text =
    `func.func @main() -> (${types}) {\n${lines.join("\n")}\n` + `return ${values} : ${types}\n}\n`;
  const { outputs } = run(new TextEncoder().encode(text), { inputs: new Map() });
  return [...outputs.values()].map(({ data }) => Array.from(data as ArrayLike<number>, Number));
}

/** The line that gives `name` these elements. */
export function constant(name: string, elements: string, type: string): string {
  return `%${name} = stablehlo.constant dense<${elements}> : ${type}`;
}
