import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { concatenate } from "../core/concatenate.ts";
import { exp } from "../core/transcendental.ts";
import { inverseRoot } from "./attention.ts";
import { inShape, mergeHeads, splitHeads, weightedSum } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import { partAlong } from "./part.ts";
import { inType } from "./precision.ts";

/** What may follow query, key and value among the inputs, in this order. */
export const LINEAR_ATTENTION_EXTRAS = ["past", "decay", "rate"] as const;
export type LinearAttentionExtra = (typeof LINEAR_ATTENTION_EXTRAS)[number];

export interface LinearAttentionAttributes {
  /** Those that are there. */
  readonly extras: readonly LinearAttentionExtra[];
  readonly heads: { readonly query: number; readonly key: number };
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
}

/** f32 [batch, heads, length, ...]. */
interface Sequences {
  readonly query: TensorId;
  readonly key: TensorId;
  readonly value: TensorId;
  /** e^decay. */
  readonly kept?: TensorId;
  readonly rate?: TensorId;
}

/**
 * A memory S of each key head, which every step writes to and then reads:
 * S = e^decay S + key x rate (value - e^decay S' key), where decay and rate are there; q' S x scale.
 *
 * Query, key and value are [batch, length, heads x size], the memory [batch, heads, size, size of a
 * value]; it comes out last. All is computed in f32, each operation rounded, and what comes out
 * once more. Looking up and reading are a row of attention each for every step, reading for every
 * query head; what is written costs one multiply an element of S.
 *
 * Source: ONNX `LinearAttention`, its function body.
 */
export const linearAttention = composite<LinearAttentionAttributes, number>({
  name: "LinearAttention",
  build(b, inputs, { extras, heads, scale }) {
    const [query, key, value, ...others] = inputs as readonly [TensorId, TensorId, TensorId];
    const given = byName(extras, others);
    const all = {
      query: wide(b, query, heads.query),
      key: wide(b, key, heads.key),
      value: wide(b, value, heads.key),
      ...(given.decay === undefined
        ? {}
        : { kept: b.emit(exp, [wide(b, given.decay, heads.key)], {}) }),
      // One rate for all heads, or one for each.
      ...(given.rate === undefined
        ? {}
        : { rate: wide(b, given.rate, b.shape(given.rate)[2] as number) }),
    };
    const size = b.shape(all.query)[3] as number;
    const factor = b.scalar("f32", scale ?? inverseRoot(size));
    let memory = given.past === undefined ? emptyMemory(b, all) : inType(b, given.past, "f32");
    const seen = Array.from({ length: b.shape(query)[1] as number }, (_, time) => {
      memory = written(b, memory, all, time);
      return b.emit(multiply, [factor, weightedSum(b, at(b, all.query, time), memory, "read")], {});
    });
    const result = mergeHeads(b, b.emit(concatenate, seen, { axis: 2 }));
    const element = b.element(query);
    return [inType(b, result, element), inType(b, memory, b.element(given.past ?? query))];
  },
});

function wide(b: GraphBuilder, x: TensorId, heads: number): TensorId {
  return inType(b, splitHeads(b, x, heads), "f32");
}

function emptyMemory(b: GraphBuilder, { key, value }: Sequences): TensorId {
  const [batch, heads, , size] = b.shape(key) as readonly [number, number, number, number];
  return b.constant("f32", [batch, heads, size, b.shape(value)[3] as number], [0]);
}

/** One step of a sequence, [batch, heads, 1, ...]. */
function at(b: GraphBuilder, x: TensorId, time: number): TensorId {
  return partAlong(b, x, 2, { start: time, count: 1 });
}

/** The memory after a step has written to it. */
function written(b: GraphBuilder, memory: TensorId, all: Sequences, time: number): TensorId {
  const [key, value] = [at(b, all.key, time), at(b, all.value, time)];
  const kept =
    all.kept === undefined
      ? memory
      : b.emit(multiply, [memory, upright(b, at(b, all.kept, time))], {});
  const news =
    all.rate === undefined ? value : difference(b, kept, key, value, at(b, all.rate, time));
  return b.emit(add, [kept, b.emit(multiply, [upright(b, key), news], {})], {});
}

/** rate x (value - what the memory has for the key). */
function difference(
  b: GraphBuilder,
  memory: TensorId,
  key: TensorId,
  value: TensorId,
  rate: TensorId,
): TensorId {
  const known = weightedSum(b, key, memory, "lookup");
  return b.emit(multiply, [rate, b.emit(subtract, [value, known], {})], {});
}

/** [batch, heads, 1, size] as [batch, heads, size, 1]. */
function upright(b: GraphBuilder, x: TensorId): TensorId {
  const [batch, heads, , size] = b.shape(x) as readonly [number, number, number, number];
  return inShape(b, x, [batch, heads, size, 1]);
}
