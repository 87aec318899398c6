// Recall of facts by split, beside lookups that read no network.
import { firstName, lastName } from '../../src/model/data/facts/name-statistics.ts';
import type { FactResult, LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { interval } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

export async function* factClaims(): AsyncGenerator<Figures> {
  for (const preset of ['facts', 'world'])
    yield await withBundled(preset, async (model) => {
      const { facts, splits } = await model.lens('facts', { newWordings: true });
      return { [preset]: { ...recallFigures(facts), ...splitFigures(splits) }, lookup: lookupFigures(facts) };
    });
}

function recallFigures(facts: readonly FactResult[]): Figures {
  const replies = facts.flatMap(({ replies: asked }) => asked);
  return { right: replies.filter(({ rank }) => rank === 1).length, of: replies.length };
}

/** `trained`, `heldOut`, `new` and `hand`, with 95 % of a bootstrap over subjects; of each new wording, the lowest first. */
function splitFigures(splits: LensResult<'facts'>['splits']): Figures {
  const names = {
    trained: 'trained pairs of subject and wording',
    heldOut: 'held-out pairs',
    new: 'new wordings',
    hand: 'wordings written by hand',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const at = splits.findIndex((split) => split.name === name);
      if (at < 0) return [];
      const { right, of, wordings = 0, interval: range } = splits[at];
      const each = splits.slice(at + 1, at + 1 + wordings).map((split) => split.right / split.of);
      return [
        [key, { share: right / of, ...interval(range), each: each.sort((one, other) => one - other) }],
      ] as const;
    }),
  );
}

/**
 * Of the athletes, right answers of somebody who sees one name alone and knows its most frequent answer, or no name. A country has one
 * name, which says all.
 */
function lookupFigures(facts: readonly FactResult[]): Figures {
  const athletes = facts.filter(({ relation }) => relation === 'sport');
  const share = (nameOf: (subject: string) => string | undefined) =>
    athletes.filter(lookup(athletes, nameOf)).length / athletes.length;
  return { first: share(firstName), last: share(lastName), frequent: share(() => '') };
}

function lookup(facts: readonly FactResult[], nameOf: (subject: string) => string | undefined) {
  const key = ({ subject }: FactResult) => nameOf(subject) ?? subject;
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
