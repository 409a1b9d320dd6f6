import { AceError } from "../../errors.ts";
import type { StoredTensor } from "../../graph/graph.ts";
import { allocate, type Carrier, type Tensor } from "../../graph/tensor.ts";
import { elementCount, type TypeTable } from "../../graph/tensor-type.ts";
import { readTensorProto, type StoredOnnxTensor } from "./tensor-proto.ts";
import type { Range, WireReader } from "./wire.ts";

/** A `SparseTensorProto`: values at indices of a dense tensor that is 0 elsewhere. */
export interface SparseOnnxTensor {
  readonly name: string;
  readonly values: StoredOnnxTensor;
  readonly indices: StoredOnnxTensor;
  readonly dims: readonly number[];
}

/** Reads a `SparseTensorProto` without its elements; its name is that of its values. */
export function readSparseTensor(reader: WireReader, range: Range): SparseOnnxTensor {
  const dims: number[] = [];
  let values: StoredOnnxTensor | undefined;
  let indices: StoredOnnxTensor | undefined;
  reader.fields(range, (field, wire) => {
    if (field === 1) values = readTensorProto(reader, reader.range(wire));
    if (field === 2) indices = readTensorProto(reader, reader.range(wire));
    if (field === 3) reader.varints(reader.scalars(wire), (dim) => dims.push(dim));
  });
  if (values === undefined || indices === undefined || dims.some((dim) => dim < 0)) {
    throw malformed(values?.name ?? "", "values, indices and sizes of 0 and more", "less");
  }
  return { name: values.name, values, indices, dims };
}

/** A sparse tensor as the graph holds it: dense, made when it is asked for. */
export function densified(
  sparse: SparseOnnxTensor,
  store: (tensor: StoredOnnxTensor) => StoredTensor,
  types: TypeTable,
): StoredTensor {
  const values = store(sparse.values);
  const indices = store(sparse.indices);
  const type = types.intern(values.type.element, sparse.dims);
  const fill = (count: number): Carrier => {
    const data = allocate(type.element, count);
    const places = linearIndices(sparse, indices.read());
    const nonzero = values.read().data;
    if (places.length !== nonzero.length) {
      throw malformed(sparse.name, `${nonzero.length} indices`, `${places.length}`);
    }
    places.forEach((place, i) => {
      if (place < count) data[place] = nonzero[i] as never;
    });
    return data;
  };
  return {
    type,
    read: () => ({ type, data: fill(elementCount(type.shape)) }),
    part: (start, count) => fill(start + count).subarray(start),
  };
}

/**
 * Linear indices, given as such or as one row of coordinates for each value.
 *
 * @throws {AceError} `malformed-tensor` where one lies outside the tensor
 */
function linearIndices({ name, dims }: SparseOnnxTensor, indices: Tensor): readonly number[] {
  const all = Array.from(indices.data, Number);
  const { shape } = indices.type;
  const flat = shape.length < 2;
  const sizes = flat ? [elementCount(dims)] : dims;
  if (!flat && (shape.length !== 2 || shape[1] !== dims.length)) {
    throw malformed(name, `rows of ${dims.length} indices`, `shape ${shape}`);
  }
  const rank = sizes.length;
  return Array.from({ length: flat ? all.length : (shape[0] as number) }, (_, row) =>
    sizes.reduce((place, size, axis) => {
      const at = all[row * rank + axis] as number;
      if (at < 0 || at >= size) throw malformed(name, `indices from 0 to ${size - 1}`, `${at}`);
      return place * size + at;
    }, 0),
  );
}

function malformed(tensor: string, expected: string, got: string): AceError {
  return new AceError(
    "malformed-tensor",
    { action: "read", subject: `sparse tensor ${tensor}`, expected, got },
    { where: { tensor } },
  );
}
