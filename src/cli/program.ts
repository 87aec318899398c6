// The commands of the command line, and how they end: with an exit code and, after an error, one sentence on stderr.

import { Command, CommanderError } from 'commander';
import { printHelp, printMessage } from '../node/terminal.ts';
import { errorMessage } from '../shared/error-message.ts';
import { benchCommand } from './commands/bench.ts';
import { compareCommand } from './commands/compare.ts';
import { exportCommand } from './commands/export.ts';
import { generateCommand } from './commands/generate.ts';
import { inspectCommand } from './commands/inspect.ts';
import { lensCommand } from './commands/lens.ts';
import { queryCommand } from './commands/query.ts';
import { settingsCommand } from './commands/settings.ts';
import { teachCommand } from './commands/teach.ts';
import { trainCommand } from './commands/train.ts';
import { CommandError } from './shared/command-error.ts';
import { renameFormerOptions } from './shared/former-options.ts';

/** Runs the command that `args` name; results are printed on stdout, everything else on stderr. Returns the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const program = new Command('npm run lab --')
    .description(
      'Trains a small transformer and inspects it, on WebGPU where there is an adapter, else on the CPU.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: printHelp,
      writeErr: printHelp,
    });
  const commands = [
    trainCommand(),
    compareCommand(),
    teachCommand(),
    inspectCommand(),
    lensCommand(),
    queryCommand(),
    generateCommand(),
    exportCommand(),
    benchCommand(),
    settingsCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync(renameFormerOptions(args), { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const message = errorMessage(error);
    if (message !== '') printMessage(message);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}
