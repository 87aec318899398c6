// The lab without a page: train, inspect, generate and measure from the command line. Results on stdout, progress on stderr.

import { isKernelThread } from '../node/kernel-thread.ts';

// A closed pipe or a full disk is reported to the callback of each write; without a listener it would be thrown as well.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// Threads of the CPU engine run this file as well, and need no command.
if (!isKernelThread(import.meta.url)) {
  const { runCommand } = await import('./program.ts');
  // also ends what a command leaves running, such as a GPU device
  process.exit(await runCommand(process.argv.slice(2)));
}
