import process from "node:process";
import type { Writable } from "node:stream";
import type { Api } from "./api.ts";
import type { Output } from "./io.ts";
import { run } from "./program.ts";

const { stdin, stdout, stderr, env, argv } = process;
const io = {
  stdin,
  stdout: outputTo(stdout),
  stderr: outputTo(stderr),
  env,
  isTTY: stdout.isTTY === true,
  isErrorTTY: stderr.isTTY === true,
  columns: stdout.columns,
};

// Not process.exit: what was written last may still be on its way into a pipe.
process.exitCode = await run(argv.slice(2), io, load);

function load(): Promise<Api>;
function load(only: "score of ONNX"): Promise<Pick<Api, "score">>;
function load(only?: "score of ONNX"): Promise<Pick<Api, "score">> {
  return only === undefined ? import("../index.ts") : import("../api/score-onnx.ts");
}

/** A stream whose every write is waited for. */
function outputTo(stream: Writable): Output {
  // The write's own callback gets the error as well; without a listener it would end the process.
  stream.on("error", () => {});
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (text === "") resolve();
        else stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
