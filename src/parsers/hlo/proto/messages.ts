import { quoted } from "../attribute-text.ts";
import type { Field, ProtoSource } from "./wire.ts";

type Fields = ReadonlyMap<number, bigint[]>;

/** All integers of a message, by field. */
function integersIn(proto: ProtoSource, field: Field): Fields {
  const all = new Map<number, bigint[]>();
  for (const inner of proto.fields(proto.range(field))) {
    if (inner.wire !== 0 && inner.wire !== 2) continue;
    const values = all.get(inner.number) ?? [];
    all.set(inner.number, values);
    proto.integers(inner, values);
  }
  return all;
}

/** The messages of a repeated field. */
function messagesIn(proto: ProtoSource, field: Field, number: number): Field[] {
  return [...proto.fields(proto.range(field))].filter((inner) => inner.number === number);
}

function one(fields: Fields, number: number): bigint {
  return fields.get(number)?.at(-1) ?? 0n;
}

function list(fields: Fields, number: number): string {
  return `{${(fields.get(number) ?? []).join(",")}}`;
}

const METADATA: ReadonlyMap<number, string> = new Map([
  [1, "op_type"],
  [2, "op_name"],
  [3, "source_file"],
]);

/** `OpMetadata` */
export function metadata(proto: ProtoSource, field: Field): string | undefined {
  const parts: string[] = [];
  for (const inner of proto.fields(proto.range(field))) {
    const key = METADATA.get(inner.number);
    if (key !== undefined) parts.push(`${key}=${quoted(proto.string(inner))}`);
    else if (inner.number === 4) parts.push(`source_line=${proto.integer(inner)}`);
  }
  return parts.length === 0 ? undefined : `{${parts.join(" ")}}`;
}

/** `FrontendAttributes`: a map of strings; dictionaries of MLIR are not quoted. */
export function frontendAttributes(proto: ProtoSource, field: Field): string | undefined {
  const parts: string[] = [];
  for (const entry of messagesIn(proto, field, 1)) {
    let [key, value] = ["", ""];
    for (const inner of proto.fields(proto.range(entry))) {
      if (inner.number === 1) key = proto.string(inner);
      else if (inner.number === 2) value = proto.string(inner);
    }
    parts.push(`${key}=${value.startsWith("{") ? value : quoted(value)}`);
  }
  return parts.length === 0 ? undefined : `{${parts.sort().join(",")}}`;
}

/** `Window`, as far as it differs from a window of stride 1 without padding. */
export function window(proto: ProtoSource, field: Field): string | undefined {
  const dimensions = messagesIn(proto, field, 1).map((inner) => integersIn(proto, inner));
  if (dimensions.length === 0) return undefined;
  const all = (name: string, value: (fields: Fields) => unknown) =>
    `${name}=${dimensions.map(value).join("x")}`;
  const parts = [
    all("size", (fields) => one(fields, 1)),
    all("stride", (fields) => one(fields, 2)),
    all("pad", (fields) => `${one(fields, 3)}_${one(fields, 4)}`),
    all("lhs_dilate", (fields) => one(fields, 6)),
    all("rhs_dilate", (fields) => one(fields, 5)),
    all("rhs_reversal", (fields) => one(fields, 7)),
  ];
  return `{${parts.join(" ")}}`;
}

/** `ConvolutionDimensionNumbers` as `b01f_01io->b01f`. */
export function dimensionLabels(proto: ProtoSource, field: Field): string {
  const fields = integersIn(proto, field);
  const labels = (first: readonly [string, number], second: readonly [string, number], n: number) =>
    labelsOf(
      [
        [first[0], one(fields, first[1])],
        [second[0], one(fields, second[1])],
      ],
      fields.get(n) ?? [],
    );
  const parts = [
    labels(["b", 7], ["f", 8], 11),
    labels(["i", 3], ["o", 4], 6),
    labels(["b", 9], ["f", 10], 12),
  ];
  if (parts.some((part) => part === undefined)) {
    proto.fail(field.range.offset, "dimension numbers that name every axis once", "others");
  }
  return `${parts[0]}_${parts[1]}->${parts[2]}`;
}

