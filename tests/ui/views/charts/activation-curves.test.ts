// The curves of activation functions pass through the engine's activations.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import type { ActivationName } from '../../../../src/model/architecture/activations.ts';
import { ACTIVATIONS } from '../../../../src/shared/settings/model-settings.ts';
import { ACTIVATION_CURVES } from '../../../../src/ui/views/charts/activation-curves.ts';
import { TINY_CONFIG, tinyModel } from '../../../support/model/tiny-model.ts';

test.each(ACTIVATIONS)('%s', async (activation) => {
  const { inspector, dispose } = tinyModel(new ReferenceExecutor(), { ...TINY_CONFIG, activation });
  const at = 'blocks.0.mlp.' as const;
  const isGated = activation === 'swiglu';
  const names: ActivationName[] = [`${at}hook_pre`, `${at}hook_post`];
  if (isGated) names.push(`${at}hook_pre_linear`);
  const tokens = Int32Array.of(3, 1, 4, 1, 5, 9, 2, 6);
  const { activations } = await inspector.run({ B: 1, T: tokens.length, tokens, names });
  const [pre, post, linear] = names.map((name) => activations.get(name)?.data as Float32Array);
  expect(Math.min(...pre)).toBeLessThan(-0.5);
  expect(Math.max(...pre)).toBeGreaterThan(0.5);
  post.forEach((activated, i) => {
    expect(ACTIVATION_CURVES[activation](pre[i]) * (linear?.[i] ?? 1)).toBeCloseTo(activated, 5);
  });
  dispose();
});
