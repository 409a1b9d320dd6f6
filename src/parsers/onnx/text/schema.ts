/** What a field holds: a scalar of the wire format, or a message by its name. */
export type ScalarKind = "int" | "float" | "double" | "string" | "bytes" | "type" | "location";

/** Field number and what the field holds. */
export type Field = readonly [number, string];

/** A message: its fields by name. */
export type Message = Readonly<Record<string, Field>>;

const metadata = (number: number): Field => [number, "StringStringEntryProto"];

/**
 * Messages of `onnx.proto`, onnx 1.23, by name. Integers of all widths are `int`; `type` and
 * `location` are the enums {@link ENUMS}.
 */
export const MESSAGES: Readonly<Record<string, Message>> = {
  ModelProto: {
    ir_version: [1, "int"],
    producer_name: [2, "string"],
    producer_version: [3, "string"],
    domain: [4, "string"],
    model_version: [5, "int"],
    doc_string: [6, "string"],
    graph: [7, "GraphProto"],
    opset_import: [8, "OperatorSetIdProto"],
    metadata_props: metadata(14),
    training_info: [20, "TrainingInfoProto"],
    functions: [25, "FunctionProto"],
    configuration: [26, "DeviceConfigurationProto"],
  },
  GraphProto: {
    node: [1, "NodeProto"],
    name: [2, "string"],
    initializer: [5, "TensorProto"],
    doc_string: [10, "string"],
    input: [11, "ValueInfoProto"],
    output: [12, "ValueInfoProto"],
    value_info: [13, "ValueInfoProto"],
    quantization_annotation: [14, "TensorAnnotation"],
    sparse_initializer: [15, "SparseTensorProto"],
    metadata_props: metadata(16),
  },
  NodeProto: {
    input: [1, "string"],
    output: [2, "string"],
    name: [3, "string"],
    op_type: [4, "string"],
    attribute: [5, "AttributeProto"],
    doc_string: [6, "string"],
    domain: [7, "string"],
    overload: [8, "string"],
    metadata_props: metadata(9),
    device_configurations: [10, "NodeDeviceConfigurationProto"],
  },
  AttributeProto: {
    name: [1, "string"],
    f: [2, "float"],
    i: [3, "int"],
    s: [4, "bytes"],
    t: [5, "TensorProto"],
    g: [6, "GraphProto"],
    floats: [7, "float"],
    ints: [8, "int"],
    strings: [9, "bytes"],
    tensors: [10, "TensorProto"],
    graphs: [11, "GraphProto"],
    doc_string: [13, "string"],
    tp: [14, "TypeProto"],
    type_protos: [15, "TypeProto"],
    type: [20, "type"],
    ref_attr_name: [21, "string"],
    sparse_tensor: [22, "SparseTensorProto"],
    sparse_tensors: [23, "SparseTensorProto"],
  },
  TensorProto: {
    dims: [1, "int"],
    data_type: [2, "int"],
    segment: [3, "Segment"],
    float_data: [4, "float"],
    int32_data: [5, "int"],
    string_data: [6, "bytes"],
    int64_data: [7, "int"],
    name: [8, "string"],
    raw_data: [9, "bytes"],
    double_data: [10, "double"],
    uint64_data: [11, "int"],
    doc_string: [12, "string"],
    external_data: metadata(13),
    data_location: [14, "location"],
    metadata_props: metadata(16),
  },
  SparseTensorProto: {
    values: [1, "TensorProto"],
    indices: [2, "TensorProto"],
    dims: [3, "int"],
  },
  ValueInfoProto: {
    name: [1, "string"],
    type: [2, "TypeProto"],
    doc_string: [3, "string"],
    metadata_props: metadata(4),
  },
  TypeProto: {
    tensor_type: [1, "TensorType"],
    sequence_type: [4, "ElementType"],
    map_type: [5, "MapType"],
    denotation: [6, "string"],
    opaque_type: [7, "OpaqueType"],
    sparse_tensor_type: [8, "TensorType"],
    optional_type: [9, "ElementType"],
  },
  TensorType: { elem_type: [1, "int"], shape: [2, "TensorShapeProto"] },
  ElementType: { elem_type: [1, "TypeProto"] },
  MapType: { key_type: [1, "int"], value_type: [2, "TypeProto"] },
  OpaqueType: { domain: [1, "string"], name: [2, "string"] },
  TensorShapeProto: { dim: [1, "Dimension"] },
  Dimension: { dim_value: [1, "int"], dim_param: [2, "string"], denotation: [3, "string"] },
  FunctionProto: {
    name: [1, "string"],
    input: [4, "string"],
    output: [5, "string"],
    attribute: [6, "string"],
    node: [7, "NodeProto"],
    doc_string: [8, "string"],
    opset_import: [9, "OperatorSetIdProto"],
    domain: [10, "string"],
    attribute_proto: [11, "AttributeProto"],
    value_info: [12, "ValueInfoProto"],
    overload: [13, "string"],
    metadata_props: metadata(14),
  },
  OperatorSetIdProto: { domain: [1, "string"], version: [2, "int"] },
  StringStringEntryProto: { key: [1, "string"], value: [2, "string"] },
  TensorAnnotation: { tensor_name: [1, "string"], quant_parameter_tensor_names: metadata(2) },
  TrainingInfoProto: {
    initialization: [1, "GraphProto"],
    algorithm: [2, "GraphProto"],
    initialization_binding: metadata(3),
    update_binding: metadata(4),
  },
  Segment: { begin: [1, "int"], end: [2, "int"] },
  DeviceConfigurationProto: { name: [1, "string"], num_devices: [2, "int"], device: [3, "string"] },
  NodeDeviceConfigurationProto: {
    configuration_id: [1, "string"],
    sharding_spec: [2, "ShardingSpecProto"],
    pipeline_stage: [3, "int"],
  },
  ShardingSpecProto: {
    tensor_name: [1, "string"],
    device: [2, "int"],
    index_to_device_group_map: [3, "IntIntListEntryProto"],
    sharded_dim: [4, "ShardedDimProto"],
  },
  IntIntListEntryProto: { key: [1, "int"], value: [2, "int"] },
  ShardedDimProto: { axis: [1, "int"], simple_sharding: [2, "SimpleShardedDimProto"] },
  SimpleShardedDimProto: {
    dim_value: [1, "int"],
    dim_param: [2, "string"],
    num_shards: [3, "int"],
  },
};

/** Numbers of enum values by name. */
export const ENUMS: Readonly<Record<"type" | "location", Readonly<Record<string, number>>>> = {
  type: {
    UNDEFINED: 0,
    FLOAT: 1,
    INT: 2,
    STRING: 3,
    TENSOR: 4,
    GRAPH: 5,
    FLOATS: 6,
    INTS: 7,
    STRINGS: 8,
    TENSORS: 9,
    GRAPHS: 10,
    SPARSE_TENSOR: 11,
    SPARSE_TENSORS: 12,
    TYPE_PROTO: 13,
    TYPE_PROTOS: 14,
  },
  location: { DEFAULT: 0, EXTERNAL: 1 },
};

/** The field of a message; undefined where it has none of that name. */
export function fieldOf(message: string, name: string): Field | undefined {
  const fields = MESSAGES[message];
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** True where a field of this kind holds a message. */
export function isMessage(kind: string): boolean {
  return Object.hasOwn(MESSAGES, kind);
}
