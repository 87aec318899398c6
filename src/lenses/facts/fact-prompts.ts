// The facts of a run's data set, with all prompts about them.

import type { Fact, FactKey, RecallProbe, Relation } from '../../model/data/dataset.ts';
import { factKey } from '../../model/data/facts/user-facts.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import type { TokenProbability } from '../shared/results.ts';
import type { AnswerRank } from './answer-rank.ts';

/** A prompt with the rank of its answer. */
export interface PromptResult extends Omit<AnswerRank, 'said'> {
  prompt: string;
  /** Index of the sentence pattern among the relation's wordings. */
  wording: number;
  /** The most probable next token. */
  said: TokenProbability;
}

export interface FactPrompt extends RecallProbe {
  readonly fact: Fact;
}

export interface FactSet {
  readonly facts: readonly Fact[];
  readonly relations: readonly Relation[];
  readonly prompts: readonly FactPrompt[];
}

/** Throws if the data set has no facts. */
export function loadFacts({ plan: { dataset } }: { readonly plan: RunPlan }): FactSet {
  const { facts, relations } = dataset;
  const recall = dataset.measures.find((measure) => measure.kind === 'recall');
  if (dataset.isPromptOnly) {
    throw new Error(
      `${dataset.name} was opened from files without a list of facts; use your own prompt, or train “facts”.`,
    );
  }
  if (!facts || !relations || !recall) {
    throw new Error(
      `The data set '${dataset.name}' has no facts; train 'facts', 'league' or 'world' for this.`,
    );
  }
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  const prompts = recall.probes.map((probe) => ({ ...probe, fact: byKey.get(factKey(probe)) as Fact }));
  return { facts, relations, prompts };
}

/** Whether the user added this fact, or changed its answer. */
export function isUserFact({ plan }: { readonly plan: RunPlan }, fact: Fact): boolean {
  return (plan.settings.facts ?? []).some((row) => factKey(row) === factKey(fact));
}

/** The prompts about one fact. Throws if there is no such fact. */
export function promptsOfFact({ prompts, relations }: FactSet, key: FactKey): FactPrompt[] {
  const matches = prompts.filter((prompt) => factKey(prompt) === factKey(key));
  if (matches.length > 0) return matches;
  const known = relations.map(({ name }) => `'${name}'`).join(' and ');
  throw new Error(`The data has no ${key.relation} of “${key.subject}”; its relations are ${known}.`);
}

export function toPromptResult(
  frozen: Pick<FrozenModel, 'plan'>,
  { tokens, wording }: { tokens: readonly number[]; wording: number },
  { said, ...rank }: AnswerRank,
): PromptResult {
  const { tokenizer } = frozen.plan.dataset;
  return {
    prompt: tokenizer.decode(tokens),
    wording,
    ...rank,
    said: { ...said, text: tokenizer.vocabulary[said.id] },
  };
}

/** Positions of the subject's first and last token. Throws if the text does not contain it. */
export function subjectSpan(
  { plan: { dataset } }: { readonly plan: RunPlan },
  tokens: readonly number[],
  subject: string,
): { first: number; last: number } {
  // In GPT-2's tokenizer a token includes the space before it, so a name has other tokens within a sentence.
  const spellings = [subject, ` ${subject}`].map((text) => dataset.tokenizer.encode(text).ids);
  const startOf = (ids: readonly number[]) =>
    tokens.findIndex((_, at) => ids.length > 0 && ids.every((id, i) => tokens[at + i] === id));
  const ids = spellings.find((each) => startOf(each) >= 0) ?? [];
  const first = startOf(ids);
  if (first < 0)
    throw new Error(`The text does not contain “${subject}”; a trace corrupts the subject’s embeddings.`);
  return { first, last: first + ids.length - 1 };
}
