import { within } from "../errors.ts";
import { type ElementType, isBigInteger, isFloat } from "../graph/element-type.ts";
import {
  type Attributes,
  Graph,
  type OriginId,
  type StoredTensor,
  type TensorId,
} from "../graph/graph.ts";
import { roundToFloat } from "../graph/small-float.ts";
import { allocate, type Tensor } from "../graph/tensor.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { bodyOf } from "./body.ts";
import type { CompositeOperator, Operator, RegionType, ResultType, Tuple } from "./operator.ts";

/** Appends operators to a graph; every node gets its output types from `infer`. */
export class GraphBuilder {
  readonly graph: Graph;
  /** Origin of the nodes that are emitted next. */
  origin: OriginId = 0;
  readonly #scalars = new Map<string, TensorId>();
  readonly #scalarIds = new Set<TensorId>();

  constructor(graph: Graph = new Graph()) {
    this.graph = graph;
  }

  type(tensor: TensorId): TensorType {
    return this.graph.type(tensor);
  }

  shape(tensor: TensorId): readonly number[] {
    return this.graph.type(tensor).shape;
  }

  element(tensor: TensorId): ElementType {
    return this.graph.type(tensor).element;
  }

  /** A constant tensor of `shape`, filled from `values`; one value fills it all. */
  constant(
    element: ElementType,
    shape: readonly number[],
    values: readonly (number | bigint)[],
  ): TensorId {
    const type = this.graph.types.intern(element, shape);
    return this.graph.addConstant(literal(type, values));
  }

  /** A constant scalar; equal ones of a graph are one tensor. */
  scalar(element: ElementType, value: number | bigint): TensorId {
    const key = Object.is(value, -0) ? `${element} -0` : `${element} ${value}`;
    let id = this.#scalars.get(key);
    if (id === undefined) {
      id = this.constant(element, [], [value]);
      this.#scalars.set(key, id);
      this.#scalarIds.add(id);
    }
    return id;
  }

  /** True for a tensor that {@link scalar} made. */
  isScalar(tensor: TensorId): boolean {
    return this.#scalarIds.has(tensor);
  }

  /** Appends a node and returns all its outputs. */
  emitAll<A extends object, N extends number>(
    operator: Operator<A, N>,
    inputs: Tuple<TensorId, N>,
    attributes: A,
    regions: readonly Graph[] = [],
  ): readonly TensorId[] {
    const ids = inputs as readonly TensorId[];
    const types = ids.map((id) => this.graph.type(id));
    const results = within({ operator: operator.name }, () =>
      operator.infer(types as unknown as Tuple<TensorType, N>, attributes, regions.map(regionType)),
    );
    const outputs = results.map((type) => this.graph.types.own(type));
    const made = attributes as Attributes;
    return this.graph.addNode(operator.name, ids, made, outputs, this.origin, regions);
  }

  /** Appends a node and returns its first output. */
  emit<A extends object, N extends number>(
    operator: Operator<A, N>,
    inputs: Tuple<TensorId, N>,
    attributes: A,
  ): TensorId {
    return this.emitAll(operator, inputs, attributes)[0] as TensorId;
  }
}

/** Types of the inputs and outputs of a graph. */
export function regionType(graph: Graph): RegionType {
  const typesOf = (ids: readonly TensorId[]) => ids.map((id) => graph.type(id));
  return { inputs: typesOf(graph.inputs), outputs: typesOf(graph.outputs) };
}

function literal(type: TensorType, values: readonly (number | bigint)[]): StoredTensor {
  return {
    type,
    read(): Tensor {
      const data = allocate(type.element, elementCount(type.shape));
      for (let i = 0; i < data.length; i++) {
        const value = (values.length === 1 ? values[0] : values[i]) as number | bigint;
        data[i] = stored(type.element, value) as never;
      }
      return { type, data };
    },
  };
}

/** A value as the carrier of `element` holds it: rounded once to a float, bigint for 64 bits. */
function stored(element: ElementType, value: number | bigint): number | bigint {
  if (isFloat(element)) return roundToFloat(element, Number(value));
  return isBigInteger(element) ? BigInt(value) : Number(value);
}

interface CompositeFacts<A, N extends number>
  extends Omit<CompositeOperator<A, N>, "kind" | "infer" | "body"> {
  /** Builds the body from core operators and returns its outputs. */
  build(b: GraphBuilder, inputs: Tuple<TensorId, N>, attributes: A): readonly TensorId[];
}

/** A composite operator whose `infer` is that of its body. */
export function composite<A extends object, N extends number>(
  facts: CompositeFacts<A, N>,
): CompositeOperator<A, N> {
  const { build, ...stated } = facts;
  const operator: CompositeOperator<A, N> = {
    ...stated,
    kind: "composite",
    body(inputs, attributes) {
      const b = new GraphBuilder();
      b.origin = b.graph.addOrigin({ name: facts.name, operator: facts.name });
      const ids = inputs.map(({ element, shape }, i) =>
        b.graph.addInput(b.graph.types.intern(element, shape), `${i}`),
      );
      b.graph.outputs.push(...build(b, ids as unknown as Tuple<TensorId, N>, attributes));
      return b.graph;
    },
    infer(inputs, attributes): readonly ResultType[] {
      const body = bodyOf(
        operator as unknown as CompositeOperator<Attributes>,
        inputs as readonly TensorType[],
        attributes as Attributes,
      );
      return body.outputs.map((id) => body.type(id));
    },
  };
  return operator;
}
