// Second prompts for texts that no measure of the data set has: names swapped, a word exchanged for one of its kind.

import { expect, it } from 'vitest';
import { suggestPairs } from '../../../src/lenses/patching/prompt-pairs.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import type { FrozenModel } from '../../../src/model/training/run.ts';
import { runToCompletion } from '../../../src/shared/job.ts';

const tokenizer = wordTokenizer([
  'anna',
  'tom',
  'gave',
  'the',
  'king',
  'queen',
  'two',
  'five',
  'kites',
  'to',
]);
const idOf = (word: string) => tokenizer.vocabulary.indexOf(word);
const probe = (answer: string) => ({
  ...{ subject: 'kite', relation: 'owner', wording: 0, split: 'validation' as const },
  tokens: [idOf('to')],
  answer: idOf(answer),
});
const dataset = {
  tokenizer,
  measures: [{ kind: 'recall', name: 'owner', description: '', probes: [probe('anna'), probe('tom')] }],
  analogies: [{ name: 'gender', pairs: [['king', 'queen']] }],
};

const suggest = (text: string) => suggestIn(['anna', 'tom'], text);

/** With these answers of the measure. */
async function suggestIn(answers: readonly string[], text: string) {
  const prompt = tokenizer.encode(text).ids;
  const measures = [{ ...dataset.measures[0], probes: answers.map(probe) }];
  const frozen = { plan: { dataset: { ...dataset, measures } } } as unknown as FrozenModel;
  const pairs = await runToCompletion(suggestPairs(frozen, { prompt, count: 10, seed: 0 }));
  return pairs.map(({ clean, corrupt, ...answers }) => {
    expect(clean).toEqual(prompt);
    return { text: corrupt.map((id) => tokenizer.vocabulary[id]).join(' '), ...answers };
  });
}

it('swaps two names that both answer a measure, and their answers', async () => {
  const [first] = await suggest('anna gave tom kites to');
  expect(first).toEqual({ text: 'tom gave anna kites to', answer: idOf('anna'), other: idOf('tom') });
});

it('exchanges a word for its partner in an analogy, or for another number', async () => {
  const texts = (await suggest('the king gave two kites')).map(({ text }) => text);
  expect(texts.sort()).toEqual(['the king gave five kites', 'the queen gave two kites']);
});

it('suggests nothing for a text of other words', async () => {
  expect(await suggest('kites to the')).toEqual([]);
});

it('takes the repetition away from a row of tokens that all answer the measure', async () => {
  const [first, ...rest] = await suggestIn(['anna', 'tom', 'king', 'queen'], 'anna tom king anna');
  expect(first).toEqual({ text: 'queen tom king anna' });
  // Without one, tokens are swapped.
  expect(rest[0]).toMatchObject({ text: 'tom anna king tom' });
  const [swapped] = await suggestIn(['anna', 'tom', 'king', 'queen'], 'anna tom king');
  expect(swapped).toMatchObject({ text: 'tom anna king' });
});
