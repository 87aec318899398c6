// Recall by split: pairs of subject and wording that were trained, pairs that were held out, and whole wordings that no sentence has.

import type { Fact, Relation } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { type Interval, ratioOfSums, shareInterval } from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { columnTable, formatRange, percents } from '../shared/text-table.ts';
import { evaluateFacts } from './answer-rank.ts';
import type { FactSet } from './fact-prompts.ts';

/** Questions of one split, or in one new wording. */
export interface RecallSplit {
  name: string;
  right: number;
  of: number;
  /** 95 % of a bootstrap over subjects. */
  interval: Interval;
  /** The number of splits that follow, one a wording, after a split of several together. */
  wordings?: number;
}

export interface Question {
  readonly subject: string;
  readonly isRight: boolean;
}

export function recallSplit(name: string, questions: readonly Question[]): RecallSplit {
  const clusters = [...new Set(questions.map(({ subject }) => subject))].map((subject) => {
    const asked = questions.filter((question) => question.subject === subject);
    return { numerator: asked.filter(({ isRight }) => isRight).length, denominator: asked.length };
  });
  const right = questions.filter(({ isRight }) => isRight).length;
  return { name, right, of: questions.length, interval: shareInterval(clusters, 0) };
}

/** Wordings that no training sentence has. */
const HELD_OUT_WORDINGS = [
  ['new wordings', ({ newWordings = [] }: Relation) => newWordings],
  ['wordings written by hand', ({ ownWordings = [] }: Relation) => ownWordings],
] as const;

/** Every fact in the held-out wordings of its relation; one split a wording, after that of all of a kind. */
export async function* newWordingSplits(
  { inspector, plan }: FrozenModel,
  { facts, relations }: Pick<FactSet, 'facts' | 'relations'>,
): Job<RecallSplit[]> {
  const { tokenizer } = plan.dataset;
  const splits: RecallSplit[] = [];
  for (const [name, wordingsOf] of HELD_OUT_WORDINGS) {
    const asked = relations.flatMap((relation) =>
      wordingsOf(relation).flatMap((wording) =>
        facts
          .filter((fact) => fact.relation === relation.name)
          .map((fact: Fact) => ({
            ...{ subject: fact.subject, wording },
            tokens: tokenizer.encode(wording.replaceAll('{subject}', () => fact.subject)).ids,
            answer: tokenizer.encode(fact.answer).ids[0],
          })),
      ),
    );
    if (asked.length === 0) continue;
    const ranks = yield* evaluateFacts(inspector, plan.config, asked);
    const questions = asked.map(({ subject, wording }, i) => ({
      subject,
      wording,
      isRight: ranks[i].rank === 1,
    }));
    const each = [...new Set(questions.map(({ wording }) => wording))].map((wording) =>
      recallSplit(
        wording,
        questions.filter((question) => question.wording === wording),
      ),
    );
    splits.push({ ...recallSplit(name, questions), wordings: each.length }, ...each);
  }
  return splits;
}

/** Share of right answers of each split. */
export const splitLines = (splits: readonly RecallSplit[]): string[] =>
  columnTable(splits, [
    ['questions', ({ name }) => name],
    ['right', ({ right }) => String(right)],
    ['of', ({ of }) => String(of)],
    percents('share', ({ right, of }) => ratioOfSums([{ numerator: right, denominator: of }])),
    ['95 %', ({ interval }) => formatRange(interval)],
  ]);
