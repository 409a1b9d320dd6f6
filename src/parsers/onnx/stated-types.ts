import { type OnnxType, readValue } from "./values.ts";
import type { Range, WireReader } from "./wire.ts";

const OUTPUT = 12;
const VALUE_INFO = 13;

/** Fields of a `GraphProto` that state types. */
const IN_GRAPHS: readonly number[] = [OUTPUT, VALUE_INFO];
/** Of a `FunctionProto`. */
export const IN_FUNCTIONS: readonly number[] = [12];

/**
 * Types that the file states of its inner tensors and outputs, looked for when somebody asks: only operators
 * that are not supported need them.
 */
export class StatedTypes {
  readonly #reader: WireReader;
  readonly #graph: Range;
  readonly #fields: readonly number[];
  #types: ReadonlyMap<string, OnnxType> | undefined;

  constructor(reader: WireReader, graph: Range, fields: readonly number[] = IN_GRAPHS) {
    this.#reader = reader;
    this.#graph = graph;
    this.#fields = fields;
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
      if (!this.#fields.includes(field)) return;
      const { name, type } = readValue(reader, reader.range(wire));
      if (type === undefined || (field === OUTPUT && types.has(name))) return;
      types.set(name, type);
    });
    return types;
  }
}
