// Diagnostics as text.

import { expect, test } from 'vitest';
import { diagnosticsText } from '../../../../../src/ui/views/dialogs/diagnostics-dialog/diagnostics-text.ts';
import type { Diagnostics } from '../../../../../src/workers/rpc/api/lab-api.ts';

const report: Diagnostics = {
  backend: 'wasm',
  adapter: 'WebAssembly, SIMD',
  reason: 'This adapter computes a kernel wrongly. softmax.forward',
  selfTest: 'not needed: no GPU computes',
  memory: { bytes: 12_300_000, buffers: 34, pipelines: 0, reserved: 64_000_000 },
  details: { vendor: 'nobody', maxBufferSize: '268435456' },
  speeds: [],
};
const pageInfo = {
  url: 'https://lab.example/',
  browser: 'Browser 1.0',
  processorThreads: 8,
  date: new Date('2026-02-03T12:00:00Z'),
  errors: [],
};

test('one line for each item, and a note that speed was not measured', () => {
  expect(diagnosticsText(report, pageInfo).split('\n')).toEqual([
    'mini-llm-lab, 2026-02-03, https://lab.example/',
    'browser: Browser 1.0',
    'processor threads: 8',
    'engine: CPU, WebAssembly, SIMD',
    'reason: This adapter computes a kernel wrongly. softmax.forward',
    'self-test: not needed: no GPU computes',
    'vendor: nobody',
    'maxBufferSize: 268435456',
    'memory: 12\u202fMB in 34 buffers, 0 pipelines; 64\u202fMB reserved',
    'speed: not measured',
  ]);
});

test('errors that the page has not named', () => {
  const errors = ['softmax: input x is empty', 'add: a is (2)'];
  expect(
    diagnosticsText(report, { ...pageInfo, errors })
      .split('\n')
      .slice(-2),
  ).toEqual(['error: softmax: input x is empty', 'error: add: a is (2)']);
});

test('speeds with kernel variants', () => {
  const variants = { 'linear.forward': { 'tile-8x8': 2, 'tile-16x8-vec4': 9 }, 'adamw.update': { plain: 1 } };
  const speeds = [{ name: 'small', sizes: 'L2 H2', tokensPerSecond: 4020, steps: 7, variants }];
  const lines = diagnosticsText({ ...report, backend: 'webgpu', reason: undefined, speeds }, pageInfo).split(
    '\n',
  );
  expect(lines).toContain('engine: WebGPU, WebAssembly, SIMD');
  expect(lines.slice(-3)).toEqual([
    'speed, small (L2 H2): 4020 tokens/s, median of 7 steps',
    '  linear.forward: 2 × tile-8x8, 9 × tile-16x8-vec4',
    '  adamw.update: 1 × plain',
  ]);
});

test('one line if all kernels have the same variant', () => {
  const variants = { 'linear.forward': { simd: 9 }, 'adamw.update': { simd: 1 } };
  const speeds = [{ name: 'small', sizes: 'L2 H2', tokensPerSecond: 37000, steps: 7, variants }];
  expect(
    diagnosticsText({ ...report, speeds }, pageInfo)
      .split('\n')
      .at(-1),
  ).toBe('  all kernels: simd');
});
