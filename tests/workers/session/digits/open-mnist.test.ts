// The handwritten digits as they arrive from a host.
import { expect, test, vi } from 'vitest';
import { Mnist } from '../../../../src/model/data/mnist/mnist.ts';
import { openMnist } from '../../../../src/workers/session/digits/open-mnist.ts';
import { packedBytes } from '../../../support/model/packed-mnist.ts';

/** Loads the first images from a host that answers with `body`. */
function load(body: BodyInit): Promise<Mnist> {
  vi.stubGlobal('fetch', async () => new Response(body));
  const mnist = new Mnist(openMnist);
  return mnist.ensureLoaded('test', 1).then(() => mnist);
}

test('opens the file of this version', async () => {
  expect((await load(packedBytes('first'))).label('test', 0)).toBe(7);
});

test('refuses another file, a login page and a part of the file, each in the same sentence', async () => {
  const part = packedBytes('first').subarray(0, 500_000);
  for (const body of [packedBytes('rest'), '<!doctype html>', part])
    await expect(load(body)).rejects.toThrow(
      'A file of handwritten digits arrived damaged or incomplete, not the file of this version: check the connection, then reload the page.',
    );
});
