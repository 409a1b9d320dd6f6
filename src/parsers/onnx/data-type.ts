import { AceError } from "../../errors.ts";
import type { ElementType } from "../../graph/element-type.ts";

/** Element types by their number in `TensorProto.DataType`; onnx 1.23. */
const TYPES: ReadonlyMap<number, ElementType> = new Map([
  [1, "f32"],
  [2, "u8"],
  [3, "i8"],
  [4, "u16"],
  [5, "i16"],
  [6, "i32"],
  [7, "i64"],
  [9, "bool"],
  [10, "f16"],
  [11, "f64"],
  [12, "u32"],
  [13, "u64"],
  [16, "bf16"],
  [17, "f8e4m3fn"],
  [18, "f8e4m3fnuz"],
  [19, "f8e5m2"],
  [20, "f8e5m2fnuz"],
  [21, "u4"],
  [22, "i4"],
  [23, "f4e2m1"],
  [24, "f8e8m0"],
  [25, "u2"],
  [26, "i2"],
  [27, "f6e2m3"],
  [28, "f6e3m2"],
] as const);

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, "UNDEFINED"],
  [8, "STRING"],
  [14, "COMPLEX64"],
  [15, "COMPLEX128"],
]);

/** Element type of an ONNX data type number; undefined where the number has none here. */
export function elementTypeOf(dataType: number): ElementType | undefined {
  return TYPES.get(dataType);
}

/**
 * Element type of an ONNX data type number.
 *
 * @throws {AceError} `unsupported-type` for strings, complex numbers and unknown numbers
 */
export function requireElementType(dataType: number, tensor: string): ElementType {
  const type = TYPES.get(dataType);
  if (type !== undefined) return type;
  throw new AceError(
    "unsupported-type",
    {
      action: "read",
      subject: `tensor ${tensor}`,
      expected: "a numeric element type of onnx 1.23",
      got: dataTypeName(dataType),
    },
    { where: { tensor } },
  );
}

/** A data type that has no element type here, as ONNX calls it. */
export function dataTypeName(dataType: number): string {
  return NAMES.get(dataType) ?? `data type ${dataType}`;
}
