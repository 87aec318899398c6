// Head patterns of every head, on a text or on the data set.

import { evaluateMeasure, type MeasureValue } from '../../../model/inspection/measures.ts';
import { runToCompletion } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt } from '../../shared/prompt-tokens.ts';
import * as v from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import { type HeadPatternResult, headPatternsOnData, sampleRows } from './data-patterns.ts';
import { scoreHeadPatterns } from './head-patterns.ts';

export type { HeadPatternResult } from './data-patterns.ts';

export const headPatternsLens = defineLens({
  name: 'head-patterns',
  aliases: ['headScores', 'head-scores'],
  // Without a text: the data set's attention probes, or validation rows.
  request: v.strictObject({ text: v.optional(v.TEXT) }),
  async compute(run, { text }): Promise<{ step: number; rows: number; habits: HeadPatternResult[] }> {
    const { inspector, plan, step } = run;
    if (text !== undefined) {
      const habits = await scoreHeadPatterns(inspector, plan.config, [encodePrompt(run, text)]);
      return { step, rows: 1, habits };
    }
    const measures: MeasureValue[] = [];
    for (const measure of plan.dataset.measures) {
      if (measure.kind === 'attention')
        measures.push(await runToCompletion(evaluateMeasure(inspector, plan.config, measure)));
    }
    return { step, rows: sampleRows(run).length, habits: await headPatternsOnData(run, measures) };
  },
  table: {
    toRequest: ({ prompt }) => ({ text: prompt }),
    format({ habits }) {
      const rows = habits[0].scores.flatMap((layer, l) =>
        layer.map((_, h) => [
          `layer ${l}, head ${h}`,
          ...habits.map(({ scores }) => formatPercent(scores[l][h])),
        ]),
      );
      return formatTable([
        ['head', ...habits.map(({ habit }) => habit)],
        ...rows,
        ['chance', ...habits.map(({ chance }) => formatPercent(chance))],
      ]);
    },
  },
});
