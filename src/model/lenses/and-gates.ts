// Neurons that fire for a pair of names more than for either name with other partners: chapter 7's AND (8:15 to 11:25),
// looked for in a trained network, and whether anything depends on them.

import type { ActivationName } from '../activations.ts';
import { inBatches, lastOf } from '../batches.ts';
import type { ModelConfig } from '../config.ts';
import type { RecallProbe } from '../data/dataset.ts';
import type { Inspector } from '../inspector.ts';
import type { InPieces } from '../pieces.ts';

/** Mean activations of one unit, at the token where the answer is predicted, over the questions about four kinds of people. */
export interface AndTable {
  readonly both: number;
  /** The same first name with other last names. */
  readonly firstOnly: number;
  /** The same last name with other first names. */
  readonly secondOnly: number;
  readonly neither: number;
}

/** Activations of all units of a layer for each subject of two names, meaned over the wordings of the question. */
export interface SubjectActivations {
  readonly subjects: readonly { readonly first: string; readonly last: string }[];
  /** (subjects, units). */
  readonly values: Float64Array;
  readonly units: number;
}

/** Reads what every neuron of a layer does where the answer is predicted. */
export async function* subjectActivations(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
  layer: number,
): InPieces<SubjectActivations> {
  const name: ActivationName = `blocks.${layer}.mlp.hook_post`;
  const pairs = probes.filter(({ subject }) => subject.split(' ').length === 2);
  const subjects = [...new Set(pairs.map(({ subject }) => subject))];
  const place = new Map(subjects.map((subject, index) => [subject, index]));
  const units = config.mlpWidth;
  const values = new Float64Array(subjects.length * units);
  const counts = new Float64Array(subjects.length);
  const prompts = pairs.map(({ tokens }) => tokens);
  for await (const places of inBatches(inspector, config, prompts, [name])) {
    for (const each of places) {
      const at = place.get(pairs[each.index].subject) as number;
      counts[at] += 1;
      lastOf(each, name, units).forEach((value, unit) => {
        values[at * units + unit] += value;
      });
    }
    yield { what: 'questions asked', done: places[places.length - 1].index + 1, total: pairs.length };
  }
  for (let i = 0; i < values.length; i++) values[i] /= counts[Math.floor(i / units)];
  const named = subjects.map((subject) => {
    const [first, last] = subject.split(' ');
    return { first, last };
  });
  return { subjects: named, values, units };
}

/**
 * One table a unit for one subject; undefined where nobody shares its first, or nobody its last name: then there is no
 * "only one of the two" to compare with.
 */
export function andTables(
  { subjects, values, units }: SubjectActivations,
  subject: number,
): AndTable[] | undefined {
  const { first, last } = subjects[subject];
  const others = [...subjects.keys()].filter((other) => other !== subject);
  const groups = {
    firstOnly: others.filter((other) => subjects[other].first === first),
    secondOnly: others.filter((other) => subjects[other].last === last),
    neither: others.filter((other) => subjects[other].first !== first && subjects[other].last !== last),
  };
  if (groups.firstOnly.length === 0 || groups.secondOnly.length === 0) return undefined;
  const mean = (group: number[], unit: number) =>
    group.length === 0
      ? 0
      : group.reduce((sum, other) => sum + values[other * units + unit], 0) / group.length;
  return Array.from({ length: units }, (_, unit) => ({
    both: values[subject * units + unit],
    firstOnly: mean(groups.firstOnly, unit),
    secondOnly: mean(groups.secondOnly, unit),
    neither: mean(groups.neither, unit),
  }));
}

/** How much more a unit does for the pair than for the better of its halves. */
export function andMargin({ both, firstOnly, secondOnly }: AndTable): number {
  return both - Math.max(firstOnly, secondOnly);
}

/** An activation that counts, and twice what either name has with other partners. */
export function isAnd({ both, firstOnly, secondOnly }: AndTable): boolean {
  return both > 0.5 && both >= 2 * firstOnly && both >= 2 * secondOnly;
}

/** Units by how much they look like an AND of this subject's names, most first. */
export function rankedByAnd(tables: readonly AndTable[]): number[] {
  return [...tables.keys()].sort((a, b) => andMargin(tables[b]) - andMargin(tables[a]));
}
