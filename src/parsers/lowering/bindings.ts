import { AceError } from "../../errors.ts";
import type { Missing } from "../../graph/imported.ts";
import { expectKnown } from "./expect-known.ts";

/** Sizes that the user gives, by the names of the model. */
export interface Bindings {
  readonly dims: Readonly<Record<string, number>>;
  /** Shapes of inputs. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
}

/** A size as the file has it: a symbol's name, or undefined where nothing is said. */
export type DeclaredDim = number | string | undefined;

/** A shape as the file has it; undefined where even the rank is open. */
interface DeclaredShape {
  readonly shape?: readonly DeclaredDim[] | undefined;
}

/** An input as the file declares it. */
export interface DeclaredInput {
  readonly name: string;
  readonly type?: DeclaredShape | undefined;
}

const BATCH_NAMES: ReadonlySet<string> = new Set(["batch", "N", "b", "B"]);
const EVERYTHING = ["work", "memory"] as const;

/** Works out static shapes of the inputs, and remembers what every symbol was bound to. */
export class DimensionTable {
  readonly bound = new Map<string, number>();
  readonly missing: Missing[] = [];
  readonly #given: Bindings;

  constructor(given: Bindings, inputs: readonly DeclaredInput[]) {
    this.#given = given;
    this.#checkNames(inputs);
    for (const input of inputs) this.#bindShape(input);
  }

  /**
   * Static shape of an input.
   *
   * @throws {AceError} `unknown-shape` where the file does not say the rank and the user no shape
   */
  shapeOf(input: DeclaredInput): readonly number[] {
    const given = this.#shapeGiven(input.name);
    if (given !== undefined) return given;
    const shape = input.type?.shape;
    if (shape === undefined) {
      throw new AceError(
        "unknown-shape",
        {
          action: "import",
          subject: `input ${input.name}`,
          expected: "a shape",
          got: "none in the file",
        },
        { where: { tensor: input.name }, hint: `--input ${input.name}=1,3,224,224` },
      );
    }
    return shape.map((dim, axis) => this.#size(dim, input.name, axis));
  }

  /** Static shape that the file states of an inner tensor; undefined where it does not. */
  statedShape(type: DeclaredShape, otherwise?: number): readonly number[] | undefined {
    const sizes = type.shape?.map((dim) => this.#statedSize(dim) ?? otherwise);
    return sizes?.every((size) => size !== undefined && size >= 0)
      ? (sizes as number[])
      : undefined;
  }

  #statedSize(dim: DeclaredDim): number | undefined {
    if (typeof dim === "string") return this.bound.get(dim);
    return dim === undefined || dim < 0 ? undefined : dim;
  }

  /** Binds the symbols of an input whose shape was given. */
  #bindShape({ name, type }: DeclaredInput): void {
    const given = this.#shapeGiven(name);
    const shape = type?.shape;
    if (given === undefined || shape === undefined) return;
    if (shape.length !== given.length) {
      throw contradiction(name, `rank ${shape.length}`, `${given}`);
    }
    shape.forEach((dim, axis) => {
      const size = given[axis] as number;
      const symbol = dim ?? `${name}.${axis}`;
      if (typeof symbol === "number") {
        if (symbol !== size) throw contradiction(name, `${symbol} on axis ${axis}`, `${size}`);
        return;
      }
      const known = this.#known(symbol);
      if (known !== undefined && known !== size) {
        throw contradiction(name, `${symbol} = ${known}`, `${size}`);
      }
      this.bound.set(symbol, size);
    });
  }

  #size(dim: DeclaredDim, input: string, axis: number): number {
    if (typeof dim === "number") {
      if (dim >= 0) return dim;
      throw contradiction(input, `a size of 0 or more on axis ${axis}`, `${dim}`);
    }
    const symbol = dim ?? `${input}.${axis}`;
    const known = this.#known(symbol);
    if (known !== undefined) {
      this.bound.set(symbol, known);
      return known;
    }
    this.bound.set(symbol, 1);
    if (axis !== 0 || dim === undefined || !BATCH_NAMES.has(dim)) this.#miss(symbol, input, axis);
    return 1;
  }

  #known(symbol: string): number | undefined {
    const { dims } = this.#given;
    return this.bound.get(symbol) ?? (Object.hasOwn(dims, symbol) ? dims[symbol] : undefined);
  }

  #shapeGiven(input: string): readonly number[] | undefined {
    const { inputs } = this.#given;
    return Object.hasOwn(inputs, input) ? inputs[input] : undefined;
  }

  #miss(symbol: string, input: string, axis: number): void {
    this.missing.push({
      code: "unknown-dimension",
      where: { tensor: input },
      reason: `dimension ${symbol} (axis ${axis} of ${input}) has no size; counted with 1`,
      hint: `--dim ${symbol}=N`,
      touches: EVERYTHING,
    });
  }

  #checkNames(inputs: readonly DeclaredInput[]): void {
    const symbols = new Set<string>();
    for (const { name, type } of inputs) {
      type?.shape?.forEach((dim, axis) => {
        if (typeof dim !== "number") symbols.add(dim ?? `${name}.${axis}`);
      });
    }
    expectKnown("dimension", Object.keys(this.#given.dims), [...symbols]);
    expectKnown(
      "input",
      Object.keys(this.#given.inputs),
      inputs.map((input) => input.name),
    );
  }
}

function contradiction(input: string, expected: string, got: string): AceError {
  return new AceError(
    "shape-mismatch",
    { action: "bind", subject: `the shape of input ${input}`, expected, got },
    { where: { tensor: input } },
  );
}
