import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { type Meaning, tensorsOf } from "../lowering/meaning.ts";
import { targetOf } from "../partition/manual-calls.ts";
import { receivedFor } from "./collectives.ts";
import { NAMED_CALLS } from "./named-calls.ts";

/** Targets that say where a tensor lies, and hand it on. */
const PLACES: ReadonlySet<string> = new Set([
  "Sharding",
  "annotate_device_placement",
  "xla.sdy.FuncResultSharding",
]);
/** Functions of Python that run on the host. */
const HOST = /^xla_(ffi_)?(partitioned_)?python_\w+_callback$/;

/** What is called by name outside of the program; other names are refused. */
const lowerCustomCall: Lowering = (node) => {
  const target = targetOf(node.operation) ?? node.lacks("call_target_name", "a name");
  if (PLACES.has(target)) return node.inputs;
  if (HOST.test(target)) return calledHost(node, target);
  const named = Object.hasOwn(NAMED_CALLS, target) ? NAMED_CALLS[target] : undefined;
  if (named !== undefined) return named(node);
  return node.refuse("unsupported-operator", "a call of a known name", `@${target}`);
};

/**
 * What the host does is work that no text shows.
 *
 * @throws {AceError} `unsupported-operator` where the program is to be run
 */
function calledHost(node: OperationContext, target: string): readonly Meaning[] {
  if (node.around.running) {
    const expected = "operations of the program itself where it is run";
    node.refuse("unsupported-operator", expected, `a call of the host, @${target}`);
  }
  const made = receivedFor(node, node.inputs.flatMap(tensorsOf));
  const { name, findings } = node.around.site([]);
  findings.missing.push({
    code: "host-call",
    where: { node: name, operator: node.name },
    reason: `what the host does for @${target} is not counted`,
    touches: ["work"],
  });
  return made;
}

export const CUSTOM_CALLS: LoweringTable = {
  "stablehlo.custom_call": lowerCustomCall,
};
