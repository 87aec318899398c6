// Edits that the weights do not hold yet, and what one that they hold changes.

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { Job } from '../../shared/job.ts';
import { defineFrozenLens, defineLens } from '../shared/define-lens.ts';
import { encodePrompt, toPaddedBatch, toTokens, vectorAt } from '../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, percents } from '../shared/text-table.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';
import { EDIT_REQUEST, editSite } from './edit-request.ts';
import { type EditResult, evaluateEdit } from './evaluate-edit.ts';

export type { EditRequest } from './edit-request.ts';
export type { EditedPromptResult, EditResult, PreservedCount } from './evaluate-edit.ts';

/** Preview of a rank-one edit: its effect on every prompt, without a change of the model. */
export const editLens = defineFrozenLens({
  name: 'edit',
  request: EDIT_REQUEST,
  async *compute(frozen, request): Job<EditResult> {
    return (yield* evaluateEdit(frozen, request)).result;
  },
  table: {
    requiredOptions: ['subject', 'relation', 'to'],
    toRequest: (options, model) => ({
      subject: options.subject ?? '',
      relation: options.relation ?? '',
      newAnswer: options.to ?? '',
      site: editSite(options, model),
      preserveOthers: options.preserveOthers,
      seed: options.seed,
    }),
    format: (result) => editLines(result),
  },
});

function editLines(result: EditResult): string[] {
  const { site, others, sameFirstName, sameLastName, changed } = result;
  const rows = [
    ...result.fitted.map((prompt) => ({ kind: 'fitted', ...prompt })),
    ...result.paraphrases.map((prompt) => ({ kind: 'paraphrase', ...prompt })),
    ...result.withText.map((prompt) => ({ kind: 'after other text', ...prompt })),
  ];
  const { subject, relation, oldAnswer, newAnswer } = result;
  return [
    `${relation} of ${subject}: ${oldAnswer} → ${newAnswer}, layer ${site.layer}, at the ${site.at === 'answer' ? 'answer' : 'subject’s last token'}`,
    ...columnTable(rows, [
      ['prompt', ({ kind }) => kind],
      ['', ({ before }) => before.prompt],
      percents('before', ({ before }) => before.probability),
      percents('after', ({ after }) => after.probability),
      ['prediction', ({ after }) => after.said.text],
    ]),
    `other prompts with the same answer: ${others.kept} of ${others.of}; same first name ${sameFirstName.kept} of ${sameFirstName.of}, same last name ${sameLastName.kept} of ${sameLastName.of}`,
    ...changed.map(({ prompt, before, after }) => `  ${prompt}: ${before} → ${after}`),
  ];
}

export interface EditEffectResult {
  step: number;
  tokens: Token[];
  layer: number;
  /** (T): u · neurons. The edit adds this multiple of δ to the stream at each token. */
  factors: Float32Array<ArrayBuffer>;
  /** After the last token, without the edit, most probable first. */
  before: TokenProbability[];
}

/** Longest side of a matrix. */
const vector = v.boundedArray(v.finiteNumber, 100_000);

/**
 * The change that an edit in the weights makes in one pass: how strongly its key answers at each token, and the prediction
 * without it.
 */
export const editEffectLens = defineLens({
  name: 'edit-effect',
  // W += u δᵀ of the output weights (M, C) of an MLP, as an applied edit has them.
  request: v.strictObject({ text: v.TEXT, layer: v.anyNumber, u: vector, delta: vector }),
  async compute(run, { text, layer, u, delta }): Promise<EditEffectResult> {
    assertMlpLayer(run, layer);
    const { config, dataset } = run.plan;
    const { C, mlpWidth: M, V } = config;
    if (u.length !== M || delta.length !== C)
      throw new Error(
        `The update of MLP ${layer} is (${u.length}, ${delta.length}); its matrix is (${M}, ${C}).`,
      );
    const ids = encodePrompt(run, text);
    const batch = toPaddedBatch(ids, config);
    const [post, out]: ActivationName[] = [`blocks.${layer}.mlp.hook_post`, `blocks.${layer}.hook_mlp_out`];
    const neurons = (await run.inspector.run({ ...batch, names: [post] })).activations.get(post);
    const factors = Float32Array.from(ids, (_, token) =>
      vectorAt(neurons, token, M).reduce((sum, value, m) => sum + value * u[m], 0),
    );
    // Taken from the output of the MLP, the edit is undone for this pass: everything before it is the same.
    const size = batch.T * C;
    const without = { factor: new Float32Array(size).fill(1), offset: new Float32Array(size) };
    factors.forEach((factor, token) => {
      delta.forEach((value, c) => {
        without.offset[token * C + c] = -factor * value;
      });
    });
    const { activations } = await run.inspector.run({
      ...{ ...batch, names: ['logits'] },
      interventions: new Map([[out, without]]),
    });
    const logits = vectorAt(activations.get('logits'), ids.length - 1, V);
    return {
      ...{ step: run.step, tokens: toTokens(run, ids), layer, factors },
      before: topTokens(logits, dataset.tokenizer),
    };
  },
});
