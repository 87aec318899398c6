// The lab without a page: train, inspect, generate and measure from the command line. JSON on stdout, progress on stderr.

import { Command, CommanderError } from 'commander';
import { messageOf } from '../message-of.ts';
import { benchCommand } from './bench.ts';
import { generateCommand } from './generate.ts';
import { servesAsHand } from './hand-thread.ts';
import { inspectCommand } from './inspect.ts';
import { lensCommand } from './lens.ts';
import { teachCommand } from './teach.ts';
import { trainCommand } from './train.ts';

if (!servesAsHand()) await runCommand();

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
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}
