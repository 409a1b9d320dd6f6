import type { Attribute, Attributes } from "./attribute.ts";
import type { Location } from "./location.ts";
import type { Type } from "./type.ts";

/** A result of an operation or an argument of a block; used by identity. */
export interface Value {
  readonly type: Type;
  /** As the source spells it: `%12#1`, `convolution.3`. */
  readonly name: string;
  readonly location: Location | undefined;
}

/** One use of an operator, one to one with the source. */
export interface Operation {
  /** With its dialect: `stablehlo.add`, `func.call`. */
  readonly name: string;
  readonly operands: readonly Value[];
  readonly results: readonly Value[];
  /** Inherent and discardable ones together. */
  readonly attributes: Attributes;
  readonly regions: readonly Region[];
  readonly location: Location | undefined;
  /** Where it stands in the source, in bytes; for messages. */
  readonly at: number;
}

/** The single block of a region: its last operation gives what it returns. */
export interface Region {
  readonly arguments: readonly Value[];
  readonly operations: readonly Operation[];
}

/** A function: a region with a name. */
export interface ProgramFunction {
  readonly name: string;
  readonly isPublic: boolean;
  readonly argumentAttributes: readonly Attributes[];
  readonly resultTypes: readonly Type[];
  readonly resultAttributes: readonly Attributes[];
  readonly attributes: Attributes;
  readonly body: Region;
  readonly location: Location | undefined;
  readonly at: number;
}

/** A module of StableHLO, or an HLO module said in its words. */
export interface Module {
  readonly name: string;
  readonly attributes: Attributes;
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  /** What else stands at its top by symbol: meshes of devices. */
  readonly symbols: ReadonlyMap<string, Operation>;
  readonly modules: readonly Module[];
}

/** All that a file holds. */
export interface Program {
  readonly format: "stablehlo" | "hlo";
  readonly modules: readonly Module[];
  /** Locations and attributes that the text names by `#name`. */
  readonly aliases: Aliases;
  /** Warnings about the file as a whole: what a compiler took away. */
  readonly remarks: readonly string[];
}

/** What `#name` stands for; locations may be defined after their uses. */
export interface Aliases {
  readonly locations: ReadonlyMap<string, Location>;
  readonly attributes: ReadonlyMap<string, Attribute>;
}
