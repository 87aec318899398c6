// Logit lens: the residual stream after each layer, read through the final layer norm and the unembedding
// (nostalgebraist 2020).

import type { ActivationName } from '../../model/architecture/activations.ts';
import { type ResidualStreamName, residualStages } from '../../model/architecture/residual-stages.ts';
import { argmax } from '../../model/generation/sampler.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import { translate, translatorsOf } from '../../model/training/auxiliary/translators.ts';
import type { Run } from '../../model/training/run.ts';
import { type Job, runToCompletion } from '../../shared/job.ts';
import { rankAnswer } from '../facts/answer-rank.ts';
import { defineLens } from '../shared/define-lens.ts';
import { tokenId } from '../shared/lens-table.ts';
import {
  assertTokenIds,
  encodePrompt,
  toPaddedBatch,
  toToken,
  toTokens,
  vectorAt,
} from '../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent, formatTable } from '../shared/text-table.ts';
import { topTokens } from '../shared/top-tokens.ts';

/**
 * `readLogits` of the logits (B, T, V) at each of `names`: the stream through the final layer norm, with its own mean and
 * scale, and the unembedding, after `translate`. One stage at a time, because the logits of a large vocabulary need much memory.
 */
export async function* logitLens<TResult>(
  inspector: Inspector,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  names: readonly ResidualStreamName[],
  readLogits: (logits: NDArray) => TResult,
  translate: (name: ResidualStreamName, stream: NDArray) => NDArray = (_, stream) => stream,
): Job<Map<ResidualStreamName, TResult>> {
  const { activations } = await inspector.run({ ...request, names });
  const result = new Map<ResidualStreamName, TResult>();
  for (const name of names) {
    yield { label: 'logit lens stages', done: result.size, total: names.length };
    const stream = translate(name, activations.get(name) as NDArray);
    result.set(name, readLogits(await inspector.unembed(stream)));
  }
  return result;
}

/** Predictions from one point of the residual stream. */
export interface LogitLensRow {
  name: ActivationName;
  /** e.g. `after attention 1`; layers count from 1 here, from 0 in `layer`. */
  meaning: string;
  kind: 'embedding' | 'attention' | 'mlp';
  /** Absent for the embedding. */
  layer?: number;
  /** By position. */
  cells: {
    /** Most probable first. */
    next: TokenProbability[];
    followed: { probability: number; rank: number };
  }[];
}

export interface LogitLensResult {
  step: number;
  tokens: Token[];
  followed: Token;
  /** Step of the translators of a tuned lens; absent for the plain logit lens, also where none are fitted. */
  tunedStep?: number;
  /** In forward order; the last row is the model's output. */
  rows: LogitLensRow[];
}

/** Tokens of each cell. */
const TOKENS_PER_CELL = 5;

// `follow`: a token id; without it the model's own prediction after the last token is followed. `tuned`: through the translators that
// the lens `tuned-lens` has fitted to this model, if it has.
const REQUEST = v.strictObject({
  text: v.TEXT,
  follow: v.optional(v.anyNumber),
  tuned: v.optional(v.boolean),
});

/** Logit lens: the prediction at every position, read from the residual stream after each layer. */
export const logitLensLens = defineLens({
  name: 'logit-lens',
  aliases: ['logitLens'],
  request: REQUEST,
  // While a model trains, one turn of the engine keeps all rows at one step; a read-only model allows a job.
  compute: (run, request) =>
    run.isTrainable ? runToCompletion(compute(run, request)) : compute(run, request),
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt = '', answer }, model) => ({ text: prompt, follow: tokenId(model, answer) }),
    format({ rows, tokens, followed }) {
      const head = ['stage', ...tokens.map(({ text }) => text), `${followed.text} at the end`];
      const lines = rows.map(({ meaning, cells }) => {
        const { probability, rank } = cells[cells.length - 1].followed;
        return [
          meaning,
          ...cells.map(({ next }) => `${next[0].text} ${formatPercent(next[0].probability)}`),
          `${formatPercent(probability)}, rank ${rank}`,
        ];
      });
      return formatTable([head, ...lines]);
    },
  },
});

async function* compute(
  run: Run,
  { text, follow, tuned }: v.InferOutput<typeof REQUEST>,
): Job<LogitLensResult> {
  const { config, dataset } = run.plan;
  const ids = encodePrompt(run, text);
  assertTokenIds(run, [follow]);
  const stages = residualStages(config);
  const { step: tunedStep, translators } = (tuned ? translatorsOf(run) : undefined) ?? {};
  let followed = follow;
  // The last stage comes first: it is the model's own prediction, whose rank all other cells contain.
  const names = stages.map(({ name }) => name).reverse();
  const cells = yield* logitLens(
    run.inspector,
    toPaddedBatch(ids, config),
    names,
    (logits) => {
      const at = (position: number) => vectorAt(logits, position, config.V);
      followed ??= argmax(at(ids.length - 1));
      const target = followed;
      return ids.map((_, position) => cellOf(at(position), target, dataset.tokenizer));
    },
    (name, stream) => {
      const translator = translators?.get(name);
      return translator ? translate(translator, stream) : stream;
    },
  );
  return {
    step: run.step,
    ...(tunedStep !== undefined && { tunedStep }),
    tokens: toTokens(run, ids),
    followed: toToken(run, followed as number),
    rows: stages.map((stage) => ({ ...stage, cells: cells.get(stage.name) ?? [] })),
  };
}

function cellOf(logits: Float32Array, followed: number, tokenizer: Tokenizer) {
  const { probability, rank } = rankAnswer(logits, followed);
  return { next: topTokens(logits, tokenizer).slice(0, TOKENS_PER_CELL), followed: { probability, rank } };
}
