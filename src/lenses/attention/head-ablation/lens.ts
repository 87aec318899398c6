// Head ablation: the model with one head's output replaced by zero or by its mean, compared with the whole model.

import * as v from 'valibot';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { paddedLength } from '../../../model/architecture/context-window.ts';
import { type Batch, IGNORE_INDEX } from '../../../model/data/dataset.ts';
import type { Run } from '../../../model/training/run.ts';
import { oneOf } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, validationBatches } from '../../shared/prompt-tokens.ts';
import type { TokenProbability } from '../../shared/results.ts';
import { HEAD, SEED, TEXT } from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { assertHead } from '../head-index.ts';
import { type Ablation, meanLoss, meanZ, sampleContinuation } from './ablation.ts';

/** Both sides use the same validation batches, prompt and sampling seed. */
export interface AblationResult {
  step: number;
  whole: AblationSide;
  ablated: AblationSide;
}

export interface AblationSide {
  /** Mean over validation batches. */
  loss: number;
  /** After the prompt, most probable first. */
  next: TokenProbability[];
  /** A continuation of the prompt, sampled at temperature 1. */
  text: string;
}

const LOSS_BATCHES = 2;
const CONTINUATION_TOKENS = 8;

export const headAblationLens = defineLens({
  name: 'head-ablation',
  aliases: ['ablation'],
  // `mean`: the head's mean output over validation data. `seed`: of the continuation.
  request: v.object({ text: TEXT, ...HEAD, kind: oneOf(['zero', 'mean']), seed: SEED }),
  async compute(run, { text, layer, head, kind, seed }): Promise<AblationResult> {
    assertHead(run, { layer, head });
    const { inspector, plan } = run;
    const { config, dataset } = plan;
    const prompt = encodePrompt(run, text);
    const { batches, config: rows } = lossBatches(run, prompt);
    const z =
      kind === 'mean'
        ? await meanZ(inspector, rows, batches, { layer, head })
        : new Float32Array(headWidth(config));
    const evaluate = async (ablation?: Ablation): Promise<AblationSide> => {
      const loss = await meanLoss(inspector, rows, batches, ablation);
      const sampling = { count: CONTINUATION_TOKENS, seed };
      const { logits, ids } = await sampleContinuation(inspector, config, prompt, sampling, ablation);
      return { loss, next: topTokens(logits, dataset.tokenizer), text: dataset.tokenizer.decode(ids) };
    };
    return { step: run.step, whole: await evaluate(), ablated: await evaluate({ layer, head, z }) };
  },
  table: {
    requiredOptions: ['prompt', 'layer', 'head'],
    toRequest: ({ prompt: text = '', layer = 0, head = 0, kind = 'zero', seed = 0 }) => ({
      text,
      layer,
      head,
      kind,
      seed,
    }),
    format({ whole, ablated }, { layer, head }) {
      const row = (name: string, { loss, next, text }: AblationSide) => [
        name,
        loss.toFixed(4),
        `${next[0].text} ${formatPercent(next[0].probability)}`,
        text,
      ];
      return formatTable([
        ['model', 'loss', 'prediction', 'continuation'],
        row('whole', whole),
        row(`without layer ${layer}, head ${head}`, ablated),
      ]);
    },
  },
});

/** Validation batches, or the prompt alone for a model without a data set; and the config for rows of that length. */
function lossBatches(run: Run, prompt: readonly number[]): { batches: Batch[]; config: ModelConfig } {
  const { config, dataset } = run.plan;
  if (!dataset.isPromptOnly) return { batches: validationBatches(run, LOSS_BATCHES), config };
  const T = paddedLength(prompt.length, config.T);
  const [tokens, targets] = [new Int32Array(T), new Int32Array(T).fill(IGNORE_INDEX)];
  tokens.set(prompt);
  targets.set(prompt.slice(1));
  return { batches: [{ tokens, targets }], config: { ...config, T } };
}
