import type { ElementType } from "../../../graph/element-type.ts";
import { collectionOf } from "../../weights/collections.ts";
import type { Program } from "../program/program.ts";
import { type Type, typeText } from "../program/type.ts";
import { argumentsOf } from "./arguments.ts";
import { entryOf, moduleOf, outputName } from "./entry.ts";
import { liveOperations, livePart } from "./live-operations.ts";
import { storedElement } from "./quantized-type.ts";
import { namesOf } from "./scopes.ts";

/** An argument or a result of a program, as its text declares it. */
export interface ProgramValue {
  readonly name: string;
  /** The element type as MLIR spells it, or the whole type of what is no tensor. */
  readonly type: string;
  /** Absent where it is none that a file of tensors can hold. */
  readonly element?: ElementType;
  /** True for an argument that its location says is kept with the network. */
  readonly isWeight?: boolean;
}

/** What goes into a program and comes out of it, and the names of its live operations. */
export interface ProgramSignature {
  readonly inputs: readonly ProgramValue[];
  readonly outputs: readonly ProgramValue[];
  readonly operators: readonly string[];
}

export function programSignature(program: Program): ProgramSignature {
  const module = moduleOf(program);
  const entry = entryOf(module);
  const names = namesOf(program, module);
  const { results } = livePart(entry.body);
  const live = [...module.functions.values()].flatMap(({ body }) => liveOperations(body));
  return {
    inputs: argumentsOf(module, entry, names).map(({ name, path, value }) => ({
      ...declared(name, value.type),
      ...(path !== undefined && collectionOf(path) !== undefined ? { isWeight: true } : {}),
    })),
    outputs: results.map(({ type }, i) => declared(outputName(i), type)),
    operators: [...new Set(live.map(({ name }) => name))].toSorted(),
  };
}

function declared(name: string, type: Type): ProgramValue {
  if (type.kind !== "tensor") return { name, type: typeText(type) };
  const element = storedElement(type.element);
  return element === undefined ? { name, type: type.element } : { name, type: element, element };
}
