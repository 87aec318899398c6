// Measures of recall by split and by wording, beside guessing and a rule that reads no network.

import { type RecallProbe, type Rule, recallMeasures } from '../../model/data/dataset.ts';
import { evaluateRecall } from '../../model/inspection/measures.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { type RecallSplit, recallSplit, splitLines } from '../facts/recall-splits.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent } from '../shared/text-table.ts';

export interface RecallMeasure {
  name: string;
  chance?: number;
  rule?: Rule;
  splits: RecallSplit[];
  /** Named by the end of the first prompt in each. */
  wordings: RecallSplit[];
}

export const recallLens = defineFrozenLens({
  name: 'recall',
  request: v.strictObject({}),
  compute: readRecall,
  table: { toRequest: () => ({}), format: ({ measures }) => measures.flatMap(measureLines) },
});

/** Tokens at the end of a prompt that name its wording. */
const SHOWN = 9;
const SPLITS = { train: 'trained', validation: 'held out' } as const;

async function* readRecall(frozen: FrozenModel): Job<{ step: number; measures: RecallMeasure[] }> {
  const { inspector, step, plan } = frozen;
  const { config, dataset } = plan;
  const measures: RecallMeasure[] = [];
  for (const { name, chance, rule, probes } of recallMeasures(dataset)) {
    const right = yield* evaluateRecall(inspector, config, probes);
    const asked = probes.map((probe, i) => ({ ...probe, isRight: right[i] }));
    const splitOf = (of: string, isPart: (probe: RecallProbe) => boolean) =>
      recallSplit(of, asked.filter(isPart));
    const keyOf = ({ relation, wording }: RecallProbe) => `${relation} ${wording}`;
    const firsts = [
      ...new Map([...probes].reverse().map((probe) => [keyOf(probe), probe])).values(),
    ].reverse();
    measures.push({
      ...{ name, ...(chance !== undefined && { chance }), ...(rule && { rule }) },
      splits: (['train', 'validation'] as const)
        .filter((split) => probes.some((probe) => probe.split === split))
        .map((split) => splitOf(SPLITS[split], (probe) => probe.split === split)),
      wordings: firsts.map((first) =>
        splitOf(
          `… ${dataset.tokenizer.decode(first.tokens.slice(-SHOWN))}`,
          (probe) => keyOf(probe) === keyOf(first),
        ),
      ),
    });
  }
  if (measures.length === 0) throw new Error(`The data set ${dataset.name} asks no questions.`);
  return { step, measures };
}

function measureLines({ name, chance, rule, splits, wordings }: RecallMeasure): string[] {
  const beside = [
    ...(chance === undefined ? [] : [`guessing gives ${formatPercent(chance)}`]),
    ...(rule ? [`${rule.label} ${formatPercent(rule.value)}`] : []),
  ];
  return [
    `${name}${beside.length > 0 ? `: ${beside.join(', ')}` : ''}`,
    '',
    ...splitLines([...splits, ...wordings]),
    '',
  ];
}
