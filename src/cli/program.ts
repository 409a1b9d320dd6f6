import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { Context, LoadApi } from "./api.ts";
import {
  declareBits,
  declareCheck,
  declareCompare,
  declarePareto,
  declareRun,
  declareScore,
  declareVerify,
} from "./declarations.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { report } from "./failures.ts";
import { guarded, type Io, isClosedPipe } from "./io.ts";
import { MESSAGES } from "./messages.ts";

/**
 * The whole command.
 *
 * @param args - what stands after `ace`
 * @param api - loads the public API when a command needs it
 * @returns the exit code
 */
export async function run(args: readonly string[], process: Io, api: LoadApi): Promise<number> {
  const io = guarded(process);
  try {
    return await carryOut(args, { io, api });
  } catch (error) {
    if (isClosedPipe(error)) return EXIT.fine;
    return report(error, io, ["ace", ...args].join(" "));
  }
}

async function carryOut(args: readonly string[], context: Context): Promise<ExitCode> {
  const { io } = context;
  const said = { out: "", err: "" };
  let code: ExitCode = EXIT.fine;
  const program = newProgram(said, io);
  declareScore(program, async (models, flags) => {
    const { scoreCommand } = await import("./commands/score.ts");
    code = await scoreCommand(models, flags, context);
  });
  declareBits(program, async (models, flags) => {
    const { bitsCommand } = await import("./commands/bits.ts");
    code = await bitsCommand(models, flags, context);
  });
  declareRun(program, async (models, flags) => {
    const { runCommand } = await import("./commands/run.ts");
    code = await runCommand(models[0] as string, flags, context);
  });
  declareVerify(program, async (models, flags) => {
    const { verifyCommand } = await import("./commands/verify.ts");
    code = await verifyCommand(models, flags, context);
  });
  declareCheck(program, async (_, flags) => {
    const { checkCommand } = await import("./commands/check.ts");
    code = await checkCommand(flags, context);
  });
  declareCompare(program, async ([before, after], flags) => {
    const { compareCommand } = await import("./commands/compare.ts");
    code = await compareCommand([before as string, after as string], flags, context);
  });
  declarePareto(program, async (results, flags) => {
    const { paretoCommand } = await import("./commands/pareto.ts");
    code = await paretoCommand(results, flags, context);
  });
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    said.err += adviceFor(error, args);
    code = error.exitCode === 0 ? EXIT.fine : EXIT.wrongUsage;
  }
  await io.stdout.write(said.out);
  await io.stderr.write(said.err);
  return code;
}

function newProgram(said: { out: string; err: string }, { columns }: Io): Command {
  const width = Math.min(columns ?? 100, 100);
  return new Command("ace")
    .description(manifest.description)
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showHelpAfterError(MESSAGES.help)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        said.out += text;
      },
      writeErr: (text) => {
        said.err += text;
      },
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .addHelpText("after", `\n${MESSAGES.exitCodes}`);
}

/** `ace model.onnx` means `ace score model.onnx`. */
function adviceFor({ code }: CommanderError, [first = ""]: readonly string[]): string {
  const isFile = code === "commander.unknownCommand" && /[./\\]/.test(first);
  return isFile ? MESSAGES.scoreCommand(first) : "";
}
