import type { Carrier } from "../../../graph/tensor.ts";
import { codesOf } from "../../../ops/move.ts";
import type { Attribute, Attributes, Elements } from "./attribute.ts";
import { equalFloats } from "./float-text.ts";
import type { Location } from "./location.ts";
import type { Module, Operation, Program, ProgramFunction, Region, Value } from "./program.ts";
import { type Type, typeText } from "./type.ts";

/** Where two programs first differ, in words. */
export type Difference = string | undefined;

/**
 * The first difference of two programs; undefined where they are equal. Names of values and places
 * in the source do not count; elements are compared as they are read.
 *
 * @param locations - whether locations count
 */
export function programDifference(a: Program, b: Program, locations: boolean): Difference {
  return new Comparison(locations).programs(a, b);
}

class Comparison {
  readonly #locations: boolean;
  /** What a value of the first program is in the second. */
  readonly #values = new Map<Value, Value>();
  readonly #texts = new Map<Type, string>();

  constructor(locations: boolean) {
    this.#locations = locations;
  }

  programs(a: Program, b: Program): Difference {
    if (!this.#dictionaries(a.aliases.attributes, b.aliases.attributes)) return "aliases";
    if (this.#locations && !sameLocations(a.aliases.locations, b.aliases.locations)) {
      return "aliases of locations";
    }
    return first(a.modules, b.modules, "modules", (x, y) => this.#modules(x, y));
  }

  #modules(a: Module, b: Module): Difference {
    const place = `module ${a.name}`;
    if (a.name !== b.name) return `${place}: its name`;
    if (!this.#dictionaries(a.attributes, b.attributes)) return `${place}: its attributes`;
    const [symbols, others] = [[...a.symbols.values()], [...b.symbols.values()]];
    const [functions, theirs] = [[...a.functions.values()], [...b.functions.values()]];
    return (
      first(symbols, others, `${place}: symbols`, (x, y) => this.#operations(x, y)) ??
      first(functions, theirs, `${place}: functions`, (x, y) => this.#functions(x, y)) ??
      first(a.modules, b.modules, `${place}: modules`, (x, y) => this.#modules(x, y))
    );
  }

  #functions(a: ProgramFunction, b: ProgramFunction): Difference {
    const place = `@${a.name}`;
    const sameLists = (x: readonly Attributes[], y: readonly Attributes[]) =>
      same(x, y, (one, other) => this.#dictionaries(one, other));
    if (a.name !== b.name || a.isPublic !== b.isPublic) return `${place}: its name`;
    if (!same(a.resultTypes, b.resultTypes, (x, y) => this.#types(x, y))) {
      return `${place}: types of results`;
    }
    const equal =
      this.#dictionaries(a.attributes, b.attributes) &&
      sameLists(a.argumentAttributes, b.argumentAttributes) &&
      sameLists(a.resultAttributes, b.resultAttributes);
    if (!equal) return `${place}: its attributes`;
    if (!this.#sameLocation(a.location, b.location)) return `${place}: its location`;
    const inner = this.#regions(a.body, b.body);
    return inner === undefined ? undefined : `${place}, ${inner}`;
  }

  #regions(a: Region, b: Region): Difference {
    if (!this.#define(a.arguments, b.arguments)) return "arguments";
    return first(a.operations, b.operations, "operations", (x, y) => this.#operations(x, y));
  }

  #operations(a: Operation, b: Operation): Difference {
    const place = `${a.name} at ${a.at}`;
    if (a.name !== b.name) return `${place}: its name`;
    if (!same(a.operands, b.operands, (x, y) => this.#values.get(x) === y)) {
      return `${place}: its operands`;
    }
    if (!this.#dictionaries(a.attributes, b.attributes)) return `${place}: its attributes`;
    if (!this.#sameLocation(a.location, b.location)) return `${place}: its location`;
    const inner = first(a.regions, b.regions, "regions", (x, y) => this.#regions(x, y));
    if (inner !== undefined) return `${place}, ${inner}`;
    return this.#define(a.results, b.results) ? undefined : `${place}: its results`;
  }

  #define(a: readonly Value[], b: readonly Value[]): boolean {
    return same(a, b, (x, y) => {
      this.#values.set(x, y);
      return this.#types(x.type, y.type) && this.#sameLocation(x.location, y.location);
    });
  }

  #dictionaries(a: Attributes, b: Attributes): boolean {
    if (a.size !== b.size) return false;
    for (const [name, value] of a) {
      const other = b.get(name);
      if (other === undefined || !this.#attributes(value, other)) return false;
    }
    return true;
  }

  #attributes(a: Attribute, b: Attribute): boolean {
    switch (a.kind) {
      case "unit":
        return b.kind === "unit";
      case "bool":
      case "string":
        return b.kind === a.kind && a.value === b.value;
      case "integer":
        return b.kind === "integer" && a.value === b.value && a.type === b.type;
      case "float":
        return b.kind === "float" && a.type === b.type && equalFloats(a.type, a.text, b.text);
      case "symbol":
        return b.kind === "symbol" && same(a.path, b.path, Object.is);
      case "type":
        return b.kind === "type" && this.#types(a.type, b.type);
      case "list":
        return b.kind === "list" && same(a.items, b.items, (x, y) => this.#attributes(x, y));
      case "dictionary":
        return b.kind === "dictionary" && this.#dictionaries(a.entries, b.entries);
      case "array":
        return (
          b.kind === "array" &&
          a.element === b.element &&
          same(a.values, b.values, (x, y) => x === y || equalFloats(a.element, `${x}`, `${y}`))
        );
      case "elements":
        return b.kind === "elements" && this.#elements(a.elements, b.elements);
      case "dialect":
        return b.kind === "dialect" && a.name === b.name && a.body === b.body;
      case "alias":
        return b.kind === "alias" && a.name === b.name;
      case "location":
        return b.kind === "location" && sameLocation(a.location, b.location);
      default:
        return a satisfies never;
    }
  }

  #elements(a: Elements, b: Elements): boolean {
    if (!this.#types(a.type, b.type)) return false;
    const named = a.resource !== undefined || b.resource !== undefined;
    if (a.text() === b.text() && !named) return true;
    if (named && a.resource?.digits() === undefined && b.resource?.digits() === undefined) {
      return a.resource?.name === b.resource?.name;
    }
    return sameNumbers(a.read(), b.read());
  }

  #types(a: Type, b: Type): boolean {
    return a === b || this.#text(a) === this.#text(b);
  }

  #text(type: Type): string {
    const known = this.#texts.get(type) ?? typeText(type);
    this.#texts.set(type, known);
    return known;
  }

  #sameLocation(a: Location | undefined, b: Location | undefined): boolean {
    if (!this.#locations || a === b) return true;
    return a !== undefined && b !== undefined && sameLocation(a, b);
  }
}

/** What `difference` says of the first pair that differs. */
function first<T>(
  a: readonly T[],
  b: readonly T[],
  name: string,
  difference: (x: T, y: T) => Difference,
): Difference {
  if (a.length !== b.length) return `${name}: ${a.length} and ${b.length}`;
  for (let i = 0; i < a.length; i++) {
    const found = difference(a[i] as T, b[i] as T);
    if (found !== undefined) return found;
  }
  return undefined;
}

function same<T>(a: readonly T[], b: readonly T[], equal: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((x, i) => equal(x, b[i] as T));
}

/** In every bit; one number is not the same as many. */
function sameNumbers(a: Carrier, b: Carrier): boolean {
  const [x, y] = [codesOf(a), codesOf(b)];
  return x.length === y.length && x.every((code: number | bigint, i: number) => code === y[i]);
}

function sameLocations(
  a: ReadonlyMap<string, Location>,
  b: ReadonlyMap<string, Location>,
): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, location]) => {
    const other = b.get(name);
    return other !== undefined && sameLocation(location, other);
  });
}

function sameLocation(a: Location, b: Location): boolean {
  switch (a.kind) {
    case "unknown":
      return b.kind === "unknown";
    case "alias":
      return b.kind === "alias" && a.name === b.name;
    case "name":
      return b.kind === "name" && a.name === b.name && sameChild(a.child, b.child);
    case "file":
      return b.kind === "file" && a.text === b.text;
    case "callsite":
      return (
        b.kind === "callsite" &&
        sameLocation(a.callee, b.callee) &&
        sameLocation(a.caller, b.caller)
      );
    case "fused":
      return (
        b.kind === "fused" && a.metadata === b.metadata && same(a.items, b.items, sameLocation)
      );
    default:
      return a satisfies never;
  }
}

function sameChild(a: Location | undefined, b: Location | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameLocation(a, b);
}
