import type { TensorId } from "../../graph/graph.ts";
import { lifetimes } from "../../graph/lifetimes.ts";
import { livePart } from "../../graph/live-part.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { runNodes } from "../../ops/evaluate.ts";
import { Steps } from "../../ops/steps.ts";
import type { TensorDraft } from "./regions.ts";
import type { Target } from "./target.ts";

/** Trips after which a condition is not followed any more. */
const MOST_TRIPS = 1_000_000;

/** A carried value of a loop's region: its input, what the next trip gets, and how it begins. */
interface Carried {
  readonly input: TensorId;
  readonly next: TensorId;
  readonly initial: Tensor;
}

/** What of a loop's region is known on every trip, because no input of the network reaches it. */
export class Counters {
  readonly #target: Target;
  readonly #iteration: TensorId;
  readonly #goesOn: TensorId;
  readonly #carried: readonly Carried[];

  /** @param initial - the carried values before the first trip; undefined where not known */
  constructor({ target, outputs }: TensorDraft, initial: readonly (Tensor | undefined)[]) {
    const [iteration, ...inputs] = target.arguments as readonly [TensorId, ...TensorId[]];
    this.#target = target;
    this.#iteration = iteration;
    this.#goesOn = outputs[0] as TensorId;
    const all = inputs.flatMap((input, i): Carried[] => {
      const value = initial[i];
      const next = outputs[i + 1] as TensorId;
      return value === undefined ? [] : [{ input, next, initial: value }];
    });
    this.#carried = this.#closed(all);
  }

  /** True for a tensor that is made of counters and of what is known before the loop. */
  has(id: TensorId): boolean {
    return this.#reaches(id, new Set(this.#carried.map(({ input }) => input)));
  }

  /** How often the loop runs; undefined where that depends on an input, or it runs too long. */
  trips(most: number): number | undefined {
    if (!this.has(this.#goesOn)) return undefined;
    const { graph } = this.#target.b;
    const next = this.#carried.map((each) => each.next);
    const inputs = graph.inputs.filter((id) => this.has(id));
    const part = livePart(graph, inputs, [this.#goesOn, ...next]);
    const plan = lifetimes(part, new Set());
    const place = new Map(inputs.map((id, i) => [id, part.inputs[i] as TensorId]));
    const fixed = new Map<TensorId, Tensor>();
    for (const [id, inside] of place) {
      const value = id === this.#iteration ? undefined : this.#target.value(id);
      if (value !== undefined) fixed.set(inside, value);
    }
    let state = this.#carried.map(({ initial }) => initial);
    const steps = new Steps(MOST_TRIPS * 4);
    for (let trip = 0; trip < Math.min(most, MOST_TRIPS); trip++) {
      const values = new Map(fixed);
      const type = graph.type(this.#iteration);
      values.set(place.get(this.#iteration) as TensorId, {
        type,
        data: BigInt64Array.of(BigInt(trip)),
      });
      this.#carried.forEach(({ input }, i) => {
        values.set(place.get(input) as TensorId, state[i] as Tensor);
      });
      runNodes(part, plan, values, { steps });
      const [goesOn, ...made] = part.outputs.map(
        (id) => values.get(id) ?? (part.constants.get(id)?.read() as Tensor),
      );
      state = made;
      if (Number(goesOn?.data[0]) === 0) return trip + 1;
    }
    return most <= MOST_TRIPS ? most : undefined;
  }

  /** Those that are made of each other alone. */
  #closed(all: readonly Carried[]): readonly Carried[] {
    let left = all;
    for (;;) {
      const inputs = new Set(left.map(({ input }) => input));
      const kept = left.filter(({ next }) => this.#reaches(next, inputs));
      if (kept.length === left.length) return left;
      left = kept;
    }
  }

  /** True where a tensor is made of nothing but counters and known tensors. */
  #reaches(id: TensorId, counters: ReadonlySet<TensorId>): boolean {
    const { graph } = this.#target.b;
    const seen = new Set<TensorId>();
    const pending = [id];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen.has(at) || at === this.#iteration || counters.has(at)) continue;
      seen.add(at);
      const producer = graph.producer(at);
      if (producer !== undefined) pending.push(...graph.node(producer).inputs);
      else if (!graph.constants.has(at) && this.#target.value(at) === undefined) return false;
    }
    return true;
  }
}
