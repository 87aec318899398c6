// Recall of facts, where it sits, and which units it needs.

import { splitLines } from '../../src/lenses/facts/recall-splits.ts';
import { LENSES } from '../../src/lenses/lenses.ts';
import { formatPercent } from '../../src/lenses/shared/text-table.ts';
import { firstName, lastName } from '../../src/model/data/facts/name-statistics.ts';
import type { FactResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { withBundled } from './open-model.ts';

export async function* factClaims(): AsyncGenerator<string> {
  yield* await withBundled('facts', async (model) => [
    '# facts: recall',
    ...recallLines((await model.lens('facts', {})).facts),
    '',
    '# facts: recall by split, 95 % of a bootstrap over subjects',
    ...splitLines((await model.lens('facts', { newWordings: true })).splits),
    '',
    '# facts: causal trace, 160 athletes, 95 % of a bootstrap over athletes',
    ...(await traceLines(model)),
    '',
  ]);
  yield* await withBundled('world', async (model) => [
    '# world: recall by split, 95 % of a bootstrap over subjects',
    ...splitLines((await model.lens('facts', { newWordings: true })).splits),
    '',
  ]);
}

/**
 * Right answers, and of the questions about athletes those of somebody who sees one name alone and knows its most frequent answer, or no name.
 * A country has one name, which says all.
 */
function recallLines(facts: readonly FactResult[]): string[] {
  const replies = facts.flatMap(({ replies }) => replies);
  const right = replies.filter(({ rank }) => rank === 1).length;
  const athletes = facts.filter(({ relation }) => relation === 'sport');
  const [byFirst, byLast] = [lookup(athletes, firstName), lookup(athletes, lastName)];
  const share = (isRight: (fact: FactResult) => boolean) =>
    formatPercent(athletes.filter(isRight).length / athletes.length);
  return [
    `right: ${right} of ${replies.length}`,
    `${athletes.length} athletes by the first name alone: ${share(byFirst)}`,
    `by the last name alone: ${share(byLast)}`,
    `by the better of the two: ${share((fact) => byFirst(fact) || byLast(fact))}`,
    `by the most frequent sport: ${share(lookup(athletes, () => ''))}`,
  ];
}

function lookup(facts: readonly FactResult[], nameOf: (subject: string) => string | undefined) {
  const key = ({ subject, relation }: FactResult) => `${relation} ${nameOf(subject) ?? subject}`;
  const counts = new Map<string, Map<string, number>>();
  for (const fact of facts) {
    const answers = counts.get(key(fact)) ?? new Map<string, number>();
    counts.set(key(fact), answers.set(fact.answer.text, (answers.get(fact.answer.text) ?? 0) + 1));
  }
  return (fact: FactResult) => {
    const [[most]] = [...(counts.get(key(fact)) ?? [])].sort((a, b) => b[1] - a[1]);
    return most === fact.answer.text;
  };
}

export const traceLines = async (model: TransformerSession): Promise<readonly string[]> => {
  const request = { count: 160, relation: 'sport' };
  const result = await model.lens('causal-trace-facts', request);
  return (await LENSES['causal-trace-facts'].table?.format(
    result,
    {},
    async () => undefined as never,
  )) as string[];
};

const UNITS = [
  ['facts', 0],
  ['facts', 1],
  ['league', 0],
] as const;

export async function* unitClaims(): AsyncGenerator<string> {
  for (const [preset, layer] of UNITS) {
    yield* await withBundled(preset, async (model) => {
      const result = await model.lens('and-gates-facts', { layer });
      const lines = await LENSES['and-gates-facts'].table?.format(result, {}, async () => undefined as never);
      return [`# ${preset}: AND neurons of MLP ${layer + 1}`, ...(lines as string[]), ''];
    });
  }
  yield* await withBundled('facts', async (model) => {
    const request = { layer: 1, features: 512, k: 8, steps: 300, seed: 0 };
    const {
      explained,
      explainedBeside,
      explainedAtAnswers = 0,
      dead,
      facts,
    } = await model.lens('sparse-autoencoder', request);
    return [
      '# facts: sparse autoencoder of MLP 2',
      `variance explained: ${formatPercent(explained)} of training rows, ${formatPercent(explainedBeside)} of held-out rows, ${formatPercent(explainedAtAnswers)} where answers are predicted; ${dead} of 512 dead`,
      ...(facts
        ? [
            `AND features: ${facts.withFeature} of ${facts.asked}, by chance ${facts.withFeatureByChance.toFixed(1)}; AND neurons ${facts.withNeuron}, by chance ${facts.withNeuronByChance.toFixed(1)}`,
          ]
        : []),
      '',
    ];
  });
}
