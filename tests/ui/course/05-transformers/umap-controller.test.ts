// A map made stretch by stretch: to its end, until it is stopped, or until it goes wrong; never two at once.

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

/** A lab that comes 25 rounds further each time. */
const fetchUmap = async (request: UmapRequest) => {
  asked.push(request);
  const since = asked.findLastIndex(({ restart }) => restart);
  return umapResult(25 * (asked.length - since));
};

it('begins anew once, then goes on to the last round', async () => {
  const mapping = new UmapController(host, fetchUmap);
  await mapping.start({ dimensions: 2, seed: 1 });
  expect(asked.map(({ restart }) => restart)).toEqual([true, false, false, false]);
  expect([mapping.result?.epoch, mapping.isRunning]).toEqual([100, false]);
});

it('stops where it is, and keeps what it has', async () => {
  const mapping = new UmapController(host, async (request) => {
    if (asked.length === 1) mapping.stop();
    return fetchUmap(request);
  });
  await mapping.start({ dimensions: 2, seed: 1 });
  expect([asked.length, mapping.result?.epoch, mapping.isRunning]).toEqual([2, 50, false]);
});

it('of two maps begun the second counts, and a forgotten one not at all', async () => {
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

it('a stretch that comes after its view has left is not drawn, and none is asked for after it', async () => {
  let drawn = 0;
  const counting = { ...host, requestUpdate: () => drawn++ } as unknown as ReactiveControllerHost;
  const mapping = new UmapController(counting, fetchUmap);
  const map = mapping.start({ dimensions: 2, seed: 1 });
  mapping.hostDisconnected();
  await map;
  expect([asked.length, drawn]).toEqual([1, 1]);
});

it('tells what goes wrong', async () => {
  const mapping = new UmapController(host, () => Promise.reject(new Error('There is no model yet.')));
  await mapping.start({ dimensions: 2, seed: 1 });
  expect([mapping.error, mapping.isRunning]).toEqual(['There is no model yet.', false]);
});
