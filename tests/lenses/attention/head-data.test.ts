// What the rows of heads are called: held out only where the data set holds something out.

import { expect, it } from 'vitest';
import { headData } from '../../../src/lenses/attention/head-data.ts';
import { planRun, type RunSettings } from '../../../src/model/training/run-plan.ts';

const kindOf = (settings: RunSettings, prompts = 0) => {
  const plan = planRun(settings);
  const texts = prompts > 0 ? plan.dataset.prompts.slice(0, prompts) : undefined;
  return headData({ plan }, { count: 4, texts }).kind;
};

it('rows are held out, of training sentences, or prompts', () => {
  expect(kindOf({ preset: 'facts' })).toBe('held-out rows');
  expect(kindOf({ preset: 'facts', heldOut: 0 })).toBe('rows of training sentences');
  expect(kindOf({ preset: 'stories' })).toBe('rows of training sentences');
  expect(kindOf({ preset: 'repeats' })).toBe('held-out rows');
  expect(kindOf({ preset: 'stories' }, 1)).toBe('prompts');
});
