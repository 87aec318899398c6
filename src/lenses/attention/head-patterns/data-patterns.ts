// Head patterns on the data set: the general ones, and the links between words that the data set itself measures.

import { lastTokensInContext } from '../../../model/architecture/context-window.ts';
import type { MeasureValue } from '../../../model/inspection/measures.ts';
import type { Run } from '../../../model/training/run.ts';
import { encodeExamples, validationBatches } from '../../shared/prompt-tokens.ts';
import { type HeadPatternScore, scoreHeadPatterns } from './head-patterns.ts';

/** Attention of every head on one kind of key. */
export interface HeadPatternResult extends Omit<HeadPatternScore, 'habit'> {
  /** `previous token`, `same token`, `first token`, `induction`, or the data set's name of a link. */
  habit: string;
  /** [layer][head]: for a link between words, the share at the same distances from other words. */
  positional?: number[][];
}

const MAX_ROWS = 32;

/** `measures`: values of the data set's own measures for the same weights. */
export async function headPatternsOnData(
  run: Run,
  measures: readonly MeasureValue[],
): Promise<HeadPatternResult[]> {
  const { inspector, plan } = run;
  const patterns: HeadPatternResult[] = await scoreHeadPatterns(inspector, plan.config, sampleRows(run));
  const links = measures.flatMap(({ name, heads, positionalHeads: positional, chance = 0, count }) =>
    heads && patterns.every(({ habit }) => habit !== name)
      ? [{ habit: name, queries: count, chance, scores: heads, ...(positional && { positional }) }]
      : [],
  );
  return [...patterns, ...links];
}

/** The data set's attention probes, or rows of its validation split if it has none. */
export function sampleRows(run: Run): (readonly number[])[] {
  const { dataset, config } = run.plan;
  if (dataset.isPromptOnly) return encodeExamples(run);
  const probes = dataset.measures.flatMap((measure) => (measure.kind === 'attention' ? measure.probes : []));
  if (probes.length > 0) {
    return probes.slice(0, MAX_ROWS).map(({ tokens }) => lastTokensInContext(tokens, config));
  }
  const [{ tokens }] = validationBatches(run, 1);
  const rows = Math.min(MAX_ROWS, tokens.length / config.T);
  return Array.from({ length: rows }, (_, r) =>
    Array.from(tokens.subarray(r * config.T, (r + 1) * config.T)),
  );
}
