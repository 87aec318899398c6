// Head ablation: the model with outputs of heads replaced, compared with the whole model.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import { paddedLength } from '../../../model/architecture/context-window.ts';
import { type Batch, IGNORE_INDEX } from '../../../model/data/dataset.ts';
import type { Run } from '../../../model/training/run.ts';
import { bootstrapInterval, type Interval, ratioOfSums } from '../../../shared/bootstrap.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, validationBatches } from '../../shared/prompt-tokens.ts';
import type { TokenProbability } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, fixed, formatPercent, formatSigned } from '../../shared/text-table.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { assertHead, type HeadIndex } from '../head-index.ts';
import {
  ABLATION_KINDS,
  type Ablation,
  batchLosses,
  createAblations,
  sampleContinuation,
} from './ablation.ts';

/** Both sides use the same validation batches, prompt and sampling seed. */
export interface AblationResult {
  step: number;
  /** Heads that are ablated, together. */
  heads: HeadIndex[];
  whole: AblationSide;
  ablated: AblationSide;
  /** Change of the loss, with 95 % of a bootstrap over parts of the batches. */
  change: number;
  interval: Interval;
  /** Validation rows. */
  rows: number;
}

export interface AblationSide {
  /** Mean over validation batches. */
  loss: number;
  /** After the prompt, most probable first. */
  next: TokenProbability[];
  /** A continuation of the prompt, sampled at temperature 1. */
  text: string;
}

const DEFAULT_BATCHES = 2;
/** They are computed in one turn. */
const MAX_BATCHES = 64;
const CONTINUATION_TOKENS = 8;

// `also`: further heads, ablated together with it. `batches` of validation data, 2 by default. `seed`: of the continuation, and
// of the rows that replace others.
const REQUEST = v.strictObject({
  text: v.TEXT,
  ...v.HEAD,
  also: v.optional(v.array(v.strictObject(v.HEAD))),
  kind: v.oneOf(ABLATION_KINDS),
  batches: v.optional(v.anyNumber),
  seed: v.SEED,
});

export const headAblationLens = defineLens({
  name: 'head-ablation',
  aliases: ['ablation'],
  request: REQUEST,
  compute: ablateHeads,
  table: {
    requiredOptions: ['prompt', 'layer', 'head'],
    toRequest: ({ prompt: text = '', layer = 0, head = 0, also, kind = 'zero', batches, seed = 0 }) => ({
      text,
      layer,
      head,
      also,
      kind,
      batches,
      seed,
    }),
    format({ heads, whole, ablated, change, interval: [low, high], rows }) {
      const without = `without ${heads.map(({ layer, head }) => `${layer}.${head}`).join(', ')}`;
      const sides = [
        { name: 'whole', ...whole },
        { name: without, ...ablated },
      ];
      return [
        ...columnTable(sides, [
          ['model', ({ name }) => name],
          fixed('loss', ({ loss }) => loss, 4),
          ['prediction', ({ next: [{ text, probability }] }) => `${text} ${formatPercent(probability)}`],
          ['continuation', ({ text }) => text],
        ]),
        `change of the loss ${formatSigned(change, 4)} (${formatSigned(low, 4)} to ${formatSigned(high, 4)}) over ${rows} rows`,
      ];
    },
  },
});

async function ablateHeads(run: Run, request: v.InferOutput<typeof REQUEST>): Promise<AblationResult> {
  const { text, layer, head, also = [], kind, batches: count = DEFAULT_BATCHES, seed } = request;
  const heads = [{ layer, head }, ...also];
  for (const each of heads) assertHead(run, each);
  if (!Number.isInteger(count) || count < 1 || count > MAX_BATCHES)
    throw new Error(`The number of batches is ${count}; it can be 1 to ${MAX_BATCHES}.`);
  const { inspector, plan } = run;
  const { config, dataset } = plan;
  const prompt = encodePrompt(run, text);
  const { batches, config: rowConfig } = lossBatches(run, prompt, count);
  const ablations = await createAblations(inspector, rowConfig, batches, heads, { kind, seed });
  const evaluate = async (ablations: readonly Ablation[]) => {
    const losses = await batchLosses(inspector, rowConfig, batches, ablations);
    const sampling = { count: CONTINUATION_TOKENS, seed };
    const { logits, ids } = await sampleContinuation(inspector, config, prompt, sampling, ablations);
    const loss = ratioOfSums(
      losses.map(({ loss, targets }) => ({ numerator: loss * targets, denominator: targets })),
    );
    const side: AblationSide = {
      loss,
      next: topTokens(logits, dataset.tokenizer),
      text: dataset.tokenizer.decode(ids),
    };
    return { side, losses };
  };
  const [whole, ablated] = [await evaluate([]), await evaluate(ablations)];
  const changes = whole.losses.map(({ loss, targets }, i) => ({
    numerator: (ablated.losses[i].loss - loss) * targets,
    denominator: targets,
  }));
  return {
    step: run.step,
    heads,
    whole: whole.side,
    ablated: ablated.side,
    change: ratioOfSums(changes),
    interval: bootstrapInterval(changes, seed),
    rows: batches.reduce((sum, { tokens }) => sum + tokens.length / rowConfig.T, 0),
  };
}

/** Validation batches, or the prompt alone for a model without a data set; and the config for rows of that length. */
function lossBatches(
  run: Run,
  prompt: readonly number[],
  count: number,
): { batches: Batch[]; config: ModelConfig } {
  const { config, dataset } = run.plan;
  if (!dataset.isPromptOnly)
    return { batches: validationBatches(run, count).flatMap((batch) => inParts(batch, config.T)), config };
  const T = paddedLength(prompt.length, config.T);
  const [tokens, targets] = [new Int32Array(T), new Int32Array(T).fill(IGNORE_INDEX)];
  tokens.set(prompt);
  targets.set(prompt.slice(1));
  return { batches: [{ tokens, targets }], config: { ...config, T } };
}

/** Each part is one sample of the bootstrap. */
const PARTS = 4;

function inParts({ tokens, targets }: Batch, T: number): Batch[] {
  const size = Math.ceil(tokens.length / T / PARTS) * T;
  return Array.from({ length: Math.ceil(tokens.length / size) }, (_, i) => ({
    tokens: tokens.slice(i * size, (i + 1) * size),
    targets: targets.slice(i * size, (i + 1) * size),
  }));
}
