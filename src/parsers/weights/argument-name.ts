/** The name of an argument, taken apart. */
export interface ArgumentName {
  /** `v['params']['stem']['kernel'].value`: v, params, stem, kernel. */
  readonly components: readonly string[];
  /** How many of them say only which variable of the function it is: `v`, `args[0]`. */
  readonly root: number;
  /** True for HLO's spelling, in which `_` also stands for brackets, dots and quotes. */
  readonly mangled: boolean;
}

/** `x`, `.kernel`, `[0]`, `['kernel']`, `["it's"]`, `[<flat index 0>]`. */
const ACCESSOR =
  /(?:^|\.)([\w-]+)|\[(\d+)\]|\[<flat index (\d+)>\]|\[\\?'((?:[^'\\]|\\[^'])*)\\?'\]|\["([^"]*)"\]/y;
/** An instruction of HLO: `v__params____kernel__.1`, `%Arg_0.1`. */
const INSTRUCTION = /^%?([A-Za-z_][\w-]*)\.\d+$/;
/** Names that only count: `%arg0`, `Arg_0`, `flat_args_3_`. */
const COUNTED = /^%?(?:arg\d+|Arg_\d+|[a-z_]+_\d+_)$/;
/** What nnx and others put around an array. */
const WRAPPERS: ReadonlySet<string> = new Set(["value", "raw_value"]);

/**
 * Takes the name of an argument apart, as JAX writes it in locations or HLO in instructions;
 * undefined where it says nothing but a number: `flat_args[3]`, `Arg_0.1`, `%arg0`.
 */
export function argumentName(text: string): ArgumentName | undefined {
  const instruction = INSTRUCTION.exec(text)?.[1];
  const name = instruction ?? text;
  if (COUNTED.test(name)) return undefined;
  const mangled = /^[\w-]*__[\w-]*$/.test(name);
  const components = unwrapped(mangled ? name.split(/_{2,}/).filter(Boolean) : componentsOf(name));
  const root = rootOf(components);
  if (root > 1 && root === components.length) return undefined;
  return { components, root, mangled };
}

/** Components without what only wraps an array: `kernel/value` is `kernel`. */
export function unwrapped(components: readonly string[]): readonly string[] {
  const wraps = components.length > 1 && WRAPPERS.has(components.at(-1) as string);
  return wraps ? unwrapped(components.slice(0, -1)) : components;
}

function componentsOf(text: string): readonly string[] {
  const components: string[] = [];
  ACCESSOR.lastIndex = 0;
  while (ACCESSOR.lastIndex < text.length) {
    const found = ACCESSOR.exec(text);
    if (found === null) return text.split("/");
    const component = found.slice(1).find((part) => part !== undefined) as string;
    components.push(component.replace(/\\(.)/g, "$1"));
  }
  return components;
}

/** The variable, and the numbers that follow it. */
function rootOf(components: readonly string[]): number {
  let root = 1;
  while (root < components.length && /^\d+$/.test(components[root] as string)) root++;
  return root;
}
