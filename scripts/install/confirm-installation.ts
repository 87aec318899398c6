// Names what the tests would install, and asks.
import { createInterface } from 'node:readline/promises';
import type { Installer } from './installer.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Resolves to whether the missing programs may be installed. Asks at a terminal, unless the variable `CI` is set; without a
 * terminal nobody can answer, and the answer is yes.
 */
export async function confirmInstallation(
  missing: readonly Installer[],
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): Promise<boolean> {
  if (missing.length === 0) return true;
  output.write(`The tests need ${missing.map(({ name }) => name).join(' and ')}. To be run:\n`);
  for (const { attempts } of missing)
    for (const [i, commands] of attempts.entries()) {
      if (i > 0) output.write('  or, if that fails,\n');
      for (const command of commands) output.write(`  ${command.join(' ')}\n`);
    }
  if (process.env.CI || !input.isTTY) return true;
  const terminal = createInterface({ input, output });
  const answer = await terminal.question('Install? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
