import { join } from "node:path";
import { writeBinaryChain } from "./binary-chain.ts";
import type { RunChild } from "./children.ts";
import { median } from "./paired.ts";
import { megabytes, phasesLine } from "./report.ts";

/** Nodes, and how often each is scored in its process; the first of several times warms up. */
const SIZES: readonly (readonly [number, number])[] = [
  [1e3, 20],
  [1e4, 6],
  [1e5, 3],
  [1e6, 1],
];

interface Point {
  readonly nodes: number;
  readonly milliseconds: number;
  readonly peakBytes: number;
  readonly resultBytes: number;
}

/** How time and memory of `score` grow with the number of nodes. */
export function benchGrowth(folder: string, child: RunChild, typed: boolean): void {
  console.log(`10^3 to 10^6 nodes${typed ? ", types of inner tensors stated" : ""}`);
  const points = SIZES.map(([nodes, rounds]): Point => {
    const path = join(folder, `binary-${nodes}${typed ? "-typed" : ""}.onnx`);
    writeBinaryChain(path, nodes, typed);
    const taken = child("score", path, rounds);
    const resultBytes = child("result", path).at(-1)?.resultBytes ?? 0;
    const point = {
      nodes,
      milliseconds: median(taken.slice(rounds > 1 ? 1 : 0).map((score) => score.milliseconds)),
      peakBytes: taken[0]?.peakBytes ?? 0,
      resultBytes,
    };
    console.log(
      `  ${nodes} nodes: ${point.milliseconds.toFixed(1)} ms, ${megabytes(point.peakBytes)}`,
    );
    console.log(phasesLine("  phases, cold code", child("phases", path)));
    return point;
  });
  const steps = points.slice(1).map((point, i) => exponent(points[i] as Point, point).toFixed(2));
  console.log(`  growth exponent of time: ${slope(points).toFixed(3)} (${steps.join(", ")})`);
  const [before, last] = points.slice(-2) as [Point, Point];
  const nodes = last.nodes - before.nodes;
  const all = (last.peakBytes - before.peakBytes) / nodes;
  const result = (last.resultBytes - before.resultBytes) / nodes;
  console.log(
    `  peak memory from 10^5 to 10^6: ${all.toFixed(0)} bytes a node, of which the result itself ${result.toFixed(0)}: ${(all - result).toFixed(0)} without it`,
  );
}

function exponent(from: Point, to: Point): number {
  return Math.log(to.milliseconds / from.milliseconds) / Math.log(to.nodes / from.nodes);
}

/** Slope of a straight line through log(time) over log(nodes), by least squares. */
export function slope(points: readonly Pick<Point, "nodes" | "milliseconds">[]): number {
  const xs = points.map(({ nodes }) => Math.log(nodes));
  const ys = points.map(({ milliseconds }) => Math.log(milliseconds));
  const [x, y] = [xs, ys].map((all) => all.reduce((sum, each) => sum + each, 0) / all.length) as [
    number,
    number,
  ];
  const covariance = xs.reduce((sum, each, i) => sum + (each - x) * ((ys[i] as number) - y), 0);
  return covariance / xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
}
