// The host's side of the RPC boundary: buffers are transferred once, callbacks are released however a call ends.

import * as Comlink from 'comlink';
import { expect, test, vi } from 'vitest';
import { wrapMethods } from '../../src/workers/rpc-host.ts';

const shared = new Float32Array([1, 2, 3]);
const api = wrapMethods({
  session: {
    weights: async () => ({ a: { data: shared }, list: [shared, new Uint8Array(4)], step: 1 }),
    job: async (_request: unknown, onProgress: () => unknown) => {
      await onProgress();
      return 1;
    },
    fail: async (_onProgress: unknown) => {
      throw new Error('no');
    },
  },
});

test('every buffer of a result is transferred once', async () => {
  const { port1, port2 } = new MessageChannel();
  Comlink.expose(api, port2 as unknown as Comlink.Endpoint);
  const remote = Comlink.wrap<typeof api>(port1 as unknown as Comlink.Endpoint);
  const result = await (remote as unknown as typeof api).session.weights();
  expect(result.a.data).toEqual(Float32Array.of(1, 2, 3));
  expect(result.list[0].buffer).toBe(result.a.data.buffer);
  expect(shared.length).toBe(0); // detached
  port1.close();
  port2.close();
});

test('a callback is released on success, on an error, and when it stops a job', async () => {
  const callback = () =>
    Object.assign(
      vi.fn(() => false),
      { [Comlink.releaseProxy]: vi.fn() },
    );
  const [success, failure] = [callback(), callback()];
  expect(await api.session.job({}, success)).toBe(1);
  await expect(api.session.fail(failure)).rejects.toThrow('no');
  for (const each of [success, failure]) expect(each[Comlink.releaseProxy]).toHaveBeenCalledOnce();
});
