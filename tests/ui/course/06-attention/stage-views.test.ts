// The views at some times of the video, and the counts match it.
import { expect, test } from 'vitest';
import { countAttention, GPT3 } from '../../../../src/ui/course/06-attention/attention-count.ts';
import { attentionLayer } from '../../../../src/ui/course/06-attention/attention-distance.ts';
import { chapter } from '../../../../src/ui/course/06-attention/chapter.ts';
import type { PANELS } from '../../../../src/ui/course/06-attention/panels.ts';
import {
  type ProjectionKind,
  projectionSteps,
} from '../../../../src/ui/course/06-attention/views/projection/projection.ts';
import type { PanelKey } from '../../../../src/ui/course/chapter-stage/panel-groups.ts';

test.each([
  [400, 'query'],
  [510, 'scores'],
  [560, 'softmax'],
  [620, 'formula'],
  [710, 'mask'],
  [1000, 'factors'],
  [1300, 'sum'],
] satisfies [number, PanelKey<typeof PANELS>][])('at %d s it is %s', (seconds, view) => {
  const moment = chapter.moments.find(({ startTime, endTime }) => startTime <= seconds && seconds < endTime);
  expect(moment?.view).toBe(view);
});

test('the count of GPT-3’s attention weights matches the video', () => {
  expect(countAttention(GPT3)).toEqual({
    matrix: 1_572_864,
    fullValue: 150_994_944,
    head: 6_291_456,
    layer: 603_979_776,
    model: 57_982_058_496,
  });
});

test('attention is in the first half of a block, or in a block without halves', () => {
  const gpt2 = { mlpWidth: 32 };
  expect(attentionLayer('blocks.1.hook_resid_mid', gpt2)).toBe(1);
  expect(attentionLayer('blocks.1.hook_resid_post', gpt2)).toBeUndefined();
  expect(attentionLayer('blocks.1.hook_resid_post', { mlpWidth: 32, parallelResidual: true })).toBe(1);
  expect(attentionLayer('blocks.1.hook_resid_post', { mlpWidth: 0 })).toBe(1);
  expect(attentionLayer('blocks.0.hook_resid_pre', { mlpWidth: 0 })).toBeUndefined();
});

test('the text on a projection names the model’s norm and the steps after it', () => {
  const text = (model: Parameters<typeof projectionSteps>[0], kind: ProjectionKind) =>
    projectionSteps(model, kind).join(' ');
  expect(text({}, 'query')).toMatch(/Layer norm .* centres and rescales/);
  expect(text({}, 'query')).not.toContain('position');
  const parts = { norm: 'rms', qkNorm: true, positions: 'rotary' } as const;
  expect(text(parts, 'key')).toMatch(/RMS norm .* rescales/);
  expect(text(parts, 'key')).not.toContain('centres');
  expect(text(parts, 'key')).toMatch(/QK-norm and rotation by position/);
  expect(text(parts, 'value')).not.toContain('QK-norm');
});
