import type { ByteStrings } from "../../graph/byte-strings.ts";
import { type OnnxAttribute, readAttribute } from "./attributes.ts";
import type { OnnxFunction, OnnxGraph } from "./foreign.ts";
import { OnnxNodes } from "./nodes.ts";
import { readOpset } from "./read.ts";
import { NodeReader, readLabel } from "./read-node.ts";
import { IN_FUNCTIONS, StatedTypes } from "./stated-types.ts";
import type { WireReader } from "./wire.ts";

/** A model-local function with what is in it. */
export interface FunctionBody {
  /** Inputs and outputs have no types. */
  readonly graph: OnnxGraph;
  readonly opsets: ReadonlyMap<string, number>;
  /** Attributes that a call may leave out, with the values that they have then. */
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
}

/** Reads a `FunctionProto`. */
export function readFunction(
  reader: WireReader,
  { name, range }: OnnxFunction,
  names: ByteStrings,
): FunctionBody {
  const nodes = new OnnxNodes((start) => readLabel(reader, start), names);
  const nodeReader = new NodeReader(reader, nodes);
  const inputs: string[] = [];
  const outputs: string[] = [];
  const opsets = new Map<string, number>();
  const defaults = new Map<string, OnnxAttribute>();
  reader.fields(range, (field, wire, start) => {
    if (field === 4) inputs.push(reader.string(wire));
    else if (field === 5) outputs.push(reader.string(wire));
    else if (field === 7) nodeReader.read(reader.range(wire), start);
    else if (field === 9) readOpset(reader, reader.range(wire), opsets);
    else if (field === 11) defaults.set(...readAttribute(reader, reader.range(wire)));
  });
  const untyped = (text: string) => ({ name: text, type: undefined });
  const graph = {
    name,
    nodes,
    initializers: new Map(),
    sparseInitializers: new Map(),
    inputs: inputs.map(untyped),
    outputs: outputs.map(untyped),
    statedTypes: new StatedTypes(reader, range, IN_FUNCTIONS),
    annotations: new Map(),
  };
  return { graph, opsets, defaults };
}
