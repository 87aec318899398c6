// The tasks of chapter 5: texts of one’s own, and what the language model predicts after them.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { modelOf } from '../questions/read-transformer.ts';
import type { Task, TaskLab } from '../tasks/task.ts';
import { chapter } from './chapter.ts';

const HINT = msg('Write into “Prompt” above the map.');

/** The prediction after a text of the visitor's own; undefined for the texts of the course and the model. */
async function readOwn(lab: TaskLab) {
  const { prompt } = lab;
  const given = [chapter.prompt, ...chapter.moments.map((moment) => moment.prompt), ...modelOf(lab).prompts];
  if (prompt.trim() === '' || given.includes(prompt.trim())) return undefined;
  const { next, unknown } = await lab.transformer.query({ prompt });
  const [first] = next;
  return first && unknown.length === 0 ? { words: prompt.trim().split(/\s+/), first } : undefined;
}

export const TASKS: readonly Task[] = [
  {
    id: 'transformers/sure-text',
    title: msg('No doubt'),
    text: msg('Write a text after which the network is at least 99 % sure of the next word.'),
    hint: HINT,
    at: 82.7,
    async check(lab) {
      const own = await readOwn(lab);
      return own && own.first.probability >= 0.99
        ? msg(str`“${own.first.text.trim()}” follows with ${formatPercent(own.first.probability)}.`)
        : undefined;
    },
  },
  {
    id: 'transformers/open-text',
    title: msg('Anything may follow'),
    text: msg('Write a text of at least two words after which no word gets more than 15 %.'),
    hint: HINT,
    at: 105,
    async check(lab) {
      const own = await readOwn(lab);
      return own && own.words.length >= 2 && own.first.probability <= 0.15
        ? msg(
            str`The most probable word, “${own.first.text.trim()}”, has ${formatPercent(own.first.probability)}.`,
          )
        : undefined;
    },
  },
  {
    id: 'transformers/say-berlin',
    title: msg('Make it say Berlin'),
    text: msg('Write a text without the word “Berlin” after which “Berlin” is the most probable next word.'),
    hint: HINT,
    at: 1223,
    async check(lab) {
      const own = await readOwn(lab);
      return own && !own.words.includes('Berlin') && own.first.text.trim() === 'Berlin'
        ? msg(str`“Berlin” follows with ${formatPercent(own.first.probability)}.`)
        : undefined;
    },
  },
];
