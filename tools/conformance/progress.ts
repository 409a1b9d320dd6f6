const REDRAW_MS = 100;
const ERASE = "\r\u001b[2K";

/** What of a stream is needed here. */
interface Stream {
  readonly isTTY: boolean;
  write(text: string): unknown;
}

/** Called with every case; on a terminal one line says how far the suite is, else one when it ends. */
export function progressOf(suite: string, stream: Stream): (_: object, total: number) => void {
  let done = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  return (_, total) => {
    done++;
    if (done === total) {
      stream.write(stream.isTTY ? ERASE : `${suite}: ${total} cases\n`);
    } else if (stream.isTTY && performance.now() - drawn >= REDRAW_MS) {
      drawn = performance.now();
      stream.write(`${ERASE}${suite}: ${done} of ${total}`);
    }
  };
}
