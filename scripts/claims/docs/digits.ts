// Where docs/digits.md states figures.
import type { DocStatements } from '../statements.ts';

const TIMES = 'A seed, and seconds of one machine.';

const row = (of: string, seed: number) =>
  `| {} | {presets.${of}.${seed}.test-images-right.value%} % | {presets.${of}.${seed}.training-images-right.value%} % | {} |`;

export const digits: DocStatements = {
  doc: 'docs/digits.md',
  statements: [
    { text: 'the first 5,000 + 1,000 images ({} MB), loaded when', because: 'The size of a file.' },
    { text: 'the others ({} MB), loaded when training starts', because: 'The size of a file.' },
    {
      text: `(30,000 steps of 100 images) ${row('digits', 0)} | ${row('digits', 1)} | ${row('digits', 2)}`,
      because: TIMES,
    },
    { text: `(12,000 steps of 50) ${row('digits-relu', 0)} | ${row('digits-relu', 1)}`, because: TIMES },
    {
      text: 'falls from 2 to {} along half a cosine. Batches of 10 to 50 and rates from {} to 6 reached {} to {} %',
      because: 'Settings, and a search of which nothing was kept.',
    },
  ],
};
