import { argumentName } from "./argument-name.ts";

/** Collections of Flax, AQT and qwix whose arrays are kept with a network. */
const COLLECTIONS: ReadonlySet<string> = new Set([
  "params",
  "batch_stats",
  "get_bounds",
  "aqt",
  "quant_stats",
  "quant_params",
  "fp8_params",
  "_overwrite_with_gradient",
  "lora",
  "constants",
]);
/** Collections that hold what a run left behind: no weights. */
const TRANSIENT: ReadonlySet<string> = new Set([
  "cache",
  "intermediates",
  "losses",
  "metrics",
  "perturbations",
  "rngs",
]);
/** What optimizers of optax keep beside each parameter, in trees like that of the parameters. */
const OPTIMIZER_STATES: ReadonlySet<string> = new Set([
  "acc_grads",
  "e_g",
  "e_x",
  "ema",
  "fast_state",
  "inner_opt_state",
  "inner_state",
  "mu",
  "nu",
  "nu_max",
  "sum_of_squares",
  "trace",
  "v_col",
  "v_row",
]);
/** The whole of it: `opt_state`, also as HLO spells `state.opt_state[0]`. */
const OPTIMIZER = /(?:^|_)opt_state(?:_\d+)*$/;
/** What people call the dictionary of all collections, or the state that nnx splits off. */
const VARIABLES: ReadonlySet<string> = new Set(["variables", "vars", "v"]);
const STATES: ReadonlySet<string> = new Set(["state", "st"]);
/** Arguments of a function that takes anything. */
const CALLS: ReadonlySet<string> = new Set(["args", "kwargs", "self"]);
/** What layers of nnx call their arrays. */
const PARAMETERS: ReadonlySet<string> = new Set([
  "kernel",
  "bias",
  "scale",
  "embedding",
  "mean",
  "var",
]);
/** An array that nnx wraps in a variable. */
const WRAPPED = /(?:\.|___)(?:raw_)?value(?:\.\d+)?$/;

/** True for the name of a collection that is kept with a network. */
export function isCollection(component: string): boolean {
  return COLLECTIONS.has(component);
}

/**
 * The collection in which Flax keeps an argument with this name; undefined for inputs.
 *
 * `v['params']['a']['kernel']`: params; `variables['anything']['a']`: anything;
 * `st['a']['kernel'].value` of nnx, which has none: state. HLO's spelling of these too.
 */
export function collectionOf(name: string): string | undefined {
  const parsed = argumentName(name);
  if (parsed === undefined) return undefined;
  const { components, root, mangled } = parsed;
  const above = components.slice(0, -1);
  const found = above.find(isCollection) ?? (mangled ? joinedCollection(above[0]) : undefined);
  if (found !== undefined) return found;
  const [variable] = components as [string];
  const first = components.length > root ? components[root] : undefined;
  if (first === undefined || TRANSIENT.has(first)) return undefined;
  const isState = STATES.has(variable) && PARAMETERS.has(components.at(-1) as string);
  if (WRAPPED.test(name) || isState) return "state";
  return VARIABLES.has(variable) && components.length > root + 1 ? first : undefined;
}

/** True for what an optimizer keeps: `opt[0].mu['params']['a']`. */
export function isOptimizerState(name: string): boolean {
  const { components } = argumentName(name) ?? { components: [] };
  return components
    .slice(0, -1)
    .some((component) => OPTIMIZER.test(component) || OPTIMIZER_STATES.has(component));
}

/** HLO's `state_params__a__` is `state.params['a']`: the collection at the end of the variable. */
function joinedCollection(variable = ""): string | undefined {
  return [...COLLECTIONS].find((collection) => variable.endsWith(`_${collection}`));
}

/**
 * The path of an argument as people write it in patterns: `v['params']['a']` is `params/a`.
 *
 * The variable is left out where it only names the dictionary; `w['a']` stays `w/a`.
 */
export function pathOf(name: string): string {
  const parsed = argumentName(name);
  if (parsed === undefined) return name;
  const { components, root } = parsed;
  const [variable] = components as [string];
  const isNamed = isCollection(components[root] ?? "");
  const isDictionary = [VARIABLES, STATES, CALLS].some((names) => names.has(variable));
  const dropped = components.length > root && (isNamed || isDictionary) ? root : 0;
  return components.slice(dropped).join("/");
}

/** All spellings by which a pattern may name an argument, the most usual one first. */
export function spellingsOf(name: string): readonly string[] {
  const whole = argumentName(name)?.components.join("/") ?? name;
  return [...new Set([pathOf(name), whole, name])];
}
