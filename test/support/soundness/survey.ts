import { AceError } from "../../../src/errors.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { operatorNamed } from "../../../src/ops/registry.ts";
import { checkRuns, type Inputs } from "./check-runs.ts";
import { inlined } from "./inlined.ts";
import { type Failure, shrunk } from "./shrink.ts";
import type { Tally } from "./tally.ts";
import { graphText, violationText } from "./text.ts";

/** What many graphs have shown. */
export interface Survey {
  readonly tally: Tally;
  /** What is wrong, each with the smallest graph that is wrong the same way. */
  readonly failures: string[];
  /** Why runs were left out, and how often. */
  readonly skipped: Map<string, number>;
  /** Violations by rule and operator. */
  readonly kinds: Map<string, number>;
  graphs: number;
}

export function newSurvey(): Survey {
  return { tally: new Map(), failures: [], skipped: new Map(), kinds: new Map(), graphs: 0 };
}

/** So many graphs of a kind are shrunk and shown, the others only counted: somebody has to read them. */
const MOST_SHOWN = 2;

/**
 * Checks a graph as it is, and again with the bodies of its composites in their place, so that the
 * tensors inside them are checked too.
 */
export function survey(title: string, graph: Graph, runs: readonly Inputs[], into: Survey): void {
  into.graphs++;
  const composite = [...graph.nodes()].some(
    ({ operator }) => operatorNamed(operator).kind === "composite",
  );
  surveyOne(title, graph, runs, into);
  if (composite) surveyOne(`${title}, inlined`, inlined(graph), runs, into);
}

function surveyOne(title: string, graph: Graph, runs: readonly Inputs[], into: Survey): void {
  try {
    const violations = checkRuns(graph, runs, into.tally);
    for (const violation of violations) report(title, { graph, runs, violation }, into);
  } catch (error) {
    if (error instanceof AceError && error.code !== "internal") skip(error.code, into);
    else into.failures.push(`${title}: ${(error as Error).stack}\n${graphText(graph, runs)}`);
  }
}

function report(title: string, failure: Failure, { kinds, failures }: Survey): void {
  const { graph, violation } = failure;
  const producer = graph.producer(violation.tensor);
  const operator = producer === undefined ? "input" : graph.node(producer).operator;
  const nan = violation.reason.endsWith("NaN") ? " behind NaN" : "";
  const kind = `${violation.rule} at ${operator}${nan}`;
  const before = kinds.get(kind) ?? 0;
  kinds.set(kind, before + 1);
  if (before >= MOST_SHOWN) return;
  const small = shrunk(failure);
  const text = graphText(small.graph, small.runs);
  failures.push(`${title}\n${text}\n${violationText(small.violation)}`);
}

export function skip(reason: string, { skipped }: Survey): void {
  skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
}