function labelsOf(
  named: readonly (readonly [string, bigint])[],
  spatial: readonly bigint[],
): string | undefined {
  const out = new Array<string>(named.length + spatial.length).fill("");
  const all = [...named, ...spatial.map((axis, i): [string, bigint] => [`${i}`, axis])];
  for (const [label, axis] of all) {
    if (out[Number(axis)] !== "" || label.length > 1) return undefined;
    out[Number(axis)] = label;
  }
  return out.join("");
}

/** `PaddingConfig` as `0_1_0x2_0_0`. */
export function padding(proto: ProtoSource, field: Field): string | undefined {
  const rows = messagesIn(proto, field, 1).map((inner) => integersIn(proto, inner));
  const texts = rows.map((fields) => [1, 2, 3].map((number) => one(fields, number)).join("_"));
  return texts.length === 0 ? undefined : texts.join("x");
}

/** A 32-bit float. */
export function single(proto: ProtoSource, field: Field): string | undefined {
  if (field.wire !== 5) proto.fail(field.range.offset, "wire type 5", `${field.wire}`);
  const bytes = proto.read(field.range);
  const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
  return `${value}`;
}

/** `OpSharding` as `{devices=[2,1,2]<=[2,2]T(1,0) last_tile_dim_replicate}`, or what kind it is. */
export function sharding(proto: ProtoSource, field: Field): string {
  const fields = integersOfSharding(proto, field);
  const kind = SHARDINGS[Number(one(fields, 1))] ?? "unknown";
  const text = (number: number) => (fields.get(number) ?? []).join(",");
  if (kind !== TILED || !fields.has(3)) return `{${kind}}`;
  const order = (fields.get(10)?.length ?? 0) > 1 ? `T(${text(10)})` : "";
  const ids = fields.has(9) ? `<=[${text(9)}]${order}` : text(4);
  const last = one(fields, 6) === 1n ? " last_tile_dim_replicate" : "";
  return `{devices=[${text(3)}]${ids}${last}}`;
}

const TILED = "devices";
const SHARDINGS = ["replicated", "maximal", "tuple", TILED, "manual", "unknown", "unreduced"];
/** Type, sizes, devices, last dimension replicated; shape and order of devices that are counted. */
const SHARDING_INTEGERS: ReadonlySet<number> = new Set([1, 3, 4, 6, 9, 10]);

function integersOfSharding(proto: ProtoSource, field: Field): Fields {
  const all = new Map<number, bigint[]>();
  for (const inner of proto.fields(proto.range(field))) {
    if (!SHARDING_INTEGERS.has(inner.number)) continue;
    const values = all.get(inner.number) ?? [];
    all.set(inner.number, values);
    proto.integers(inner, values);
  }
  return all;
}

type Attributes = Map<string, string>;

/** `DotDimensionNumbers`; axes that are not there are not said. */
export function dotNumbers(proto: ProtoSource, field: Field, attributes: Attributes): void {
  const fields = integersIn(proto, field);
  const keys = ["lhs_contracting_dims", "rhs_contracting_dims", "lhs_batch_dims", "rhs_batch_dims"];
  keys.forEach((key, i) => {
    if (fields.has(i + 1)) attributes.set(key, list(fields, i + 1));
  });
}

/** `GatherDimensionNumbers` */
export function gatherNumbers(proto: ProtoSource, field: Field, attributes: Attributes): void {
  const fields = integersIn(proto, field);
  attributes.set("offset_dims", list(fields, 1));
  attributes.set("collapsed_slice_dims", list(fields, 2));
  attributes.set("start_index_map", list(fields, 3));
  attributes.set("index_vector_dim", `${one(fields, 4)}`);
  if (fields.has(5)) attributes.set("operand_batching_dims", list(fields, 5));
  if (fields.has(6)) attributes.set("start_indices_batching_dims", list(fields, 6));
}

