import type { Graph, Origin, OriginId } from "../../../graph/graph.ts";
import type { Attributes } from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import type { Aliases, Operation, ProgramFunction, Value } from "../program/program.ts";

/** Where a region is run: through which calls. */
export interface CallPath {
  /** What the producer calls the place of the innermost call, with those around it. */
  readonly scope: string;
  /** Names of the functions that are called, joined by `/`. */
  readonly functions: string;
  /** What a composite around it claims. */
  readonly notes?: Readonly<Record<string, string>>;
}

export const TOP: CallPath = { scope: "", functions: "" };

/** The module path in the name of a location; undefined where there is none. */
export type ModulePath = (name: string) => string | undefined;

/** What the name of a location claims of widths, as notes beside the operation. */
type Claims = (name: string) => Notes | undefined;
type Notes = Readonly<Record<string, string>>;

const FRONTEND = "mhlo.frontend_attributes";

/** What users call the operations of a program. */
export class Names {
  readonly #aliases: Aliases;
  readonly #modulePath: ModulePath;
  readonly #claims: Claims;
  /** How often each name was given. */
  readonly #valueNames = new Map<string, number>();

  /** @param claims - widths that the name of a location claims, as notes */
  constructor(aliases: Aliases, modulePath: ModulePath, claims: Claims = () => undefined) {
    this.#aliases = aliases;
    this.#modulePath = modulePath;
    this.#claims = claims;
  }

  /** The origin of an operation that is run through some calls. */
  origin(graph: Graph, operation: Operation, path: CallPath): OriginId {
    return graph.addOrigin(this.describe(operation, path));
  }

  describe(operation: Operation, path: CallPath): Origin {
    const scope = this.#scopeOf(operation, path);
    const module = scope === undefined ? undefined : this.#modulePath(scope);
    const name = module ?? this.#ownName(operation, path);
    const operator = shortName(operation.name);
    const notes = this.#notesOf(operation, scope, path);
    return notes === undefined ? { name, operator } : { name, operator, notes };
  }

  /** What the text calls a value, after the functions through which it is called; each name once. */
  valueName({ name }: Value, { functions }: CallPath): string {
    const own = functions === "" ? name : `${functions}/${name}`;
    const count = (this.#valueNames.get(own) ?? 0) + 1;
    this.#valueNames.set(own, count);
    return count === 1 ? own : `${own}#${count}`;
  }

  /** What `--trips` calls a loop; empty where the producer gave it no name. */
  loopName(operation: Operation, path: CallPath): string {
    const scope = this.#scopeOf(operation, path);
    return (scope === undefined ? undefined : this.#modulePath(scope)) ?? "";
  }

  /** The path of what a function runs. */
  enter(call: Operation, callee: ProgramFunction, path: CallPath, notes?: Notes): CallPath {
    const scope = this.#scopeOf(call, path) ?? path.scope;
    const functions = path.functions === "" ? callee.name : `${path.functions}/${callee.name}`;
    const own = notes ?? path.notes;
    return own === undefined ? { scope, functions } : { scope, functions, notes: own };
  }

  /** The name that a location gives, looked up through aliases. */
  nameOf(location: Location | undefined): string | undefined {
    let at = location;
    for (let step = 0; at !== undefined && step < MOST_STEPS; step++) {
      if (at.kind === "name") return at.name;
      if (at.kind === "alias") at = this.#aliases.locations.get(at.name);
      else if (at.kind === "fused") at = at.items[0];
      else return undefined;
    }
    return undefined;
  }

  /**
   * Names inside functions go on where the call is. Older texts have the whole name there, that of the
   * first call of all: what follows the function in it goes on where this call is.
   */
  #scopeOf({ location }: Operation, { scope }: CallPath): string | undefined {
    const name = this.nameOf(location);
    if (name === undefined) return undefined;
    return scope === "" ? name : `${scope}/${name.replace(UP_TO_FUNCTION, "")}`;
  }

  #ownName({ results, name }: Operation, { functions }: CallPath): string {
    const own = results[0]?.name || shortName(name);
    return functions === "" ? own : `${functions}/${own}`;
  }

  #notesOf(operation: Operation, scope: string | undefined, path: CallPath): Origin["notes"] {
    const frontend = operation.attributes.get(FRONTEND);
    const notes = {
      ...path.notes,
      ...(scope === undefined ? {} : this.#claims(scope)),
      ...(frontend?.kind === "dictionary" ? textsOf(frontend.entries) : {}),
    };
    return Object.keys(notes).length === 0 ? undefined : notes;
  }
}

/** Aliases behind each other that are followed: a circle of them names nothing. */
const MOST_STEPS = 64;

/** A name that begins at the outermost function, as far as the innermost one. */
const UP_TO_FUNCTION = /^p?jit\([^)]*\)\/(?:.*\bp?jit\([^)]*\)\/)?/;

/** Without the name of the main dialect. */
function shortName(name: string): string {
  return name.startsWith("stablehlo.") ? name.slice("stablehlo.".length) : name;
}

function textsOf(entries: Attributes): Notes {
  const texts: Record<string, string> = {};
  for (const [key, value] of entries) if (value.kind === "string") texts[key] = value.value;
  return texts;
}
