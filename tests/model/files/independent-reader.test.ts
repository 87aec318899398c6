// Exported files, read by an independent implementation of GPT-2.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { EMPTY_HISTORY } from '../../../src/shared/history/history.ts';
import { NO_EDITS } from '../../../src/workers/model-editing/edit-history.ts';
import { serializeRun } from '../../../src/workers/persistence/run-file.ts';
import { readWithHuggingFace } from '../../support/model/huggingface-reader.ts';
import { gpt2Logits } from '../../support/model/reference-gpt2.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';

describe.each([
  ['tied', true],
  ['with its own unembedding', false],
])('an export, %s', (_, tied) => {
  it('has the names, shapes and logits of GPT-2 for an independent reader', async () => {
    const settings = tinyRun({ seed: 2 });
    const run = await Run.create(
      new ReferenceExecutor(),
      planRun({ ...settings, model: { ...settings.model, tied } }),
    );
    for (let i = 0; i < 3; i++) await run.train();
    const snapshot = await run.snapshot();
    const bytes = serializeRun({
      plan: run.plan,
      snapshot,
      edits: NO_EDITS,
      history: EMPTY_HISTORY,
      engine: 'x',
    });

    const { metadata, tensor } = await readWithHuggingFace(bytes);
    expect(metadata.format).toBe('pt');
    const config = JSON.parse(metadata.config);
    expect(config).toMatchObject({
      ...{ model_type: 'gpt2', n_layer: 1, n_head: 2, n_embd: 16, tie_word_embeddings: tied },
    });
    const tokens = [3, 1, 4, 1, 5, 9];
    const { activations } = await run.inspector.run({
      B: 1,
      T: tokens.length,
      tokens: Int32Array.from(tokens),
      names: ['logits'],
    });
    const ours = activations.get('logits')?.data as Float32Array;
    const theirs = gpt2Logits(config, tensor, tokens);
    expect(theirs).toHaveLength(ours.length);
    theirs.forEach((value, i) => {
      expect(value).toBeCloseTo(ours[i], 4);
    });
    run.dispose();
  });
});
