// A result survives the link, and what is no result is refused with a sentence.

import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeReport, encodeReport } from '../../../../../src/ui/app/pages/speed-view/report-link.ts';
import type { HardwareReport } from '../../../../../src/workers/rpc/api/hardware-api.ts';

const report: HardwareReport = {
  date: '2026-11-29',
  host: 'Chromium 156',
  processorThreads: 2,
  engines: [
    {
      backend: 'webgpu',
      adapter: 'nvidia “ampere” <b>',
      kind: 'hardware',
      threads: 1,
      limits: { maxBufferSize: '4294967296', features: 'none' },
      fmaGflops: 6.03,
      copyGBs: 0.787,
      dispatchMicroseconds: 19.8,
      products: [{ size: 128, gflops: { 'tile-8x8': 1.33, 'quad-16x64': null } }],
      leftOut: ['workgroup-32x32'],
      steps: [
        {
          case: 'small',
          sizes: 'L2',
          tokensPerSecond: 7351,
          dispatches: 104,
          bytesMoved: 12e6,
          fraction: 0.4,
        },
      ],
    },
  ],
  missing: [{ engine: 'CPU, 2 threads', reason: 'Memory cannot be shared between threads here.' }],
};

const encode = (text: string) => deflateRawSync(text).toString('base64url');
const changed = (change: object) => encode(JSON.stringify({ ...report, ...change }));
const [engine] = report.engines;

test('a result survives the link, in characters that an address keeps', async () => {
  const text = await encodeReport(report);
  expect(text).toMatch(/^[\w-]+$/);
  expect(await decodeReport(text)).toEqual(report);
});

test.each([
  ['%3Cscript%3E', /^The link contains characters that no result has\.$/],
  ['AAAA', /^The link is damaged: it was cut off or changed\.$/],
  ['A', /^The link is damaged: it was cut off or changed\.$/],
  [encode('{'), /^The link is damaged: its result is no JSON\.$/],
  [encode('null'), /^The result is not one of this page: it must be an object\.$/],
  [changed({ date: '<img src=x>' }), /at “date”: it must be a date\.$/],
  [changed({ extra: 1 }), /at “extra”: unknown key\.$/],
  [changed({ host: 'x'.repeat(200) }), /at “host”: it can have at most 100 characters\.$/],
  [changed({ engines: Array(5).fill(engine) }), /at “engines”: it can have at most 4 entries\.$/],
  [changed({ engines: [{ ...engine, fmaGflops: -1 }] }), /at “engines\.0\.fmaGflops”: it must be a number/],
  [
    changed({ engines: [{ ...engine, fmaGflops: 1e300 }] }),
    /at “engines\.0\.fmaGflops”: it must be a number/,
  ],
  [
    changed({ engines: [{ ...engine, products: [{ size: 128, gflops: { '<b>': 1 } }] }] }),
    /a name has letters, digits and hyphens\.$/,
  ],
  [encode(' '.repeat(1_000_000)), /^The link holds more than a result and was not read\.$/],
])('%s is refused', async (text, message) => {
  await expect(decodeReport(text)).rejects.toThrow(message);
});

test('a link that was cut off is refused', async () => {
  const text = await encodeReport(report);
  await expect(decodeReport(text.slice(0, text.length / 2))).rejects.toThrow('The link is damaged');
});
