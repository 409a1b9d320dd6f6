import { EVERYTHING, isSmall } from "../domain/interval.ts";
import type { ValueSet } from "../domain/value-set.ts";
import { isFloat } from "../graph/element-type.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { broadcast } from "../ops/core/broadcast.ts";
import { convert } from "../ops/core/convert.ts";
import { optimizationBarrier } from "../ops/core/optimization-barrier.ts";
import { reshape } from "../ops/core/reshape.ts";
import type { AnyOperator } from "../ops/operator.ts";
import { Forms } from "./cancellation.ts";
import type { TensorFacts } from "./facts.ts";
import type { Frame } from "./frame.ts";
import type { NodeSolver } from "./node-solver.ts";
import { sameType } from "./node-values.ts";
import { RecentMap } from "./recent-map.ts";
import type { ValueNumbers } from "./value-numbers.ts";

/** What leaves every element as it is and where it is, if the type stays the same. */
const IN_PLACE: ReadonlySet<string> = new Set([broadcast.name, convert.name, reshape.name]);

/** Values among which one that is left by a sum is looked for: the newest. */
const SURVIVORS = 256;

/** Terms without bounds may round away all that is left: only the codes are known, up to that. */
const WITHOUT_BOUNDS = { interval: EVERYTHING } as const;

/** Numbers tensors by the expressions that make them, and finds what is left where terms cancel. */
export class Expressions {
  readonly #numbers: ValueNumbers;
  readonly #sums: Forms;
  readonly #products: Forms;
  /** The set and type of every value that a sum or product may leave, by its number. */
  readonly #survivors = new RecentMap<
    number,
    { readonly set: ValueSet; readonly type: TensorType }
  >(SURVIVORS);

  constructor(numbers: ValueNumbers) {
    this.#numbers = numbers;
    this.#sums = new Forms(numbers, "sum");
    this.#products = new Forms(numbers, "product");
  }

  /** Numbers of the outputs: those of the expression that makes them. */
  number({ graph, numbers }: Frame, node: GraphNode): void {
    const [first] = node.inputs;
    const [output] = node.outputs as [TensorId];
    const same = first !== undefined && graph.type(first) === graph.type(output);
    if (same && IN_PLACE.has(node.operator)) {
      numbers[output] = numbers[first] as number;
      return;
    }
    const inputs = new Array<number>(node.inputs.length);
    for (let i = 0; i < inputs.length; i++)
      inputs[i] = numbers[node.inputs[i] as TensorId] as number;
    const passes = node.operator === optimizationBarrier.name;
    for (let i = 0; i < node.outputs.length; i++) {
      numbers[node.outputs[i] as TensorId] = passes
        ? (inputs[i] as number)
        : this.#numbers.made(node.operator, node.attributes, inputs, i);
    }
  }

  /** Every value that a sum or product is made of may be what is left of another. */
  remember(operator: AnyOperator, number: number, set: ValueSet, type: TensorType): void {
    if (set.grid === undefined || operator.kind === "leaf") return;
    if (this.#survivors.get(number) === undefined) this.#survivors.set(number, { set, type });
  }

  /** What is left where equal terms or factors cancel, up to the rounding of the residue. */
  survivor(
    operator: AnyOperator,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
  ): ValueSet | undefined {
    const { graph, numbers } = frame;
    const [output] = node.outputs as [TensorId];
    if (operator.signs === undefined && operator.powers === undefined) return undefined;
    const own = numbers[output] as number;
    const made = node.inputs.map((id) => numbers[id] as number);
    let left: number | undefined;
    if (operator.signs !== undefined) left = this.#sums.note(own, made, operator.signs);
    else if (operator.powers !== undefined && isFloat(graph.type(output).element)) {
      left = this.#products.note(own, made, operator.powers);
    }
    const known = left === undefined ? undefined : this.#survivors.get(left);
    if (known === undefined || !sameType(known.type, graph.type(output))) return undefined;
    const { root: _, clipped: __, ...set } = known.set;
    const { element } = known.type;
    const terms = node.inputs.map((id) => (frame.facts[id] as TensorFacts).values.interval);
    const bounds =
      operator.signs !== undefined && isSmall(terms, set.interval, element) ? {} : WITHOUT_BOUNDS;
    const { place } = solver;
    const text = "what is added and taken away again cancels, up to its rounding";
    const proof = { rule: "residue", text, place, from: set.proof };
    return { ...set, ...bounds, residue: true, proof };
  }
}
