// The facts of a run's data set, each with every question about it.

import type { Fact, RecallProbe, Relation } from '../../model/data/dataset.ts';
import { factKey } from '../../model/data/facts/user-facts.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import type { FactKey, PromptResult } from '../../workers/rpc/api/lab-api.ts';
import type { AnswerRank } from './answer-rank.ts';

/** A question of the data set and the fact it asks for. */
export interface FactPrompt extends RecallProbe {
  readonly fact: Fact;
}

export interface FactSet {
  readonly facts: readonly Fact[];
  readonly relations: readonly Relation[];
  readonly prompts: readonly FactPrompt[];
}

/** The facts of the data set with every question about them. Throws a sentence where it has none. */
export function loadFacts({ plan: { dataset } }: { readonly plan: RunPlan }): FactSet {
  const { facts, relations } = dataset;
  const recall = dataset.measures.find((measure) => measure.kind === 'recall');
  if (dataset.isPromptOnly) {
    throw new Error(
      `${dataset.name} was opened from files, without a list of facts to ask for; ask about a prompt of yours, or train “facts”.`,
    );
  }
  if (!facts || !relations || !recall) {
    throw new Error(`The data set '${dataset.name}' has no facts; train 'facts' or 'league' for this.`);
  }
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  const prompts = recall.probes.map((probe) => ({ ...probe, fact: byKey.get(factKey(probe)) as Fact }));
  return { facts, relations, prompts };
}

/** Whether the visitor has added this fact to the data, or changed its answer. */
export function isUserFact({ plan }: { readonly plan: RunPlan }, fact: Fact): boolean {
  return (plan.settings.facts ?? []).some((row) => factKey(row) === factKey(fact));
}

/** The questions about one fact. Throws a sentence if there is no such fact. */
export function promptsOfFact({ prompts, relations }: FactSet, key: FactKey): FactPrompt[] {
  const matches = prompts.filter((prompt) => factKey(prompt) === factKey(key));
  if (matches.length > 0) return matches;
  const known = relations.map(({ name }) => `'${name}'`).join(' and ');
  throw new Error(`The data has no ${key.relation} of “${key.subject}”; its relations are ${known}.`);
}

/** A verdict as it crosses to the page. */
export function toPromptResult(
  frozen: Pick<FrozenModel, 'plan'>,
  { tokens, wording }: { tokens: readonly number[]; wording: number },
  { said, ...verdict }: AnswerRank,
): PromptResult {
  const { tokenizer } = frozen.plan.dataset;
  return {
    prompt: tokenizer.decode(tokens),
    wording,
    ...verdict,
    said: { ...said, text: tokenizer.vocabulary[said.id] },
  };
}

/** Positions of a subject's first and last token in a text that holds it. */
export function subjectSpan(
  { plan: { dataset } }: { readonly plan: RunPlan },
  tokens: readonly number[],
  subject: string,
): { first: number; last: number } {
  // GPT-2 writes the space before a word into its token: within a sentence a name has others than at its beginning.
  const spellings = [subject, ` ${subject}`].map((text) => dataset.tokenizer.encode(text).ids);
  const startOf = (ids: readonly number[]) =>
    tokens.findIndex((_, at) => ids.length > 0 && ids.every((id, i) => tokens[at + i] === id));
  const ids = spellings.find((each) => startOf(each) >= 0) ?? [];
  const first = startOf(ids);
  if (first < 0) throw new Error(`The text does not hold “${subject}”; a trace needs a subject to disturb.`);
  return { first, last: first + ids.length - 1 };
}
