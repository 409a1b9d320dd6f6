import { type OnnxType, readValue } from "./values.ts";
import type { Range, WireReader } from "./wire.ts";

const OUTPUT = 12;
const VALUE_INFO = 13;

/**
 * Types that the file states of its inner tensors and outputs, looked for when somebody asks: only operators
 * that are not supported need them.
 */
export class StatedTypes {
  readonly #reader: WireReader;
  readonly #graph: Range;
  #types: ReadonlyMap<string, OnnxType> | undefined;

  constructor(reader: WireReader, graph: Range) {
    this.#reader = reader;
    this.#graph = graph;
  }

  /** The type that is stated of a tensor; undefined where none is. */
  get(tensor: string): OnnxType | undefined {
    this.#types ??= this.#read();
    return this.#types.get(tensor);
  }

  #read(): ReadonlyMap<string, OnnxType> {
    const reader = this.#reader;
    const types = new Map<string, OnnxType>();
    reader.fields(this.#graph, (field, wire) => {
      if (field !== VALUE_INFO && field !== OUTPUT) return;
      const { name, type } = readValue(reader, reader.range(wire));
      if (type === undefined || (field === OUTPUT && types.has(name))) return;
      types.set(name, type);
    });
    return types;
  }
}
