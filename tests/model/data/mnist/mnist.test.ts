// MNIST as it is packed and read: all of it, in its own order, and no byte of it believed unseen.

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { DigitPart, LoadProgress, PartLoader } from '../../../../src/model/data/mnist/mnist.ts';
import { Mnist } from '../../../../src/model/data/mnist/mnist.ts';
import { openPackedMnist, packedBytes } from '../../../support/model/packed-mnist.ts';

const streamOf = (bytes: Uint8Array) =>
  new Blob([new Uint8Array(bytes)]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;

it('holds 60,000 and 10,000 images, counted digit by digit as their makers did', async () => {
  const opened: DigitPart[] = [];
  const progress: LoadProgress[] = [];
  const open: PartLoader = (part) => {
    opened.push(part);
    return openPackedMnist(part);
  };
  const mnist = new Mnist(open, (each) => progress.push(each));
  await mnist.ensureLoaded('test', 1);
  expect([mnist.count('train'), mnist.count('test'), opened]).toEqual([5000, 1000, ['first']]);
  await Promise.all([mnist.ensureLoaded('train', 60_000), mnist.ensureLoaded('test', 10_000)]);
  expect([mnist.count('train'), mnist.count('test'), opened]).toEqual([60_000, 10_000, ['first', 'rest']]);
  expect(progress.at(-1)).toEqual({ loaded: 64_000, total: 64_000 });
  // Each redraws a page: of every chunk, there would be hundreds.
  expect(progress.length).toBeLessThanOrEqual(2 * 52);
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) counts[mnist.label('test', i)] += 1;
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(mnist.labels('train', [0, 1, 2, 3, 4])).toEqual(Int32Array.of(5, 0, 4, 1, 9));
  const [pixels] = [mnist.pixels('train', [0])];
  expect(Math.max(...pixels)).toBe(1);
  expect(pixels.slice(0, 28).every((value) => value === 0)).toBe(true); // digits stand in the middle
});

it('both files together stay below 13 MB, and the first below one', () => {
  expect(packedBytes('first').length).toBeLessThan(1e6);
  expect(packedBytes('first').length + packedBytes('rest').length).toBeLessThan(13e6);
});

it('refuses a file that is cut, too long, or none of ours', async () => {
  const file = (train: number, test: number, body: number) => {
    const bytes = new Uint8Array(8 + body);
    new DataView(bytes.buffer).setUint32(0, train, true);
    new DataView(bytes.buffer).setUint32(4, test, true);
    return gzipSync(bytes);
  };
  const reading = (bytes: Uint8Array) => new Mnist(async () => streamOf(bytes)).ensureLoaded('train', 1);
  await expect(reading(file(1, 1, 785))).rejects.toThrow('the file ends too early');
  await expect(reading(file(1, 0, 2 * 785))).rejects.toThrow('more than it says');
  await expect(reading(file(1_000_000, 0, 785))).rejects.toThrow('not one of ours');
  await expect(reading(Uint8Array.of(1, 2, 3))).rejects.toThrow();
});

it('asks again for a part that did not come, and names an image that is not there', async () => {
  let attempts = 0;
  const mnist = new Mnist(async (part) => {
    attempts += 1;
    if (attempts === 1) throw new Error('no connection');
    return openPackedMnist(part);
  });
  await expect(mnist.ensureLoaded('train', 1)).rejects.toThrow('no connection');
  expect(() => mnist.label('train', 0)).toThrow('there is no train image 0; none have been read');
  await mnist.ensureLoaded('train', 1);
  expect(mnist.label('train', 0)).toBe(5);
  expect(() => mnist.pixels('test', [1000])).toThrow('there is no test image 1000; 1000, counted from 0');
});
