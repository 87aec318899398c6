// Real threads of the CPU engine for tests, whose sources run unbundled.

import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { threadsOf } from '../../../src/node/kernel-thread.ts';

const { output } = (await build({
  logLevel: 'error',
  build: {
    ssr: fileURLToPath(new URL('thread-script.ts', import.meta.url)),
    write: false,
    target: 'node20',
    rolldownOptions: { output: { codeSplitting: false } },
  },
})) as Rolldown.RolldownOutput;

export const startTestThread = threadsOf(
  new URL(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`),
);
