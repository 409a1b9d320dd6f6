import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { paired } from "./paired.ts";

const COMMAND = "dist/cli.js";
const MODEL = "fixtures/digits-bnn.onnx";
const ROUNDS = 31;

/** The whole command on a small model, table included, against a Node that does nothing. */
export async function benchStartUp(): Promise<void> {
  if (!existsSync(COMMAND)) {
    console.log(`ace score of a small model: skipped, ${COMMAND} is not built`);
    return;
  }
  const node = (...parameters: readonly string[]) => {
    const { status } = spawnSync(process.execPath, parameters, { stdio: "ignore" });
    if (status !== 0) throw new Error(`node ${parameters.join(" ")} ended with ${status}`);
  };
  const ratio = await paired(
    () => node(COMMAND, "score", MODEL),
    () => node("-e", "0"),
    ROUNDS,
  );
  console.log(`ace score of a small model / node -e 0, whole processes: ${ratio.toFixed(2)}`);
}
