import type { ByteStrings } from "../../graph/byte-strings.ts";
import type { OnnxFunction } from "./foreign.ts";
import type { KindNames } from "./nodes.ts";
import { type FunctionBody, readFunction } from "./read-function.ts";
import type { WireReader } from "./wire.ts";

/** The model's own functions, each read when it is called first. */
export class Functions {
  readonly #reader: WireReader;
  readonly #names: ByteStrings;
  readonly #heads: ReadonlyMap<string, OnnxFunction>;
  readonly #bodies = new Map<string, FunctionBody>();
  readonly #sizes = new Map<string, number>();

  constructor(reader: WireReader, names: ByteStrings, functions: readonly OnnxFunction[]) {
    this.#reader = reader;
    this.#names = names;
    this.#heads = new Map(functions.map((head) => [keyOf({ ...head, operator: head.name }), head]));
  }

  /** True where an operator is one of them: it then means what the model says. */
  has(kind: KindNames): boolean {
    return this.#heads.size > 0 && this.#heads.has(keyOf(kind));
  }

  /** @param kind - one that {@link has} knows */
  at(kind: KindNames): FunctionBody {
    const key = keyOf(kind);
    let body = this.#bodies.get(key);
    if (body === undefined) {
      body = readFunction(this.#reader, this.#heads.get(key) as OnnxFunction, this.#names);
      this.#bodies.set(key, body);
    }
    return body;
  }

  /**
   * Nodes that a call becomes, those of functions that it calls included: more than there are where
   * each calls another one twice. Functions that call themselves count as empty here.
   */
  sizeOf(kind: KindNames): number {
    const pending = [kind];
    const entered = new Set<string>();
    while (pending.length > 0) {
      const next = pending.at(-1) as KindNames;
      const key = keyOf(next);
      if (this.#sizes.has(key)) {
        pending.pop();
        continue;
      }
      const { nodes } = this.at(next).graph;
      const calls = nodes.kinds.filter((called) => this.has(called));
      const waitsFor = calls.filter((called) => !this.#sizes.has(keyOf(called)));
      if (entered.has(key) || waitsFor.length === 0) {
        this.#sizes.set(key, this.#sum(nodes));
        pending.pop();
      } else {
        entered.add(key);
        pending.push(...waitsFor);
      }
    }
    return this.#sizes.get(keyOf(kind)) as number;
  }

  #sum(nodes: FunctionBody["graph"]["nodes"]): number {
    let sum = nodes.length;
    for (let node = 0; node < nodes.length; node++) {
      const kind = nodes.kindNames(nodes.kind(node));
      if (this.has(kind)) sum += this.#sizes.get(keyOf(kind)) ?? 0;
    }
    return sum;
  }
}

/** Tells functions apart. Source: ONNX IR, "Functions": domain, name and overload. */
export function keyOf({ domain, operator, overload }: KindNames): string {
  return JSON.stringify([domain, operator, overload]);
}
