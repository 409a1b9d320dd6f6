import type { Lowering, LoweringTable } from "../node-context.ts";
import { activations } from "./activations.ts";
import { attentions } from "./attention.ts";
import { channelsLast } from "./channels-last.ts";
import { constants } from "./constants.ts";
import { contrib } from "./contrib.ts";
import { conversion } from "./conversion.ts";
import { convolution } from "./convolution.ts";
import { detection } from "./detection.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linear } from "./linear.ts";
import { losses } from "./losses.ts";
import { movement } from "./movement.ts";
import { normalization } from "./normalization.ts";
import { padding } from "./padding.ts";
import { pooling } from "./pooling.ts";
import { qonnx } from "./qonnx.ts";
import { quantization } from "./quantization.ts";
import { random } from "./random.ts";
import { recurrent } from "./recurrent.ts";
import { reduction } from "./reduction.ts";
import { resizing } from "./resizing.ts";
import { signal } from "./signal.ts";
import { vision } from "./vision.ts";

/** What is known of each domain: a new operator is a line in the table of its family. */
const DOMAINS: ReadonlyMap<string, LoweringTable> = new Map([
  [
    "",
    {
      ...activations,
      ...attentions,
      ...convolution,
      ...detection,
      ...elementwise,
      ...linear,
      ...losses,
      ...movement,
      ...padding,
      ...indexing,
      ...conversion,
      ...constants,
      ...normalization,
      ...pooling,
      ...quantization,
      ...random,
      ...recurrent,
      ...reduction,
      ...resizing,
      ...signal,
      ...vision,
    },
  ],
  ["com.microsoft", contrib],
  ["qonnx.custom_op.channels_last", channelsLast],
  ["qonnx.custom_op.general", qonnx],
]);

/** How an operator of a domain becomes a graph; undefined where it is not supported. */
export function loweringOf(domain: string, operator: string): Lowering | undefined {
  const table = DOMAINS.get(domain);
  return table !== undefined && Object.hasOwn(table, operator) ? table[operator] : undefined;
}
