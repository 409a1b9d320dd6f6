import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { concatenate } from "../core/concatenate.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { optimizationBarrier } from "../core/optimization-barrier.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { logistic, tanh } from "../core/transcendental.ts";
import { type QuantAttributes, quant } from "./quant.ts";

/** Quantizers inside the cell, in the order of their scales and zero points among the inputs. */
export const LSTM_QUANTIZERS = [
  "output",
  "cell_state",
  "input_acc",
  "forget_acc",
  "cell_acc",
  "output_acc",
  "input_sigmoid",
  "forget_sigmoid",
  "cell_tanh",
  "output_sigmoid",
  "hidden_state_tanh",
] as const;
export type LstmQuantizer = (typeof LSTM_QUANTIZERS)[number];

export interface QuantLstmAttributes {
  /** The data are [batch, time, features] instead of [time, batch, features]. */
  readonly batchFirst: boolean;
  readonly reversed: boolean;
  /** The forget gate is 1 - the input gate, which has no weights of its own then. */
  readonly coupled: boolean;
  readonly quantizers: Readonly<Record<LstmQuantizer, QuantAttributes>>;
}

type Gate = "input" | "forget" | "cell" | "output";
const GATES = ["input", "forget", "cell", "output"] as const satisfies readonly Gate[];

const X = 0;
const HIDDEN = 1;
const CELL = 2;
const WEIGHTS = 3;
const RECURRENT_WEIGHTS = 7;
const BIASES = 11;
const QUANTIZERS = 15;

/** The body of one cell while it is built. */
class CellBuilder {
  readonly #b: GraphBuilder;
  readonly #inputs: readonly TensorId[];
  readonly #attributes: QuantLstmAttributes;
  /** Products of the weights with all time steps, by gate. */
  readonly #products: readonly TensorId[];

  constructor(
    b: GraphBuilder,
    inputs: readonly TensorId[],
    x: TensorId,
    attributes: QuantLstmAttributes,
  ) {
    this.#b = b;
    this.#inputs = inputs;
    this.#attributes = attributes;
    this.#products = this.#gates().map((gate) => this.#product(x, WEIGHTS + GATES.indexOf(gate)));
  }

  quantize(name: LstmQuantizer, x: TensorId): TensorId {
    const at = QUANTIZERS + 2 * LSTM_QUANTIZERS.indexOf(name);
    const [scale, zero] = this.#inputs.slice(at, at + 2) as [TensorId, TensorId];
    return this.#b.emit(quant, [x, scale, zero], this.#attributes.quantizers[name]);
  }

  /** Hidden and cell state after the step at `time`. */
  step(time: number, hidden: TensorId, cell: TensorId): readonly [TensorId, TensorId] {
    const b = this.#b;
    const input = this.#squashed("input", time, hidden);
    const forget = this.#attributes.coupled
      ? b.emit(
          subtract,
          [this.quantize("input_sigmoid", b.scalar(b.element(hidden), 1)), input],
          {},
        )
      : this.#squashed("forget", time, hidden);
    const candidate = this.#squashed("cell", time, hidden);
    const output = this.#squashed("output", time, hidden);
    const kept = this.quantize("cell_state", b.emit(multiply, [forget, cell], {}));
    const added = this.quantize("cell_state", b.emit(multiply, [input, candidate], {}));
    const next = this.quantize("cell_state", b.emit(add, [kept, added], {}));
    const shown = this.quantize("hidden_state_tanh", b.emit(tanh, [next], {}));
    return [this.quantize("output", b.emit(multiply, [output, shown], {})), next];
  }

  #gates(): readonly Gate[] {
    return GATES.filter((gate) => gate !== "forget" || !this.#attributes.coupled);
  }

  #product(x: TensorId, weight: number): TensorId {
    const b = this.#b;
    return b.emit(dotGeneral, [x, this.#inputs[weight] as TensorId], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [b.shape(x).length - 1],
      rhsContract: [1],
      result: b.element(x) as FloatType,
    });
  }

  /** A gate's value: its sum quantized, put through its function and quantized again. */
  #squashed(gate: Gate, time: number, hidden: TensorId): TensorId {
    const b = this.#b;
    const index = GATES.indexOf(gate);
    const fromInput = this.#at(time, this.#products[this.#gates().indexOf(gate)] as TensorId);
    const fromState = this.#product(hidden, RECURRENT_WEIGHTS + index);
    const products = b.emit(add, [fromInput, fromState], {});
    const sum = b.emit(add, [products, this.#inputs[BIASES + index] as TensorId], {});
    const rounded = this.quantize(`${gate}_acc`, sum);
    return gate === "cell"
      ? this.quantize("cell_tanh", b.emit(tanh, [rounded], {}))
      : this.quantize(`${gate}_sigmoid`, b.emit(logistic, [rounded], {}));
  }

  /** The matrix [batch, features] of one time step. */
  #at(time: number, x: TensorId): TensorId {
    const shape = this.#b.shape(x);
    const axis = this.#attributes.batchFirst ? 1 : 0;
    const step = this.#b.emit(slice, [x], {
      starts: shape.map((_, i) => (i === axis ? time : 0)),
      sizes: shape.map((size, i) => (i === axis ? 1 : size)),
      steps: shape.map(() => 1),
    });
    return this.#b.emit(reshape, [step], { shape: shape.filter((_, i) => i !== axis) });
  }
}

/**
 * An LSTM layer whose sums, gates and states are quantized, one step after the other.
 *
 * Inputs are x, hidden and cell state [batch, hidden], weights [hidden, features], recurrent weights
 * [hidden, hidden] and biases of the input, forget, cell and output gate, then scale and zero point of
 * each quantizer. Outputs are all hidden states, the last one, and the last cell state. The first
 * hidden state is quantized like the others, and its products count like theirs though it is constant.
 *
 * Source: Brevitas 0.13 `QuantLSTM`, exported as QONNX `QuantLSTMCell`.
 */
export const quantLstmCell = composite<QuantLstmAttributes, number>({
  name: "QuantLSTMCell",
  build(b, inputs, attributes) {
    const states = [inputs[HIDDEN], inputs[CELL], inputs[X]] as [TensorId, TensorId, TensorId];
    const [first, firstCell, x] = b.emitAll(optimizationBarrier, states, {}) as typeof states;
    const builder = new CellBuilder(b, inputs, x, attributes);
    const axis = attributes.batchFirst ? 1 : 0;
    const count = b.shape(x)[axis] as number;
    let state: readonly [TensorId, TensorId] = [builder.quantize("output", first), firstCell];
    const hidden: TensorId[] = [];
    for (let i = 0; i < count; i++) {
      const time = attributes.reversed ? count - 1 - i : i;
      state = builder.step(time, ...state);
      const shape = [...b.shape(state[0])];
      shape.splice(axis, 0, 1);
      hidden[time] = b.emit(reshape, [state[0]], { shape });
    }
    return [b.emit(concatenate, hidden, { axis }), ...state];
  },
});
