// Where README.md states figures.
import type { DocStatements } from '../statements.ts';

export const readme: DocStatements = {
  doc: 'README.md',
  statements: [
    { text: 'Node {}, {}, 24 or newer', because: 'Versions.' },
    {
      text: 'without the MLP {.low%} to {.high%} % of the answers are right, by seed',
      of: 'league.without.range.trained',
    },
    {
      text: 'classifies {presets.digits.0.test-images-right.value%} % of MNIST’s test images, {presets.digits-relu.0.test-images-right.value%} % with newer parts'.replace(
        '’',
        "'",
      ),
    },
    {
      text: '| L2 H2 C64 T32 B16 V128 | {} | {} | {} | {} | | L4 H4 C128 T64 B16 V256 | {} | {} | {} | {} |',
      because: 'Rates of one machine.',
    },
    { text: 'takes longer than {} seconds', because: 'A limit.' },
  ],
};
