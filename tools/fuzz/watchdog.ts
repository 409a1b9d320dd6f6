import { Worker } from "node:worker_threads";

const PROGRAM = `
const { writeSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const current = new Int32Array(workerData.memory);
let last = -1;
setInterval(() => {
  const now = Atomics.load(current, 0);
  if (now === last) {
    writeSync(2, "sample " + now + ": no end after 5 s; see it with --sample " + now + "\\n");
    process.kill(process.pid, "SIGKILL");
  }
  last = now;
}, workerData.patienceMs);
`;

/**
 * Ends the whole process, with the number of the sample, where one sample never ends.
 *
 * @returns sets the number of the sample that is running; `stop` ends the watch
 */
export function watchdog(patienceMs: number): {
  readonly running: (sample: number) => void;
  readonly stop: () => void;
} {
  const memory = new SharedArrayBuffer(4);
  const current = new Int32Array(memory);
  const worker = new Worker(PROGRAM, { eval: true, workerData: { memory, patienceMs } });
  worker.unref();
  return {
    running: (sample) => Atomics.store(current, 0, sample),
    stop: () => void worker.terminate(),
  };
}
