import { AceError } from "../../errors.ts";
import type { ByteStrings } from "../../graph/byte-strings.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { canonicalDomain } from "./domains.ts";
import { readEntry } from "./entries.ts";
import type { OnnxFunction, OnnxGraph, OnnxModel } from "./foreign.ts";
import { OnnxNodes } from "./nodes.ts";
import { NodeReader, readLabel } from "./read-node.ts";
import { readSparseTensor, type SparseOnnxTensor } from "./sparse-tensor.ts";
import { StatedTypes } from "./stated-types.ts";
import { readTensorProto, type StoredOnnxTensor } from "./tensor-proto.ts";
import { type OnnxValue, readValue } from "./values.ts";
import { type Range, WireReader } from "./wire.ts";

/**
 * Reads the structure of an ONNX file: names, types, byte ranges; no weights, no attributes.
 *
 * @throws {AceError} `unsupported-format`, `malformed-model`, `malformed-tensor`
 */
export function readOnnxModel(source: ByteSource, reader = new WireReader(source)): OnnxModel {
  const opsets = new Map<string, number>();
  const functions: OnnxFunction[] = [];
  const metadata = new Map<string, string>();
  const text = { name: "", version: "" };
  let irVersion = 0;
  let graphRange: Range | undefined;
  reader.fields({ offset: 0, length: source.size }, (field, wire) => {
    if (field === 1) irVersion = reader.integer(wire);
    else if (field === 2) text.name = reader.string(wire);
    else if (field === 3) text.version = reader.string(wire);
    else if (field === 7) graphRange = reader.range(wire);
    else if (field === 8) readOpset(reader, reader.range(wire), opsets);
    else if (field === 14) metadata.set(...readEntry(reader, reader.range(wire)));
    else if (field === 25) functions.push(readFunctionHead(reader, reader.range(wire)));
  });
  if (graphRange === undefined) throw notOnnx(source);
  return {
    irVersion,
    producer: `${text.name} ${text.version}`.trim(),
    opsets,
    graph: readOnnxGraph(reader, graphRange),
    functions,
    metadata,
  };
}

function notOnnx(source: ByteSource): AceError {
  return new AceError(
    "unsupported-format",
    { action: "read", subject: source.name, expected: "an ONNX model", got: "no graph in it" },
    { where: { file: source.name } },
  );
}

export function readOpset(reader: WireReader, range: Range, opsets: Map<string, number>): void {
  let domain = "";
  let version = 0;
  reader.fields(range, (field, wire) => {
    if (field === 1) domain = canonicalDomain(reader.string(wire));
    if (field === 2) version = reader.integer(wire);
  });
  opsets.set(domain, Math.max(version, opsets.get(domain) ?? 0));
}

function readFunctionHead(reader: WireReader, range: Range): OnnxFunction {
  let name = "";
  let domain = "";
  let overload = "";
  reader.fields(range, (field, wire) => {
    if (field === 1) name = reader.string(wire);
    if (field === 10) domain = canonicalDomain(reader.string(wire));
    if (field === 13) overload = reader.string(wire);
  });
  return { name, domain, overload, range };
}

/**
 * Reads a `GraphProto`.
 *
 * @param names - those of the graph around, for one that is inside a node
 */
export function readOnnxGraph(reader: WireReader, range: Range, names?: ByteStrings): OnnxGraph {
  const nodes = new OnnxNodes((start) => readLabel(reader, start), names);
  const nodeReader = new NodeReader(reader, nodes);
  const initializers = new Map<string, StoredOnnxTensor>();
  const sparseInitializers = new Map<string, SparseOnnxTensor>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const annotations = new Map<string, Map<string, string>>();
  let name = "";
  reader.fields(range, (field, wire, start) => {
    if (field === 1) nodeReader.read(reader.range(wire), start);
    else if (field === 2) name = reader.string(wire);
    else if (field === 5) addInitializer(reader, reader.range(wire), initializers);
    else if (field === 11) inputs.push(readValue(reader, reader.range(wire)));
    else if (field === 12) outputs.push(readValue(reader, reader.range(wire)));
    else if (field === 15) addSparse(reader, reader.range(wire), sparseInitializers);
    else if (field === 14) readAnnotation(reader, reader.range(wire), annotations);
  });
  return {
    name,
    nodes,
    initializers,
    sparseInitializers,
    inputs,
    outputs,
    statedTypes: new StatedTypes(reader, range),
    annotations,
  };
}

function addInitializer(
  reader: WireReader,
  range: Range,
  initializers: Map<string, StoredOnnxTensor>,
): void {
  const tensor = readTensorProto(reader, range);
  if (initializers.has(tensor.name)) {
    throw new AceError(
      "malformed-model",
      {
        action: "read",
        subject: "the initializers",
        expected: "distinct names",
        got: "two of one",
      },
      { where: { tensor: tensor.name, file: reader.source.name } },
    );
  }
  initializers.set(tensor.name, tensor);
}

function addSparse(
  reader: WireReader,
  range: Range,
  initializers: Map<string, SparseOnnxTensor>,
): void {
  const tensor = readSparseTensor(reader, range);
  initializers.set(tensor.name, tensor);
}

function readAnnotation(
  reader: WireReader,
  range: Range,
  annotations: Map<string, Map<string, string>>,
): void {
  const entries = new Map<string, string>();
  let tensor = "";
  reader.fields(range, (field, wire) => {
    if (field === 1) tensor = reader.string(wire);
    if (field === 2) entries.set(...readEntry(reader, reader.range(wire)));
  });
  annotations.set(tensor, entries);
}
