import type { ElementType } from "../../../src/graph/element-type.ts";
import { isFloat } from "../../../src/graph/element-type.ts";
import type { Graph, TensorId } from "../../../src/graph/graph.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { elementCount, type TensorType } from "../../../src/graph/tensor-type.ts";
import { GraphBuilder } from "../../../src/ops/builder.ts";
import { abs } from "../../../src/ops/core/arithmetic.ts";
import { reduceMaximum } from "../../../src/ops/core/reduce.ts";
import type { Chance } from "./chance.ts";
import { type Palette, randomElements } from "./elements.ts";

const MOST_ELEMENTS = 3000;

/** One way to go on with a graph; undefined where no tensor fits. */
export type Step = (m: Maker) => TensorId | readonly TensorId[] | undefined;

/** A graph while it grows: tensors to go on with, and what is needed to draw its inputs. */
export class Maker extends GraphBuilder {
  readonly chance: Chance;
  readonly base: ElementType;
  readonly marks: number[] = [];
  readonly indexRanges = new Map<string, number>();
  tame = false;
  /** The tensor that the next step goes on with, if it can. */
  focus: TensorId | undefined;
  readonly #pool: TensorId[] = [];

  constructor(chance: Chance, base: ElementType) {
    super();
    this.chance = chance;
    this.base = base;
  }

  /** A graph input that steps may use. */
  input(element: ElementType, shape: readonly number[]): TensorId {
    const name = `x${this.graph.inputs.length}`;
    return this.keep(this.graph.addInput(this.graph.types.intern(element, shape), name));
  }

  /** An input of indices below `size`. */
  indices(shape: readonly number[], size: number): TensorId {
    const name = `x${this.graph.inputs.length}`;
    this.indexRanges.set(name, size);
    return this.graph.addInput(this.graph.types.intern("i64", shape), name);
  }

  keep(id: TensorId): TensorId {
    const type = this.type(id);
    if (elementCount(type.shape) <= MOST_ELEMENTS && !this.#pool.includes(id)) this.#pool.push(id);
    return id;
  }

  /** A tensor that exists already, most often one of the last; undefined where none fits. */
  some(fits: (type: TensorType) => boolean): TensorId | undefined {
    if (this.focus !== undefined && fits(this.type(this.focus)) && this.chance.often(0.9)) {
      return this.focus;
    }
    const fitting = this.#pool.filter((id) => fits(this.type(id)));
    if (fitting.length === 0) return undefined;
    return this.chance.pick(this.chance.often(0.6) ? fitting.slice(-3) : fitting);
  }

  float(fits: (type: TensorType) => boolean = () => true): TensorId | undefined {
    return this.some((type) => isFloat(type.element) && type.element.length <= 4 && fits(type));
  }

  /** A tensor that the network stores, or one that belongs to the definition of an operator. */
  stored(element: ElementType, shape: readonly number[], values: readonly number[]): TensorId {
    const id = this.constant(element, shape, values);
    if (this.chance.often(0.5)) this.graph.nameTensor(id, `w${id}`);
    return id;
  }

  random(element: ElementType, shape: readonly number[], draw: () => number): TensorId {
    return this.stored(element, shape, Array.from({ length: elementCount(shape) }, draw));
  }

  /** A shape that stretches to `shape`: one number, a vector along an axis, all, or something else. */
  granularity(shape: readonly number[]): readonly number[] {
    const along = this.chance.below(Math.max(1, shape.length));
    switch (this.chance.below(6)) {
      case 0:
      case 1:
        return [];
      case 2:
        return shape.map((size, axis) => (axis === 1 ? size : 1));
      case 3:
        return shape.map((size, axis) => (axis === along ? size : 1));
      case 4:
        return shape.map((size) => (this.chance.often(0.5) ? size : 1));
      default:
        return shape;
    }
  }

  /** A number as scales, zero points and thresholds have it. */
  number(): number {
    const { chance } = this;
    const nice = [0.5, 2, 0.25, 1, -1, 3, 0.1, 4, -0.5, 0.7];
    if (chance.often(0.04)) return 0;
    const value = chance.often(0.6) ? chance.pick(nice) : chance.normal();
    this.marks.push(value);
    return value;
  }

  /** Something that stretches to `x`: stored, an input, or worked out of `x` at run time. */
  parameter(x: TensorId): TensorId {
    const { element, shape } = this.type(x);
    const own = this.granularity(shape);
    const kind = this.chance.below(8);
    if (kind === 0) return this.input(element, own);
    if (kind === 1 && shape.length > 0) {
      const axes = shape.map((_, axis) => axis).filter(() => this.chance.often(0.6));
      return this.emit(reduceMaximum, [this.emit(abs, [x], {})], { axes, keepAxes: true });
    }
    const draw = () => (isFloat(element) ? this.number() : this.chance.whole(0, 4));
    return this.random(element, own, draw);
  }

  /** All results are outputs: nothing is dead. */
  finish(): Graph {
    for (const { outputs } of this.graph.nodes()) this.graph.outputs.push(...outputs);
    return this.graph;
  }

  /** Elements for every input. */
  elements(chance: Chance): Map<string, Tensor> {
    const palette: Palette = { marks: this.marks, tame: this.tame };
    return new Map(
      this.graph.inputs.map((id): [string, Tensor] => {
        const name = this.graph.tensorName(id) as string;
        const type = this.type(id);
        const size = this.indexRanges.get(name);
        if (size === undefined) return [name, randomElements(type, chance, palette)];
        const length = elementCount(type.shape);
        const data = BigInt64Array.from({ length }, () => BigInt(chance.whole(-size, size - 1)));
        return [name, { type, data }];
      }),
    );
  }
}
