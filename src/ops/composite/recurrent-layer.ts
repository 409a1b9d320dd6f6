import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { carriedState } from "../core/carried-state.ts";
import { concatenate } from "../core/concatenate.ts";
import type { LstmAttributes } from "../core/lstm-steps.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { transpose } from "../core/transpose.ts";
import type { CompositeOperator, PrimitiveOperator } from "../operator.ts";
import type { CellFacts } from "../recurrence.ts";
import type { RecurrenceAttributes, RecurrencePart } from "../recurrence-layout.ts";

/** What an optional input of a recurrent layer is. */
export type LayerPart = RecurrencePart | "hidden";

export interface LayerAttributes {
  /** The batch comes before the steps and before the directions. */
  readonly batchFirst: boolean;
  /** What the inputs from the fourth on are. */
  readonly optional: readonly LayerPart[];
}

export type LayerAttributesOf<A> = Omit<A, "parts"> & LayerAttributes;

/** Takes the gates that a cell needs out of `gates` of them along axis 1. */
export type Preparation<A> = (b: GraphBuilder, tensor: TensorId, gates: number, a: A) => TensorId;

/** Gates of the weights, the bias and the peepholes of an LSTM. */
export const LSTM_GATES = { weights: 4, bias: 8, peepholes: 3 } as const;

/** A layer of recurrent cells with weights [directions, gates x hidden, ...], as ONNX has it. */
export function recurrentLayer<A extends RecurrenceAttributes>(
  name: string,
  cell: CellFacts<A>,
  operator: PrimitiveOperator<A>,
  prepared: Preparation<A> = (_, tensor) => tensor,
): CompositeOperator<LayerAttributesOf<A>> {
  return composite<LayerAttributesOf<A>, number>({
    name,
    build(b, inputs, attributes) {
      const [x, w, r] = inputs as readonly [TensorId, TensorId, TensorId];
      for (const tensor of [x, w, r]) expectRank(name, b.shape(tensor));
      const body = new LayerBuilder(b, inputs.slice(3), cell, attributes);
      const a = body.attributes;
      const rows = [w, r].map((tensor) => asRows(b, prepared(b, tensor, LSTM_GATES.weights, a)));
      const steps = body.swapped(x, [1, 0, 2]);
      return body.emit(operator, [steps, ...rows], body.hidden(steps, b.shape(r)), prepared);
    },
  });
}

/** The body of a layer while it is built. */
export class LayerBuilder<A extends RecurrenceAttributes> {
  readonly attributes: A;
  readonly #b: GraphBuilder;
  readonly #given: readonly TensorId[];
  readonly #cell: CellFacts<A>;
  readonly #batchFirst: boolean;
  readonly #optional: readonly LayerPart[];

  constructor(
    b: GraphBuilder,
    given: readonly TensorId[],
    cell: CellFacts<A>,
    { batchFirst, optional, ...own }: LayerAttributesOf<A>,
  ) {
    this.#b = b;
    this.#given = given;
    this.#cell = cell;
    this.#batchFirst = batchFirst;
    this.#optional = optional;
    const parts = (["bias", "lengths", "cell", "peepholes"] as const).filter(
      (part) => optional.includes(part) || cell.needs.includes(part),
    );
    this.attributes = { ...own, parts } as unknown as A;
  }

  /** The tensor with its axes in another order, where the batch comes first. */
  swapped(tensor: TensorId, permutation: readonly number[]): TensorId {
    return this.#batchFirst ? this.#b.emit(transpose, [tensor], { permutation }) : tensor;
  }

  /** The hidden state, which depends on the steps as well. */
  hidden(steps: TensorId, weights: readonly number[]): TensorId {
    const b = this.#b;
    const range = this.#cell.range(this.attributes.functions, { lo: 0, hi: 0 });
    const shape = [this.attributes.reversed.length, b.shape(steps)[1] as number];
    const given = this.#part("hidden");
    const initial = given ?? b.constant(b.element(steps), [...shape, weights[2] as number], [0]);
    return b.emit(carriedState, [initial, steps], { range });
  }

  /** The steps of the layer and its outputs as the source has them. */
  emit(
    operator: PrimitiveOperator<A>,
    operands: readonly TensorId[],
    hidden: TensorId,
    prepared: Preparation<A>,
  ): readonly TensorId[] {
    const b = this.#b;
    const a = this.attributes;
    const parts = a.parts.map((part) => {
      const given = this.#part(part) ?? b.constant(b.element(hidden), b.shape(hidden), [0]);
      return part === "bias" || part === "peepholes"
        ? prepared(b, given, LSTM_GATES[part], a)
        : given;
    });
    const [all, ...last] = b.emitAll(operator, [...operands, hidden, ...parts], a);
    return [
      this.swapped(all as TensorId, [2, 0, 1, 3]),
      ...last.map((tensor) => this.swapped(tensor, [1, 0, 2])),
    ];
  }

  /** An optional input; undefined where it is absent. */
  #part(part: LayerPart): TensorId | undefined {
    const given = this.#given[this.#optional.indexOf(part)];
    const isState = part === "hidden" || part === "cell";
    return given === undefined || !isState ? given : this.swapped(given, [1, 0, 2]);
  }
}

function expectRank(name: string, shape: readonly number[]): void {
  if (shape.length === 3) return;
  refuse("shape-mismatch", name, "x and weights of rank 3", `rank ${shape.length}`);
}

/** [directions, rows, columns] as [directions x rows, columns]. */
export function asRows(b: GraphBuilder, tensor: TensorId): TensorId {
  const [directions, rows, columns] = b.shape(tensor) as [number, number, number];
  return b.emit(reshape, [tensor], { shape: [directions * rows, columns] });
}

/** Gates i, o, f, c of an LSTM, once or twice, without the f. */
export function withoutForget(b: GraphBuilder, tensor: TensorId, gates: number): TensorId {
  const shape = b.shape(tensor);
  const hidden = (shape[1] as number) / gates;
  const kept = Array.from({ length: gates }, (_, gate) => gate).filter((gate) => gate % 4 !== 2);
  const parts = kept.map((gate) =>
    b.emit(slice, [tensor], {
      starts: shape.map((_, axis) => (axis === 1 ? gate * hidden : 0)),
      sizes: shape.map((size, axis) => (axis === 1 ? hidden : size)),
      steps: shape.map(() => 1),
    }),
  );
  return b.emit(concatenate, parts, { axis: 1 });
}

/** Leaves out the forget gate where it is coupled to the input gate. */
export const withCoupledGates: Preparation<LstmAttributes> = (b, tensor, gates, { coupled }) =>
  coupled ? withoutForget(b, tensor, gates) : tensor;
