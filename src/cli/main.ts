// The lab without a page: train, inspect, generate and measure from the command line. JSON on stdout, progress on stderr.

import { Command, CommanderError } from 'commander';
import { serveAsGradientWorker } from '../node/gradient-worker-thread.ts';
import { errorMessage } from '../shared/error-message.ts';
import { benchCommand } from './commands/bench.ts';
import { generateCommand } from './commands/generate.ts';
import { inspectCommand } from './commands/inspect.ts';
import { lensCommand } from './commands/lens.ts';
import { teachCommand } from './commands/teach.ts';
import { trainCommand } from './commands/train.ts';

if (!serveAsGradientWorker()) await runCommand();

async function runCommand(): Promise<void> {
  const program = new Command('npm run lab --')
    .description(
      'Trains a small transformer and looks inside it, on WebGPU where there is one, else on the CPU.',
    )
    .exitOverride()
    .configureOutput({ writeOut: (text) => process.stderr.write(text) });
  const commands = [
    trainCommand(),
    teachCommand(),
    inspectCommand(),
    lensCommand(),
    generateCommand(),
    benchCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }

  try {
    await program.parseAsync();
    process.exit(0);
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode);
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(1);
  }
}
