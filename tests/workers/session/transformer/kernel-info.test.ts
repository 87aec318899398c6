// Kernel information: the source that ran, with its sizes; on the CPU, the source of a GPU.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { toKernelInfo } from '../../../../src/workers/session/transformer/kernel-info.ts';
import { tinyModel } from '../../../support/model/tiny-model.ts';

const { inspector, config } = tinyModel(new ReferenceExecutor());

describe('the kernel of an attention pattern', async () => {
  const { step } = await inspector.dispatchFor('blocks.0.attn.hook_pattern', { B: 1, T: 8 });
  const { variants } = step.pass;

  it('is the source of the selected variant', () => {
    for (const variant of variants) {
      const info = toKernelInfo(step, variant.name, 'webgpu');
      expect(info).toMatchObject({
        opName: 'softmax',
        passName: 'forward',
        variant: variant.name,
        ran: true,
      });
      expect(info.wgsl).toBe(variant.wgsl);
    }
  });

  it('has its sizes and workgroups', () => {
    const info = toKernelInfo(step, variants[0].name, 'webgpu');
    expect(info.constants).toMatchObject({ R: config.H * 8, N: 8 });
    expect(info.workgroups).toEqual([...variants[0].workgroups(step.k)]);
  });

  it('on the CPU is the first variant, marked as not run', () => {
    expect(toKernelInfo(step, undefined, 'wasm')).toMatchObject({ variant: variants[0].name, ran: false });
  });
});
