import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { readEntry } from "./entries.ts";
import {
  type OnnxDim,
  type OnnxFunction,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  OnnxNodes,
  type OnnxType,
  type OnnxValue,
} from "./foreign.ts";
import { moduleScope } from "./naming.ts";
import { readSparseTensor, type SparseOnnxTensor } from "./sparse-tensor.ts";
import { readTensorProto, type StoredOnnxTensor } from "./tensor-proto.ts";
import { type Range, WireReader } from "./wire.ts";

/** Default domain under its other name, and QONNX's under its older ones. */
const DOMAIN_ALIASES: ReadonlyMap<string, string> = new Map([
  ["ai.onnx", ""],
  ["finn.custom_op.general", "qonnx.custom_op.general"],
  ["onnx.brevitas", "qonnx.custom_op.general"],
]);

/** A domain under the one name that we use for it. */
export function canonicalDomain(domain: string): string {
  return DOMAIN_ALIASES.get(domain) ?? domain;
}

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

function readOpset(reader: WireReader, range: Range, opsets: Map<string, number>): void {
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
  reader.fields(range, (field, wire) => {
    if (field === 1) name = reader.string(wire);
    if (field === 10) domain = canonicalDomain(reader.string(wire));
  });
  return { name, domain, range };
}

/** Reads a `GraphProto`. */
export function readOnnxGraph(reader: WireReader, range: Range): OnnxGraph {
  const nodes = new OnnxNodes();
  const initializers = new Map<string, StoredOnnxTensor>();
  const sparseInitializers = new Map<string, SparseOnnxTensor>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const valueInfo = new Map<string, OnnxType>();
  const annotations = new Map<string, Map<string, string>>();
  let name = "";
  reader.fields(range, (field, wire) => {
    if (field === 1) nodes.push(readNode(reader, reader.range(wire)));
    else if (field === 2) name = reader.string(wire);
    else if (field === 5) addInitializer(reader, reader.range(wire), initializers);
    else if (field === 11) inputs.push(readValue(reader, reader.range(wire)));
    else if (field === 12) outputs.push(readValue(reader, reader.range(wire)));
    else if (field === 13) addValueInfo(reader, reader.range(wire), valueInfo);
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
    valueInfo,
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

function addValueInfo(reader: WireReader, range: Range, valueInfo: Map<string, OnnxType>): void {
  const { name, type } = readValue(reader, range);
  if (type !== undefined) valueInfo.set(name, type);
}

function readNode(reader: WireReader, range: Range): Omit<OnnxNode, "index"> {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let metadata: Map<string, string> | undefined;
  let name = "";
  let operator = "";
  let domain = "";
  let attributes = 0;
  reader.fields(range, (field, wire) => {
    if (field === 1) inputs.push(reader.string(wire));
    else if (field === 2) outputs.push(reader.string(wire));
    else if (field === 3) name = reader.string(wire);
    else if (field === 4) operator = reader.string(wire);
    else if (field === 5) attributes++;
    else if (field === 7) domain = canonicalDomain(reader.string(wire));
    else if (field === 9) {
      metadata ??= new Map();
      metadata.set(...readEntry(reader, reader.range(wire)));
    }
  });
  const scope = metadata === undefined ? "" : moduleScope(metadata);
  const { offset, length } = range;
  const attributeRange = { offset, length: attributes === 0 ? 0 : length };
  return { domain, operator, name, inputs, outputs, scope, range: attributeRange };
}

function readValue(reader: WireReader, range: Range): OnnxValue {
  let name = "";
  let type: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) name = reader.string(wire);
    if (field === 2) type = readType(reader, reader.range(wire));
  });
  return { name, type };
}

function readType(reader: WireReader, range: Range): OnnxType | undefined {
  let type: OnnxType | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) type = readTensorType(reader, reader.range(wire));
    else if (field !== 6) type = { kind: "other", dataType: 0, shape: undefined };
  });
  return type;
}

function readTensorType(reader: WireReader, range: Range): OnnxType {
  let dataType = 0;
  let shape: OnnxDim[] | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) dataType = reader.integer(wire);
    if (field === 2) {
      const dims: OnnxDim[] = [];
      reader.fields(reader.range(wire), (inner, innerWire) => {
        if (inner === 1) dims.push(readDim(reader, reader.range(innerWire)));
      });
      shape = dims;
    }
  });
  return { kind: "tensor", dataType, shape };
}

function readDim(reader: WireReader, range: Range): OnnxDim {
  let dim: OnnxDim;
  reader.fields(range, (field, wire) => {
    if (field === 1) dim = reader.integer(wire);
    if (field === 2) dim = reader.string(wire) || undefined;
  });
  return dim;
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