/** `ScatterDimensionNumbers` */
export function scatterNumbers(proto: ProtoSource, field: Field, attributes: Attributes): void {
  const fields = integersIn(proto, field);
  attributes.set("update_window_dims", list(fields, 1));
  attributes.set("inserted_window_dims", list(fields, 2));
  attributes.set("scatter_dims_to_operand_dims", list(fields, 3));
  attributes.set("index_vector_dim", `${one(fields, 4)}`);
  if (fields.has(5)) attributes.set("input_batching_dims", list(fields, 5));
  if (fields.has(6)) attributes.set("scatter_indices_batching_dims", list(fields, 6));
}

const PRECISIONS = ["default", "high", "highest"];
/** Source: XLA `PrecisionConfig.Algorithm`. */
const ALGORITHMS = [
  undefined,
  "dot_any_f8_any_f8_f32",
  "dot_any_f8_any_f8_f32_fast_accum",
  "dot_f16_f16_f16",
  "dot_f16_f16_f32",
  "dot_bf16_bf16_bf16",
  "dot_bf16_bf16_f32",
  "dot_bf16_bf16_f32_x3",
  "dot_bf16_bf16_f32_x6",
  "dot_tf32_tf32_f32",
  "dot_tf32_tf32_f32_x3",
  "dot_f32_f32_f32",
  "dot_f64_f64_f64",
  "dot_bf16_bf16_f32_x9",
];

/** `PrecisionConfig` */
export function precision(proto: ProtoSource, field: Field, attributes: Attributes): void {
  const fields = integersIn(proto, field);
  const precisions = fields.get(1) ?? [];
  if (precisions.some((value) => value !== 0n)) {
    const names = precisions.map((value) => PRECISIONS[Number(value)] ?? `${value}`);
    attributes.set("operand_precision", `{${names.join(",")}}`);
  }
  const number = one(fields, 2);
  if (number !== 0n) attributes.set("algorithm", ALGORITHMS[Number(number)] ?? `${number}`);
}

const TRANSPOSES = ["TRANSPOSE_INVALID", "NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"];

/** `TriangularSolveOptions` */
export function triangularSolve(proto: ProtoSource, field: Field, attributes: Attributes): void {
  const fields = integersIn(proto, field);
  ["left_side", "lower", "unit_diagonal"].forEach((key, i) => {
    if (one(fields, i + 1) !== 0n) attributes.set(key, "true");
  });
  const transpose = Number(one(fields, 4));
  attributes.set("transpose_a", TRANSPOSES[transpose] ?? `${transpose}`);
}

/** `CholeskyOptions` */
export function cholesky(proto: ProtoSource, field: Field, attributes: Attributes): void {
  if (one(integersIn(proto, field), 1) !== 0n) attributes.set("lower", "true");
}

/** `SliceDimensions` as `[0:4:2]`. */
export function slice(proto: ProtoSource, field: Field): string {
  const fields = integersIn(proto, field);
  return `[${one(fields, 1)}:${one(fields, 2)}:${one(fields, 3)}]`;
}

/** `ReplicaGroup` as `{0,1}`. */
export function group(proto: ProtoSource, field: Field): string {
  return list(integersIn(proto, field), 1);
}

/** `SourceTarget` as `{0,1}`. */
export function pair(proto: ProtoSource, field: Field): string {
  const fields = integersIn(proto, field);
  return `{${one(fields, 1)},${one(fields, 2)}}`;
}

/** `CollectiveDeviceListProto` as `{{0,1},{2,3}}` or `[2,2]<=[4]`. */
export function deviceList(proto: ProtoSource, field: Field): string | undefined {
  const groups = messagesIn(proto, field, 1).map((inner) => group(proto, inner));
  const [iota] = messagesIn(proto, field, 2);
  if (iota === undefined) return groups.length === 0 ? undefined : `{${groups.join(",")}}`;
  const fields = integersIn(proto, iota);
  const order = (fields.get(4) ?? []).join(",");
  const from = (fields.get(3) ?? []).join(",");
  return `[${one(fields, 1)},${one(fields, 2)}]<=[${from}]${order === "" ? "" : `T(${order})`}`;
}
