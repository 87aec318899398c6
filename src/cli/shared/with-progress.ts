// The progress of a job on the terminal.

import { SingleBar } from 'cli-progress';
import { printable } from '../../shared/printable.ts';
import type { LensProgress } from '../../workers/rpc/api/lab-api.ts';

/** Shows a bar on stderr from the first progress report. */
export async function withProgress<TResult>(
  task: (onProgress: (progress: LensProgress) => boolean) => Promise<TResult>,
): Promise<TResult> {
  const bar = new SingleBar({
    format: '{what} [{bar}] {value}/{total}',
    stream: process.stderr,
    noTTYOutput: false,
  });
  let currentLabel = '';
  try {
    return await task(({ label, done, total }) => {
      if (currentLabel !== label) bar.start(total, done, { what: printable(label) });
      else bar.update(done);
      currentLabel = label;
      return true;
    });
  } finally {
    bar.stop();
  }
}
