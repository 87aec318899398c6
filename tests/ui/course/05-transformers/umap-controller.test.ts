// UMAP in segments: until complete, stopped or failed; one layout at a time.

import type { ReactiveControllerHost } from 'lit';
import { beforeEach, expect, it, vi } from 'vitest';
import { UmapController } from '../../../../src/ui/course/05-transformers/umap-controller.ts';
import type { UmapRequest, UmapResult } from '../../../../src/workers/rpc/api/lab-api.ts';

const host = { addController() {}, requestUpdate() {} } as unknown as ReactiveControllerHost;
const umapResult = (epoch: number): UmapResult => ({
  step: 0,
  epoch,
  epochs: 100,
  points: { shape: [0, 3], data: new Float32Array() },
});

let asked: UmapRequest[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then));
});

/** A fake client that advances by 25 epochs per request. */
const fetchUmap = async (request: UmapRequest) => {
  asked.push(request);
  const since = asked.findLastIndex(({ restart }) => restart);
  return umapResult(25 * (asked.length - since));
};

it('starts once, then continues to the last epoch', async () => {
  const mapping = new UmapController(host, fetchUmap);
  await mapping.start({ dimensions: 2, seed: 1 });
  expect(asked.map(({ restart }) => restart)).toEqual([true, false, false, false]);
  expect([mapping.result?.epoch, mapping.isRunning]).toEqual([100, false]);
});

it('stops and keeps the current layout', async () => {
  const mapping = new UmapController(host, async (request) => {
    if (asked.length === 1) mapping.stop();
    return fetchUmap(request);
  });
  await mapping.start({ dimensions: 2, seed: 1 });
  expect([asked.length, mapping.result?.epoch, mapping.isRunning]).toEqual([2, 50, false]);
});

it('uses the last layout started, and none after a reset', async () => {
  const mapping = new UmapController(host, fetchUmap);
  const first = mapping.start({ dimensions: 2, seed: 1 });
  await mapping.start({ dimensions: 3, seed: 1 });
  await first;
  expect(asked.filter(({ dimensions }) => dimensions === 2)).toHaveLength(1);
  const third = mapping.start({ dimensions: 2, seed: 2 });
  mapping.reset();
  await third;
  expect([mapping.result, mapping.isRunning]).toEqual([undefined, false]);
});

it('ignores a segment that arrives after the view was disconnected, and requests no more', async () => {
  let drawn = 0;
  const counting = { ...host, requestUpdate: () => drawn++ } as unknown as ReactiveControllerHost;
  const mapping = new UmapController(counting, fetchUmap);
  const map = mapping.start({ dimensions: 2, seed: 1 });
  mapping.hostDisconnected();
  await map;
  expect([asked.length, drawn]).toEqual([1, 1]);
});

it('reports errors', async () => {
  const mapping = new UmapController(host, () => Promise.reject(new Error('There is no model yet.')));
  await mapping.start({ dimensions: 2, seed: 1 });
  expect([mapping.error, mapping.isRunning]).toEqual(['There is no model yet.', false]);
});
