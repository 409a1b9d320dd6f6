import { scopesOf, withoutParameters } from "./scope-name.ts";
import { widthsOfScope } from "./width-names.ts";

/** A function that is called or mapped: its name is no module's. */
const CALLED = /^(?:p?jit|(?:xla_)?pmap|shard_map|xla_call|core_call|closed_call)\(.*\)$/s;
/** A transformation of what is in parentheses, which may be nothing. */
const TRANSFORMED = /^[a-z_]\w*\((.*)\)$/s;
/** Steps that JAX puts between modules. */
const FRAMES: ReadonlySet<string> = new Set([
  "jit",
  "pjit",
  "closed_call",
  "core_call",
  "xla_call",
  "custom_jvp_call",
  "custom_vjp_call",
  "custom_vjp_call_jaxpr",
  "checkpoint",
  "composite",
  "remat",
  "remat2",
  "rematted_computation",
  "shard_map",
  "xla_pmap",
]);
/** Steps that are frames together only: modules have such names, too. */
const PAIRS = /^(?:(?:while|scan)\/(?:body|cond)|cond\/branch_\d+_fun)$/;
/** A method other than `__call__`, as Flax names its scope. */
const METHOD = /^([\w-]+)\.[a-z_]\w*$/;
/** The class of the outermost module; numbered names are those of modules inside others. */
const CLASS = /^[A-Z](?!.*_\d+$)[\w-]*$/;
const WHOLE = /^p?jit\(/;

/**
 * Gives the module path of names of operations: `jit(f)/Net/block/conv/conv_general_dilated` is
 * `block/conv`. Undefined where a name has none.
 *
 * Left out are called functions, transformations, loops and branches, scopes that only say widths,
 * and the primitive at the end; where all paths begin with one class, that is the whole network and
 * is left out, too.
 *
 * @param names - all that the program has, to find that class
 */
export function modulePaths(names: Iterable<string>): (name: string) => string | undefined {
  const top = topModule(names);
  return (name) => {
    const modules = modulesOf(name);
    const inner = modules[0] === top ? modules.slice(1) : modules;
    return inner.length === 0 ? undefined : inner.join("/");
  };
}

/** The class that all whole names begin with; undefined where they do not share one. */
export function topModule(names: Iterable<string>): string | undefined {
  let top: string | undefined;
  for (const name of names) {
    const [first] = WHOLE.test(name) ? modulesOf(name) : [];
    if (first === undefined || first.includes("->")) continue;
    if (!CLASS.test(first) || (top !== undefined && top !== first)) return undefined;
    top = first;
  }
  return top;
}

function modulesOf(name: string): readonly string[] {
  const scopes = scopesOf(name).slice(0, -1).flatMap(unwrapped);
  const modules: string[] = [];
  for (let i = 0; i < scopes.length; i++) {
    const scope = scopes[i] as string;
    if (PAIRS.test(`${scope}/${scopes[i + 1]}`)) i++;
    else if (!FRAMES.has(scope) && widthsOfScope(scope) === undefined) modules.push(scope);
  }
  return ofMethods(modules);
}

/** What a scope says of modules: `transpose(jvp(Net))` is Net, `jit(relu)` and `jvp()` nothing. */
function unwrapped(scope: string): readonly string[] {
  if (scope === "" || CALLED.test(scope)) return [];
  const inner = TRANSFORMED.exec(scope)?.[1];
  if (inner !== undefined) return scopesOf(inner).flatMap(unwrapped);
  return [withoutParameters(scope)];
}

/** Scopes of methods as their modules; one beside its module's own scope says nothing. */
function ofMethods(modules: readonly string[]): readonly string[] {
  return modules.flatMap((scope, i) => {
    const owner = METHOD.exec(scope)?.[1];
    if (owner === undefined) return [scope];
    return owner === modules[i - 1] || owner === modules[i + 1] ? [] : [owner];
  });
}
