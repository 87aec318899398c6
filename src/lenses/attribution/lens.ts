// Direct logit attribution: the contribution of every component to a token's logit, or to the difference of two logits.

import { readViews } from '../../model/architecture/views/views.ts';
import { argmax } from '../../model/generation/sampler.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import { rankAnswer } from '../facts/answer-rank.ts';
import { defineLens } from '../shared/define-lens.ts';
import { tokenId } from '../shared/lens-table.ts';
import {
  assertPosition,
  assertTokenIds,
  encodePrompt,
  toPaddedBatch,
  toToken,
  toTokens,
  vectorAt,
} from '../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { formatTable } from '../shared/text-table.ts';
import { attributionViews, directAttribution, headSources } from './direct-attribution.ts';

/** The contributions of all components add up to `total`. */
export interface AttributionResult {
  step: number;
  tokens: Token[];
  position: number;
  answer: TokenProbability;
  contrast?: TokenProbability;
  /** The answer's logit, less the contrast's. */
  total: number;
  embed: number;
  positionEmbed: number;
  /** [layer][head]. */
  heads: number[][];
  /** [layer][head][key]: what of each head comes from the value of each token; they add up to the head. */
  sources: number[][][];
  /** [layer][neuron]. */
  neurons: number[][];
  /** [layer]: all neurons of the MLP, without its bias. */
  mlps: number[];
  /** [layer]: the output biases. */
  attentionBias: number[];
  mlpBias: number[];
  /** The final layer norm's bias. */
  finalBias: number;
}

export const attributionLens = defineLens({
  name: 'attribution',
  // `position`: of the prediction; the last one without it. `answer`: the token whose logit is attributed; the most probable
  // one without it. `contrast`: the token whose logit is subtracted.
  request: v.withLegacyKeys(
    { rival: 'contrast' },
    v.strictObject({
      text: v.TEXT,
      position: v.optional(v.anyNumber),
      answer: v.optional(v.anyNumber),
      contrast: v.optional(v.anyNumber),
    }),
  ),
  async compute(run, { text, position, answer, contrast }): Promise<AttributionResult> {
    const { config } = run.plan;
    const ids = encodePrompt(run, text);
    assertTokenIds(run, [answer, contrast]);
    const at = position ?? ids.length - 1;
    assertPosition(ids, at);
    const request = toPaddedBatch(ids, config);
    const logits = await logitsAt(run.inspector, request, at, config.V);
    const chosen = answer ?? argmax(logits);
    const tokens = contrast === undefined ? [chosen] : [chosen, contrast];
    const weights = await readViews(run.weights, attributionViews(config));
    const where = { row: 0, position: at, tokens };
    const parts = await directAttribution(run.inspector, config, weights, request, where);
    const contribution = ([one, other = 0]: ArrayLike<number> & Iterable<number>) => one - other;
    const neurons = parts.neurons.map((layer) => layer.map(contribution));
    const toTokenProbability = (id: number): TokenProbability => {
      const { probability } = rankAnswer(logits, id);
      return { ...toToken(run, id), probability, logit: logits[id] };
    };
    return {
      step: run.step,
      tokens: toTokens(run, ids),
      position: at,
      answer: toTokenProbability(chosen),
      ...(contrast !== undefined && { contrast: toTokenProbability(contrast) }),
      total: contribution(tokens.map((id) => logits[id])),
      embed: contribution(parts.embed),
      positionEmbed: contribution(parts.positionEmbed),
      heads: parts.heads.map((layer) => layer.map(contribution)),
      sources: (await headSources(run.inspector, config, weights, request, where)).map((layer) =>
        layer.map((head) => head.map(contribution)),
      ),
      neurons,
      mlps: neurons.map((layer) => layer.reduce((sum, each) => sum + each, 0)),
      attentionBias: parts.attentionBias.map(contribution),
      mlpBias: parts.mlpBias.map(contribution),
      finalBias: contribution(parts.finalBias),
    };
  },
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt = '', answer, contrast, position }, model) => ({
      text: prompt,
      answer: tokenId(model, answer),
      contrast: tokenId(model, contrast),
      position,
    }),
    format: (result) => [...componentLines(result), '', ...neuronLines(result)],
  },
});

async function logitsAt(
  inspector: Inspector,
  request: ReturnType<typeof toPaddedBatch>,
  position: number,
  V: number,
): Promise<Float32Array> {
  const { activations } = await inspector.run({ ...request, names: ['logits'] });
  return vectorAt(activations.get('logits'), position, V);
}

function componentLines(result: AttributionResult): string[] {
  const { answer, contrast, heads, mlps, attentionBias, mlpBias, finalBias } = result;
  const rows: [string, number][] = [
    ['embedding', result.embed],
    ['position', result.positionEmbed],
    ...heads.flatMap((layer, l) =>
      layer.map((value, h): [string, number] => [`layer ${l}, head ${h}`, value]),
    ),
    ...mlps.map((value, l): [string, number] => [`layer ${l}, all neurons`, value]),
    ['biases', [...attentionBias, ...mlpBias, finalBias].reduce((a, b) => a + b)],
    [`total: ${answer.text}${contrast ? ` less ${contrast.text}` : ''}`, result.total],
  ];
  return formatTable([['component', 'adds'], ...rows.map(([name, value]) => [name, value.toFixed(3)])]);
}

const LISTED_NEURONS = 10;

function neuronLines({ neurons }: AttributionResult): string[] {
  const strongest = neurons
    .flatMap((layer, l) => layer.map((value, n) => ({ name: `layer ${l}, neuron ${n}`, value })))
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, LISTED_NEURONS);
  return formatTable([
    ['strongest neurons', 'adds'],
    ...strongest.map(({ name, value }) => [name, value.toFixed(3)]),
  ]);
}
