// The facts of a run's data set, each with every question about it.

import type { Fact, RecallProbe, Relation } from '../model/data/dataset.ts';
import type { RunPlan } from '../model/run.ts';

/** A question of the data set and the fact it asks for. */
export interface FactQuestion extends RecallProbe {
  readonly fact: Fact;
}

export interface Facts {
  readonly facts: readonly Fact[];
  readonly relations: readonly Relation[];
  readonly questions: readonly FactQuestion[];
}

/** The facts of the data set with every question about them. Throws a sentence where it has none. */
export function factsOf({ plan: { dataset } }: { readonly plan: RunPlan }): Facts {
  const { facts, relations } = dataset;
  const recall = dataset.measures.find((measure) => measure.kind === 'recall');
  if (!facts || !relations || !recall) {
    throw new Error(`The data set '${dataset.name}' has no facts; train 'facts' or 'league' for this.`);
  }
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  const questions = recall.probes.map((probe) => ({ ...probe, fact: byKey.get(factKey(probe)) as Fact }));
  return { facts, relations, questions };
}

const factKey = ({ subject, relation }: { subject: string; relation: string }) => `${relation} of ${subject}`;
