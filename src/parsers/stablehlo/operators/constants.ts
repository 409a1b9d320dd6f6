import { withCanonicalNans } from "../../../graph/canonical-nans.ts";
import type { ElementType } from "../../../graph/element-type.ts";
import type { StoredTensor, TensorId } from "../../../graph/graph.ts";
import { type Carrier, type Tensor, tensorOf } from "../../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../../graph/tensor-type.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { iota } from "../../../ops/core/iota.ts";
import { fillElements } from "../../../ops/move.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { quantizedTypeOf } from "../lowering/quantized-type.ts";
import type { Elements } from "../program/attribute.ts";
import { complexPart, elementTypeOf } from "../program/element-names.ts";
import { declaredCodes } from "./codes.ts";

/** Constants up to this size are read at once: they may be one value in many places. */
const SMALL = 1024;

const lowerConstant: Lowering = (node) => {
  const value = node.attribute("value");
  if (value?.kind !== "elements") return node.lacks("value", "the elements of a tensor");
  const { elements } = value;
  const of = quantizedTypeOf(elements.type.element);
  if (of !== undefined) return declaredCodes(node.b, plain(node, elements, of.storage), of);
  const part = complexPart(elements.type.element);
  if (part !== undefined) return complexConstant(node, elements, elementOf(node, part));
  const stated = quantizedTypeOf(node.resultType().element);
  const codes = plain(node, elements, elementOf(node, elements.type.element));
  return stated === undefined ? codes : declaredCodes(node.b, codes, stated);
};

function elementOf(node: OperationContext, name: string): ElementType {
  const element = elementTypeOf(name);
  return element ?? node.refuse("unsupported-type", "elements of a type that is known", name);
}

/** One tensor; a single value for all of it is a scalar that is stretched. */
function plain(node: OperationContext, elements: Elements, element: ElementType): TensorId {
  const shape = node.resultShape();
  const count = elementCount(shape);
  if (count <= SMALL && count > 0) {
    const data = elements.read();
    if (data.length === 1) return spread(node, element, shape, data);
    return stored(node, element, shape, () => data);
  }
  return stored(node, element, shape, () => elements.read());
}

/** One element for a whole tensor; a NaN that a number may not tell from others keeps its bits. */
function spread(
  node: OperationContext,
  element: ElementType,
  shape: readonly number[],
  data: Carrier,
): TensorId {
  const { b } = node;
  const type = b.graph.types.intern(element, []);
  const scalar: Tensor = { type, data };
  if (withCanonicalNans(scalar) === scalar) {
    return node.filled(element, shape, data[0] as number | bigint);
  }
  const id = b.graph.addConstant({ type, read: () => scalar });
  return shape.length === 0 ? id : b.emit(broadcast, [id], { shape });
}

function stored(
  { b, around, operation }: OperationContext,
  element: ElementType,
  shape: readonly number[],
  read: () => Carrier,
): TensorId {
  const type = b.graph.types.intern(element, shape);
  const known = storedConstants.get(operation);
  const tensor: StoredTensor = known ?? { type, read: () => filled(type, read()) };
  storedConstants.set(operation, tensor);
  return around.target.store(tensor, operation.results[0]?.name);
}

/** Constants that a function or a loop holds are one stored tensor, however often it is lowered. */
const storedConstants = new WeakMap<object, StoredTensor>();

function filled(type: TensorType, data: Carrier): Tensor {
  const count = elementCount(type.shape);
  if (data.length !== 1 || count === 1) return tensorOf(type, data);
  const all = new (data.constructor as new (length: number) => Carrier)(count);
  fillElements(data, all);
  return tensorOf(type, all);
}

function complexConstant(node: OperationContext, elements: Elements, element: ElementType) {
  const shape = node.resultShape();
  const data = elements.read();
  const every = (offset: number): Carrier =>
    data.filter((_: unknown, i: number) => i % 2 === offset) as Carrier;
  const part = (offset: number) => {
    const own = every(offset);
    return own.length === 1
      ? node.filled(element, shape, own[0] as number)
      : node.b.graph.addConstant({
          type: node.b.graph.types.intern(element, shape),
          read: () => filled(node.b.graph.types.intern(element, shape), own),
        });
  };
  return { kind: "complex", re: part(0), im: part(1) } as const;
}

const lowerIota: Lowering = (node) =>
  iotaOf(node, node.resultElementOrPart(), node.resultShape(), node.integer("iota_dimension"));

/** Numbers from 0 along an axis; of complex numbers the real part. */
export function iotaOf(
  node: OperationContext,
  element: ElementType,
  shape: readonly number[],
  axis: number,
) {
  const { b } = node;
  const re = b.emit(iota, [], { element, shape, axis });
  if (complexPart(node.resultType().element) === undefined) return re;
  return { kind: "complex", re, im: node.filled(element, shape, 0) } as const;
}

export const CONSTANTS: LoweringTable = {
  "stablehlo.constant": lowerConstant,
  "chlo.constant": lowerConstant,
  "stablehlo.iota": lowerIota,
};
