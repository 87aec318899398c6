// Where docs/comparisons.md states figures.
import type { DocStatements } from '../statements.ts';

/** `mean ± deviation` of both variants, and of their difference. */
const row = (label: string, key: string) => {
  const cell = (which: string) => `{.${key}.${which}.mean} ± {.${key}.${which}.deviation}`;
  return `| ${label} | ${cell('first')} | ${cell('second')} | ${cell('difference')} |`;
};
/** Of counts, or where both do not differ. */
const plainRow = (label: string, key: string) =>
  `| ${label} | {.${key}.first.mean} | {.${key}.second.mean} | {.${key}.difference.mean} |`;
const equalRow = (label: string, key: string) => {
  const cell = (which: string) => `{.${key}.${which}.mean} ± {.${key}.${which}.deviation}`;
  return `| ${label} | ${cell('first')} | ${cell('second')} | {.${key}.difference.mean} |`;
};

export const comparisons: DocStatements = {
  doc: 'docs/comparisons.md',
  statements: [
    { text: 'score is at least {}:', because: 'How a head is said to have formed.' },
    { text: 'learning rates, {} for AdamW and {} for Muon', because: 'Settings.' },
    {
      text: [
        plainRow('weights', 'weights'),
        row('induction head formed, step', 'induction-head-0-5-step'),
        '| previous-token head formed, step | {.previous-token-head-0-5-step.first.mean} ± {.previous-token-head-0-5-step.first.deviation} ({.previous-token-head-0-5-step.first.count} of {}) | {.previous-token-head-0-5-step.second.mean} ± {.previous-token-head-0-5-step.second.deviation} | {.previous-token-head-0-5-step.difference.mean} ± {.previous-token-head-0-5-step.difference.deviation} ({.previous-token-head-0-5-step.difference.count} of {}) |',
        row('induction head at the end', 'induction-head'),
        row('previous-token head at the end', 'previous-token-head'),
        row('same-token head at the end', 'same-token-head'),
        row('copying {} % correct, step', 'copying-0-9-step'),
        equalRow('copying at the end', 'copying'),
        row('training loss, last 50 steps', 'training-loss-last-50-steps'),
        row('validation loss', 'validation-loss'),
      ].join(' '),
      of: 'comparisons.positions',
      because: 'Seeds are counted.',
    },
    {
      text: [
        plainRow('weights', 'weights'),
        row('recall {} % correct, step', 'recall-0-9-step'),
        row('recall of held-out wordings {} % correct, step', 'recall-held-out-0-9-step'),
        equalRow('recall at the end, trained and held out', 'recall'),
        row('training loss, last 50 steps', 'training-loss-last-50-steps'),
        row('validation loss', 'validation-loss'),
      ].join(' '),
      of: 'comparisons.gated',
      because: 'A threshold.',
    },
    {
      text: [
        plainRow('weights', 'weights'),
        row('induction head formed, step', 'induction-head-0-5-step'),
        row('previous-token head formed, step', 'previous-token-head-0-5-step'),
        row('induction head at the end', 'induction-head'),
        row('previous-token head at the end', 'previous-token-head'),
        row('copying {} % correct, step', 'copying-0-9-step'),
        row('copying at the end', 'copying'),
        row('training loss, last 50 steps', 'training-loss-last-50-steps'),
        row('validation loss', 'validation-loss'),
      ].join(' '),
      of: 'comparisons.muon',
      because: 'A threshold.',
    },
    {
      text: [
        '| AdamW, {} | Muon | difference | |---|---|---|---|',
        row('induction head formed, step', 'induction-head-0-5-step'),
        row('previous-token head formed, step', 'previous-token-head-0-5-step'),
        row('induction head at the end', 'induction-head'),
        row('previous-token head at the end', 'previous-token-head'),
        row('copying {} % correct, step', 'copying-0-9-step'),
      ].join(' '),
      of: 'comparisons.muon-faster',
      because: 'A setting, and a threshold.',
    },
    {
      text: [
        '| AdamW | Muon | difference | |---|---|---|---|',
        row('recall {} % correct, step', 'recall-0-9-step'),
        row('recall of held-out wordings {} % correct, step', 'recall-held-out-0-9-step'),
        equalRow('recall at the end, trained and held out', 'recall'),
        row('training loss, last 50 steps', 'training-loss-last-50-steps'),
        row('validation loss', 'validation-loss'),
      ].join(' '),
      of: 'comparisons.muon-facts',
      because: 'A threshold.',
    },
  ],
};
