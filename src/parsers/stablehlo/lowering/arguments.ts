import type { DeclaredDim } from "../../lowering/bindings.ts";
import { argumentName } from "../../weights/argument-name.ts";
import { pathOf } from "../../weights/collections.ts";
import type { Attributes } from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import type { Module, Operation, ProgramFunction, Value } from "../program/program.ts";
import { integerOf } from "./attribute-reading.ts";
import type { Names } from "./names.ts";

/** An argument of the function that is run, as the program declares it. */
export interface ProgramArgument {
  readonly index: number;
  readonly value: Value;
  /** As its location names it; undefined where none does. */
  readonly path: string | undefined;
  /** What users call it: its path, else the name of the value. */
  readonly name: string;
  /** Sizes, symbols by their names. */
  readonly shape: readonly DeclaredDim[];
}

/** The attribute of an argument that is the size of a dimension. */
const SYMBOL = "jax.global_constant";

/** The arguments of a function, by the names that the program has for them. */
export function argumentsOf(
  module: Module,
  entry: ProgramFunction,
  names: Names,
): readonly ProgramArgument[] {
  const inner = wrapped(module, entry);
  const taken = new Set<string>();
  return entry.body.arguments.map((value, index) => {
    const path =
      names.nameOf(value.location) ?? innerName(inner, value, names) ?? mangledName(value);
    const name = unique(path === undefined ? value.name.replace(/^%/, "") : pathOf(path), taken);
    return { index, value, path, name, shape: shapeOf(value, inner) };
  });
}

/** HLO has the name of an argument in that of its instruction. */
function mangledName({ name }: Value): string | undefined {
  if (name.startsWith("%") || argumentName(name) === undefined) return undefined;
  return name;
}

function unique(name: string, taken: Set<string>): string {
  let own = name;
  for (let count = 2; taken.has(own); count++) own = `${name}#${count}`;
  taken.add(own);
  return own;
}

/** A function that the entry hands its arguments to, and the call. */
interface Wrapped {
  readonly call: Operation;
  readonly callee: ProgramFunction;
  /** Operations of the entry by what they give. */
  readonly producers: ReadonlyMap<Value, Operation>;
}

/**
 * Programs with symbolic sizes check them first, with calls too, and then return what a call of the
 * exported function gives.
 */
function wrapped({ functions }: Module, { body }: ProgramFunction): Wrapped | undefined {
  const calls = body.operations.filter(({ name }) => name === "func.call");
  const returned = new Set(body.operations.at(-1)?.operands);
  const last = calls.find(({ results }) => results.some((value) => returned.has(value)));
  const call = last ?? (calls.length === 1 ? calls[0] : undefined);
  const symbol = call?.attributes.get("callee");
  if (call === undefined || symbol?.kind !== "symbol") return undefined;
  const callee = functions.get(symbol.path.at(-1) ?? "");
  if (callee === undefined) return undefined;
  const producers = new Map(
    body.operations.flatMap((operation) => operation.results.map((value) => [value, operation])),
  );
  return { call, callee, producers };
}

function innerName(inner: Wrapped | undefined, value: Value, names: Names): string | undefined {
  if (inner === undefined) return undefined;
  const place = inner.call.operands.indexOf(value);
  const argument: { readonly location: Location | undefined } | undefined =
    inner.callee.body.arguments[place];
  return place < 0 ? undefined : names.nameOf(argument?.location);
}

function shapeOf(value: Value, inner: Wrapped | undefined): readonly DeclaredDim[] {
  const { type } = value;
  if (type.kind !== "tensor") return [];
  return type.shape.map((size, axis) =>
    typeof size === "number" ? size : symbolOf(inner, value, axis),
  );
}

/** The name of a dimension: the callee takes the size of this axis as the constant of that name. */
function symbolOf(inner: Wrapped | undefined, value: Value, axis: number): string | undefined {
  if (inner === undefined) return undefined;
  const place = inner.call.operands.findIndex((operand) => {
    const size = inner.producers.get(operand);
    return (
      size?.name === "stablehlo.get_dimension_size" &&
      size.operands[0] === value &&
      integerOf(size.attributes.get("dimension")) === axis
    );
  });
  return place < 0 ? undefined : symbolName(inner.callee.argumentAttributes[place]);
}

function symbolName(attributes: Attributes | undefined): string | undefined {
  const symbol = attributes?.get(SYMBOL);
  return symbol?.kind === "string" ? symbol.value : undefined;
}
