import { AceError } from "../errors.ts";
import { execute } from "../exec/reference.ts";
import { elementNamed, elementsOf, openSupported, unnamedValue } from "../exec/verify-case.ts";
import type { Tensor } from "../graph/tensor.ts";
import { openBound, signatureOf } from "./model-access.ts";
import type { ModelOptions } from "./open-model.ts";
import { arrayTensor, type StoredArray } from "./tensor-files.ts";

export interface RunOptions extends Omit<ModelOptions, "inputs"> {
  /**
   * Elements of the inputs by name; "" fits a model of one input. Items of a sequence are `name[0]`,
   * `name[1]` …; an optional that is left out holds nothing.
   */
  readonly inputs: ReadonlyMap<string, StoredArray>;
  /** Inner tensors to return as well. */
  readonly intermediates?: "all" | readonly string[];
  /** Most nodes that may run, those of loops counted on every trip. */
  readonly maxSteps?: number;
}

export interface RunResult {
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly intermediates: ReadonlyMap<string, Tensor>;
}

/**
 * Executes a model, a path or its bytes, with the operators' own definitions.
 *
 * @throws {AceError} where the model cannot be read, holds an operator that is not supported, or the
 * inputs do not fit it
 */
export function run(model: string | Uint8Array, options: RunOptions): RunResult {
  const { inputs: declared } = signatureOf(model);
  const elements = elementsOf(declared);
  const only = unnamedValue(declared);
  const inputs = new Map<string, Tensor>();
  for (const [given, array] of options.inputs) {
    const name = given === "" && only !== undefined ? only.name : given;
    inputs.set(name, arrayTensor(array, elementNamed(elements, name), name));
  }
  const opened = openSupported(inputs, options.maxSteps, (bound) =>
    openBound(model, bound, options),
  );
  if (opened instanceof AceError) throw opened;
  try {
    const { graph, outputNames } = opened;
    const taken = new Set(graph.inputs.map((id) => graph.tensorName(id)));
    const fed = new Map([...inputs].filter(([input]) => taken.has(input)));
    const { outputs, intermediates } = execute(graph, fed, {
      outputNames,
      intermediates: options.intermediates ?? [],
      ...(options.maxSteps === undefined ? {} : { maxSteps: options.maxSteps }),
    });
    return { outputs: new Map(outputs.map((o) => [o.name, o.tensor])), intermediates };
  } finally {
    opened.close();
  }
}
