// Causal trace of one text: which restored states bring the answer back after its subject was corrupted with noise.

import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { subjectSpan } from '../../facts/fact-prompts.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { tokenId } from '../../shared/lens-table.ts';
import { assertTokenIds, encodePrompt, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import { causalTrace, recoveredFraction, traceStates } from '../causal-trace.ts';
import {
  recoveredCells,
  resolveNoise,
  TRACE_SETTINGS,
  type TraceRow,
  traceSettings,
} from '../trace-settings.ts';

export type { TraceRow } from '../trace-settings.ts';

export interface TraceResult {
  step: number;
  tokens: Token[];
  /** Positions of the subject's first and last token. */
  subject: { first: number; last: number };
  answer: Token;
  /** Probability of the answer without noise, and with noise on the subject (mean over the samples). */
  clean: number;
  corrupted: number;
  samples: number;
  /** Of each number of the noise. */
  standardDeviation: number;
  rows: TraceRow[];
}

// `subject`: the words of the text whose embeddings are corrupted. `answer`: a token id; the most probable one without it.
const REQUEST = v.strictObject({
  text: v.TEXT,
  subject: v.WORD,
  answer: v.optional(v.anyNumber),
  ...TRACE_SETTINGS,
});

export const causalTraceLens = defineFrozenLens({
  name: 'causal-trace',
  aliases: ['trace'],
  request: REQUEST,
  compute: traceText,
  table: {
    requiredOptions: ['prompt', 'subject'],
    toRequest: (options, model) => ({
      text: options.prompt ?? '',
      subject: options.subject ?? '',
      answer: tokenId(model, options.answer),
      ...traceSettings(options),
    }),
    format: ({ answer, clean, corrupted, tokens, rows }) => [
      `${answer.text}: ${formatPercent(clean)}, with noise on the subject ${formatPercent(corrupted)}`,
      ...formatTable([['restored', ...tokens.map(({ text }) => text)], ...recoveredCells(rows)]),
    ],
  },
});

async function* traceText(frozen: FrozenModel, request: v.InferOutput<typeof REQUEST>): Job<TraceResult> {
  const { plan, step, inspector } = frozen;
  const tokens = encodePrompt(frozen, request.text);
  const subject = subjectSpan(frozen, tokens, request.subject);
  if (request.answer !== undefined) assertTokenIds(frozen, [request.answer]);
  const noise = await resolveNoise(frozen, request);
  const prompt = { tokens, subject, answer: request.answer };
  const result = yield* causalTrace(inspector, plan.config, prompt, noise);
  return {
    step,
    tokens: toTokens(frozen, tokens),
    subject,
    answer: toTokens(frozen, [result.answer])[0],
    clean: result.clean,
    corrupted: result.corrupted,
    samples: noise.samples,
    standardDeviation: noise.standardDeviation,
    rows: traceStates(plan.config).map((state, s) => ({
      ...state,
      recovered: result.restored[s].map((probability) => recoveredFraction(probability, result)),
    })),
  };
}
