// Where docs/tasks.md states figures.
import type { DocStatements } from '../statements.ts';

const SEEDS = [0, 1, 2];
const seeds = (figure: string) =>
  SEEDS.map((seed) => `{presets.${figure.replace('*', `${seed}`)}}`).join(', ');

const STEPS = [43, 84, 233, 459, 781, 905, 2500];
const stepRow = (split: string) => STEPS.map((step) => `{.0.steps.${step}.${split}%} %`).join(' | ');

export const tasks: DocStatements = {
  doc: 'docs/tasks.md',
  statements: [
    ...['copy', 'sort', 'parity', 'brackets'].map((preset) => ({
      text: `| \`${preset}\` | {} layers ... | ${SEEDS.map((seed) => `{presets.${preset}.${seed}.accuracy.heldOut%}`).join(', ')} % |`,
      because: 'A setting.',
    })),
    {
      text: `chance {}: \`copy\` ${seeds('copy.*.lookup.value')}, \`sort\` ${seeds('sort.*.lookup.value')} (at the same distances elsewhere {presets.sort.0.lookup.positional} in seed 0), \`parity\` ${seeds('parity.*.lookup.value')}`,
      because: 'Chance is uniform attention.',
    },
    {
      text: '| `modular` | {} layer | grokking, below | {.0.validation.accuracy%}, {.1.validation.accuracy%}, {.2.validation.accuracy%} % |',
      of: 'modular',
      because: 'A setting.',
    },
    {
      text: 'its held-out accuracy is {} % as soon as it knows',
      because: 'Of another split, which is not among the presets.',
    },
    {
      text: 'after {.known.high} steps, by the evaluations along the training. Of held-out sums it answers {} % from step {.found.low} on at the earliest and {.found.high} at the latest',
      of: 'modular.range',
      because: 'A threshold.',
    },
    {
      text: `| training sums | ${stepRow('train')} | | held-out sums | ${stepRow('heldOut')} |`,
      of: 'modular',
    },
    {
      text: '{.key} of 29 frequencies raise the right answer by {.gain.low} to {.gain.high}, and no other by more than {.gain.others} ... They carry {.logits%} % of the variance. - **Restricted loss**: with nothing but these frequencies in the logits {.restricted.accuracy%} % of all sums are right, at {.restricted.loss} nats. - **Excluded loss**: without them training sums cost {.excluded.loss} nats ({.excluded.accuracy%} % right), with them {.train.loss}. ... the other {.others.count} frequencies alone leave {.others.restricted.loss} nats ({.others.restricted.accuracy%} % right), where guessing costs {.guess}, and without them nothing is lost: {.others.excluded.loss} nats',
      of: 'fourier',
    },
    {
      text: 'They have {.key.low} to {.key.high} key frequencies, which add {.gain.low.low} to {.gain.high.high}; no other adds more than {.gain.others.high}. With these alone {.restricted.accuracy.low%} % of all sums are right, at {.restricted.loss.low} to {.restricted.loss.high} nats; without them training sums cost {.excluded.loss.low} to {.excluded.loss.high} nats, and without all the others {.others.excluded.loss.high}.',
      of: 'modular.range',
    },
    {
      text: 'with {} % of the pairs held out, the examples were known after 73 steps and held-out accuracy was still {} % after 4,000',
      because: 'One training, which is not repeated.',
    },
  ],
};
