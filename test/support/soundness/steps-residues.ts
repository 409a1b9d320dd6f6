import type { TensorId } from "../../../src/graph/graph.ts";
import {
  add,
  divide,
  maximum,
  multiply,
  negate,
  subtract,
} from "../../../src/ops/core/arithmetic.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import type { Maker, Step } from "./maker.ts";
import { MOVES } from "./steps-moves.ts";
import { binarized, fakeQuantized } from "./steps-quantizers.ts";

/**
 * What training leaves behind: q and something that cancels, in every order, written out twice now
 * and then so that only value numbers see that it cancels.
 */
const straightThrough: Step = (m) => {
  const x = m.float(({ element }) => element === "f32" || element === "f64");
  if (x === undefined) return undefined;
  const { chance } = m;
  const element = m.element(x);
  m.tame = true;
  const q = chance.often(0.5) ? binarized(m, x) : fakeQuantized(m, x);
  const rest = () => {
    if (clipped) return m.emit(clip, [x, m.scalar(element, -1), m.scalar(element, 1)], {});
    return x;
  };
  const clipped = chance.often(0.5);
  const a = rest();
  const b = chance.often(0.5) ? a : rest();
  return m.keep(cancelled(m, q, a, b));
};

function cancelled(m: Maker, q: TensorId, a: TensorId, b: TensorId): TensorId {
  const plus = (x: TensorId, y: TensorId) => m.emit(add, [x, y], {});
  const minus = (x: TensorId, y: TensorId) => m.emit(subtract, [x, y], {});
  switch (m.chance.below(7)) {
    case 0:
      return minus(plus(q, a), b);
    case 1:
      return plus(minus(q, a), b);
    case 2:
      return plus(a, minus(q, b));
    case 3:
      return minus(a, minus(b, q));
    case 4:
      return plus(plus(q, a), m.emit(negate, [b], {}));
    case 5:
      return minus(plus(a, q), b);
    default:
      return plus(minus(a, b), q);
  }
}

/** x . s / s and x / s . s. */
const scaledBack: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  m.tame = true;
  const s = m.parameter(x);
  const there = m.chance.often(0.5);
  const between = m.emit(there ? multiply : divide, [x, s], {});
  return m.emit(there ? divide : multiply, [between, s], {});
};

/** The same values twice, combined: q . q, q - q, q + 2q. */
const doubled: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const q = binarized(m, x);
  const other = m.emit(multiply, [q, m.scalar(m.element(x), m.number())], {});
  return m.emit(m.chance.pick([add, subtract, multiply]), [q, m.chance.often(0.5) ? q : other], {});
};

/** One tensor of codes with a scale, moved twice the same way or another, and combined. */
const twins: Step = (m) => {
  const x = m.float(({ shape }) => shape.length > 0);
  if (x === undefined) return undefined;
  const q = m.chance.often(0.5) ? binarized(m, x) : fakeQuantized(m, x);
  const p = m.keep(m.emit(m.chance.pick([multiply, add]), [q, m.parameter(x)], {}));
  const around = m.focus;
  const step = m.chance.pick(MOVES);
  const moved = () => {
    m.focus = p;
    const made = step(m);
    m.focus = around;
    return made === undefined ? p : ([made].flat()[0] as TensorId);
  };
  const [a, b] = [moved(), m.chance.often(0.3) ? p : moved()];
  if (m.element(a) === "bool" || m.element(a) !== m.element(b)) return a;
  return m.emit(m.chance.pick([add, subtract, maximum, multiply]), [a, b], {});
};

export const RESIDUES: readonly Step[] = [straightThrough, straightThrough, scaledBack, doubled];
export const TWINS: readonly Step[] = [twins, twins, doubled];
