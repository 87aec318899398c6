// `lab bench`: one JSON line per case, with every figure. Invalid cases are refused before any measurement.

import { expect, it } from 'vitest';
import { expectRefusal, spawnLab, spawnLabJson } from '../support/lab-command.ts';

it('measures steps, phases, kernels and peak rates', async () => {
  const args = ['--case', '1,2,8,8,2,11', '--backend', 'cpu', '--seconds', '0.02', '--json'];
  const result = await spawnLabJson('bench', ...args);
  expect(result).toEqual({
    case: '1,2,8,8,2,11',
    backend: 'cpu',
    adapter: expect.stringContaining('WebAssembly'),
    host: 'node',
    threads: 1,
    tokensPerSecond: expect.any(Number),
    spread: [expect.any(Number), expect.any(Number)],
    phases: {
      forward: expect.any(Number),
      backward: expect.any(Number),
      optimizer: expect.any(Number),
      readBack: expect.any(Number),
    },
    // L1: 20 forward, 37 backward, 3 of the optimizer.
    dispatches: 60,
    bytesMoved: expect.any(Number),
    ops: expect.any(Array),
    fmaGflops: expect.any(Number),
    copyGBs: expect.any(Number),
    fractionOfFma: expect.any(Number),
    aboveRate: expect.any(Array),
  });
  const { spread, tokensPerSecond, ops } = result;
  expect(spread[0]).toBeLessThanOrEqual(tokensPerSecond);
  expect(tokensPerSecond).toBeLessThanOrEqual(spread[1]);
  // L1: the query, key and value in one product, of B·T = 16 rows and a width of 8.
  expect(ops).toContainEqual({
    name: 'linear.forward R 16 K 8 N 24',
    variant: expect.any(String),
    uses: 1,
    milliseconds: expect.any(Number),
    gflops: expect.any(Number),
  });
  const backward = ops.filter(({ name }: { name: string }) => name.startsWith('adamw'));
  expect(backward).toHaveLength(1);
});

it('measures as many threads as are asked for, and says how many', async () => {
  const args = ['--case', '1,2,8,8,2,11', '--backend', 'cpu', '--seconds', '0.02', '--threads', '2'];
  const { stdout: table } = await spawnLab('bench', ...args);
  const { threads } = await spawnLabJson('bench', ...args, '--json');
  expect(threads).toBe(2);
  expect(table).toMatch(/, cpu \(WebAssembly.*, 2 threads\), node/);
});

// Ten seconds of work, on a busy machine many times as long.
it('measures rates, products and training steps of the engines of this machine', async () => {
  const args = ['--hardware', '--backend', 'cpu', '--seconds', '0.1', '--json'];
  const { engines, missing, host } = await spawnLabJson('bench', ...args);
  expect(host).toBe(`Node ${process.versions.node}`);
  expect(missing).toEqual([]);
  expect(engines.length).toBeGreaterThan(0);
  for (const { backend, fmaGflops, copyGBs, dispatchMicroseconds, products, steps } of engines) {
    expect(backend).toBe('cpu');
    for (const rate of [fmaGflops, copyGBs]) expect(rate).toBeGreaterThan(0);
    expect(dispatchMicroseconds).toBeGreaterThanOrEqual(0);
    expect(products.map(({ size }: { size: number }) => size)).toEqual([128, 512, 1024]);
    expect(steps).toMatchObject([
      { case: 'small', tokensPerSecond: expect.any(Number), fraction: expect.any(Number) },
      { case: 'middle', dispatches: expect.any(Number) },
      { case: 'course' },
    ]);
  }
}, 240_000);

it.each([
  [['--case', 'huge'], "'huge' is neither small nor middle nor six sizes L,H,C,T,B,V."],
  [['--case', '1,3,8,8,2,11'], 'A width C of 8 does not divide evenly among 3 heads.'],
  [['--case', 'small', '9999,1,8,8,1,8'], "'9999,1,8,8,1,8' has L 9999; it can be at most 8."],
  [['--case', 'small', '8,1,512,512,128,1000'], "'8,1,512,512,128,1000' is too large. Training needs"],
  [['--case', 'small', '1,1,8,8,1,1e300'], 'is too large.'],
  [['--seconds', '0'], '--seconds is 0; it must be above 0.'],
  [['--threads', '0'], '--threads is 0; it must be 1 to 64.'],
  [['--threads', '1.5'], "'1.5' is not a whole number."],
  [['--threads', '2', '--browser'], '--browser measures one thread; leave out --threads.'],
  [['--scaling', 'X'], "'X'"],
  [['--growth', 'X'], "option '--scaling [letters...]' argument 'X' is invalid"],
])('refuses %j', (args, message) => expectRefusal(['bench', '--backend', 'cpu', ...args], message));
