// The facts of the data set, and how well the model answers every prompt about them.

import type { FactKey } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { mean } from '../../shared/numbers.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { toTokens } from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, fixed, percents } from '../shared/text-table.ts';
import { evaluateFacts } from './answer-rank.ts';
import { isUserFact, loadFacts, type PromptResult, toPromptResult } from './fact-prompts.ts';
import { newWordingSplits, type RecallSplit, recallSplit, splitLines } from './recall-splits.ts';

export type { PromptResult } from './fact-prompts.ts';
export type { RecallSplit } from './recall-splits.ts';

export interface FactResult extends FactKey {
  answer: Token;
  /** Added by the user, or its answer changed. */
  own: boolean;
  /** `heldOut`: this subject in this wording is not in the training split. */
  replies: (PromptResult & { heldOut: boolean })[];
}

export interface FactsResult {
  step: number;
  /** Sentence patterns with `{subject}` and `{answer}`; only those that end with the answer become prompts. */
  relations: { name: string; wordings: string[] }[];
  facts: FactResult[];
  /** Recall of trained and held-out pairs; with `newWordings` also in wordings that no training sentence has, together and each. */
  splits: RecallSplit[];
}

// `newWordings`: also asks in wordings that no training sentence has.
const REQUEST = v.strictObject({ newWordings: v.optional(v.boolean) });

export const factsLens = defineFrozenLens({
  name: 'facts',
  request: REQUEST,
  compute: rankAllFacts,
  table: {
    toRequest: () => ({ newWordings: true }),
    format(result, { relation, subject }) {
      const facts = result.facts.filter(
        (fact) => (relation ?? fact.relation) === fact.relation && (subject ?? fact.subject) === fact.subject,
      );
      return { result: { ...result, facts }, lines: [...factLines(facts), '', ...splitLines(result.splits)] };
    },
  },
});

async function* rankAllFacts(
  frozen: FrozenModel,
  { newWordings }: v.InferOutput<typeof REQUEST>,
): Job<FactsResult> {
  const { plan, step, inspector } = frozen;
  const { facts, relations, prompts } = loadFacts(frozen);
  const ranks = yield* evaluateFacts(inspector, plan.config, prompts);
  const asked = prompts.map(({ subject, split }, i) => ({ subject, split, isRight: ranks[i].rank === 1 }));
  const pairs = (['train', 'validation'] as const).flatMap((split) => {
    const questions = asked.filter((each) => each.split === split);
    return questions.length > 0 ? [recallSplit(PAIRS[split], questions)] : [];
  });
  return {
    step,
    relations: relations.map(({ name, wordings }) => ({ name, wordings: [...wordings] })),
    facts: facts.map((fact) => ({
      subject: fact.subject,
      relation: fact.relation,
      answer: toTokens(frozen, plan.dataset.tokenizer.encode(fact.answer).ids)[0],
      own: isUserFact(frozen, fact),
      replies: prompts.flatMap((prompt, i) =>
        prompt.fact === fact
          ? [{ ...toPromptResult(frozen, prompt, ranks[i]), heldOut: prompt.split === 'validation' }]
          : [],
      ),
    })),
    splits: newWordings ? [...pairs, ...(yield* newWordingSplits(frozen, { facts, relations }))] : pairs,
  };
}

const PAIRS = { train: 'trained pairs of subject and wording', validation: 'held-out pairs' };

function factLines(facts: readonly FactResult[]): string[] {
  const wrong = ({ replies }: FactResult) =>
    replies.filter(({ rank }) => rank > 1).map(({ said }) => said.text);
  return columnTable(facts, [
    ['subject', ({ subject }) => subject],
    ['relation', ({ relation }) => relation],
    ['answer', ({ answer }) => answer.text],
    ['correct', ({ replies }) => `${replies.filter(({ rank }) => rank === 1).length}/${replies.length}`],
    percents('probability', ({ replies }) => mean(replies.map(({ probability }) => probability))),
    fixed('min margin', ({ replies }) => Math.min(...replies.map(({ margin }) => margin)), 2),
    ['wrong predictions', (fact) => [...new Set(wrong(fact))].join(', ')],
  ]);
}
