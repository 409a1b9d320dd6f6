import { integerOf } from "../lowering/attribute-reading.ts";
import type { Operation, Region, Value } from "../program/program.ts";

/** Which result of an operation a value is; items of a tuple are results of their own. */
export interface Origin {
  readonly operation: Operation;
  readonly index: number;
}

/** Where the values of a region come from, seen through tuples and what hands on its operand. */
export class Origins {
  readonly #producers: ReadonlyMap<Value, Operation>;
  readonly #handsOn: (operation: Operation) => boolean;

  constructor({ operations }: Region, handsOn: (operation: Operation) => boolean) {
    this.#producers = new Map(operations.flatMap((of) => of.results.map((value) => [value, of])));
    this.#handsOn = handsOn;
  }

  producer(value: Value): Operation | undefined {
    return this.#producers.get(value);
  }

  /** Undefined for what comes from around the region. */
  of(value: Value): Origin | undefined {
    let at = value;
    for (;;) {
      const operation = this.#producers.get(at);
      if (operation === undefined) return undefined;
      const [operand] = operation.operands;
      if (operation.name === "stablehlo.get_tuple_element") {
        const index = integerOf(operation.attributes.get("index")) ?? 0;
        const tuple = this.#producers.get(operand as Value);
        if (tuple === undefined) return undefined;
        if (tuple.name !== "stablehlo.tuple") return { operation: tuple, index };
        at = tuple.operands[index] as Value;
      } else if (operand !== undefined && this.#handsOn(operation)) {
        at = operand;
      } else {
        return { operation, index: operation.results.indexOf(at) };
      }
    }
  }
}
