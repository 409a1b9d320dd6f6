import { AceError } from "../errors.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { equalShapes, formatShape, formatType, type TensorType } from "../graph/tensor-type.ts";

/**
 * The elements of every input of a graph, by tensor.
 *
 * @throws {AceError} `wrong-usage` where a name is not the graph's or an input is left out;
 * `type-mismatch` and `shape-mismatch` where a tensor does not fit
 */
export function bindInputs(
  graph: Graph,
  given: ReadonlyMap<string, Tensor>,
): Map<TensorId, Tensor> {
  const bound = new Map<TensorId, Tensor>();
  const names = graph.inputs.map((id) => graph.tensorName(id) ?? "");
  for (const name of given.keys()) {
    if (!names.includes(name)) throw wrongNames(graph, `input ${name}`, `an input ${name}`);
  }
  graph.inputs.forEach((id, i) => {
    const name = names[i] as string;
    const tensor = given.get(name);
    if (tensor === undefined) throw wrongNames(graph, `input ${name}`, "no elements for it");
    checkType(name, graph.type(id), tensor.type);
    bound.set(id, tensor);
  });
  return bound;
}

function wrongNames(graph: Graph, subject: string, got: string): AceError {
  const inputs = graph.inputs.map(
    (id) => `${graph.tensorName(id) ?? ""} (${formatType(graph.type(id))})`,
  );
  return new AceError("wrong-usage", {
    action: "bind",
    subject,
    expected: inputs.length === 0 ? "no inputs" : `the inputs ${inputs.join(", ")}`,
    got,
  });
}

function checkType(name: string, expected: TensorType, got: TensorType): void {
  const reason = { action: "bind", subject: `input ${name}` };
  const where = { tensor: name };
  if (expected.element !== got.element) {
    throw new AceError(
      "type-mismatch",
      { ...reason, expected: expected.element, got: got.element },
      { where },
    );
  }
  if (equalShapes(expected.shape, got.shape)) return;
  throw new AceError(
    "shape-mismatch",
    { ...reason, expected: formatShape(expected.shape), got: formatShape(got.shape) },
    { where },
  );
}
