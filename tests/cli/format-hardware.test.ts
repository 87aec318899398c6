// The table of `bench --hardware`: rates that a kernel exceeds are flagged.

import { expect, test } from 'vitest';
import { formatHardware } from '../../src/cli/shared/format-hardware.ts';
import type { HardwareReport } from '../../src/workers/rpc/api/hardware-api.ts';

const report = (fmaGflops: number, fraction: number): HardwareReport => ({
  date: '2026-01-02',
  host: 'a test',
  processorThreads: 2,
  missing: [],
  engines: [
    {
      ...{ backend: 'cpu', adapter: 'WebAssembly', kind: 'processor', threads: 1, limits: {}, fmaGflops },
      products: [{ size: 128, gflops: { simd: 30, slow: null } }],
      steps: [{ case: 'small', sizes: 'L2', tokensPerSecond: 9, dispatches: 60, bytesMoved: 1e6, fraction }],
    },
  ],
});
const FLAG = '(!) above the rate';

test.each([
  ['a product', report(20, 0.5), '150.0 %'],
  ['a training step', report(40, 1.4), '140.0 %'],
])('%s above the rate is shown and flagged', (_, measured, share) => {
  expect(formatHardware(measured)).toContain(share);
  expect(formatHardware(measured)).toContain(FLAG);
});

test('below the rate nothing is flagged', () => {
  expect(formatHardware(report(40, 0.9))).not.toContain(FLAG);
  const [engine] = report(40, 0.9).engines;
  const started = { ...engine, fmaGflops: undefined, steps: [] };
  expect(formatHardware({ ...report(40, 0.9), engines: [started] })).not.toContain(FLAG);
});
