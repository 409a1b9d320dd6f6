import type { Where } from "../../errors.ts";
import type { Elements } from "../stablehlo/program/attribute.ts";
import type { Type } from "../stablehlo/program/type.ts";

/** What stands behind the operands, by name, spelled as HLO text spells it; a proto is said so too. */
export type HloAttributes = ReadonlyMap<string, string>;

/** A type with the order in which its elements are stored. */
export interface HloShape {
  readonly type: Type;
  /** Dimensions from the fastest to the slowest; undefined where it is not said, or tiled. */
  readonly minorToMajor: readonly number[] | undefined;
}

export interface HloInstruction {
  readonly name: string;
  readonly opcode: string;
  readonly shape: HloShape;
  /** Numbers of instructions of the same computation. */
  readonly operands: readonly number[];
  readonly attributes: HloAttributes;
  /** Number of the parameter that it is. */
  readonly parameter: number | undefined;
  /** Elements of a constant that is no tuple. */
  readonly literal: Elements | undefined;
  /** Where it stands in the source, in bytes. */
  readonly at: number;
}

export interface HloComputation {
  readonly name: string;
  /** Definitions before their uses. */
  readonly instructions: readonly HloInstruction[];
  /** Number of the instruction that is the result. */
  readonly root: number;
  readonly at: number;
}

/** A module of HLO, whether it was text or proto. */
export interface HloModule {
  readonly name: string;
  readonly attributes: HloAttributes;
  readonly computations: ReadonlyMap<string, HloComputation>;
  readonly entry: HloComputation;
  /** The place of a byte as messages name it. */
  readonly place: (at: number) => Where;
}
