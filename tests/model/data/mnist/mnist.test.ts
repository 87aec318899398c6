// MNIST: complete, in its original order, with invalid files rejected.

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { DigitPart, LoadProgress, PartLoader } from '../../../../src/model/data/mnist/mnist.ts';
import { Mnist } from '../../../../src/model/data/mnist/mnist.ts';
import { openPackedMnist, packedBytes } from '../../../support/model/packed-mnist.ts';

const streamOf = (bytes: Uint8Array) =>
  new Blob([new Uint8Array(bytes)]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;

it('has 60,000 and 10,000 images with the published counts per digit', async () => {
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
  // Progress is throttled: each event updates the page.
  expect(progress.length).toBeLessThanOrEqual(2 * 52);
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) counts[mnist.label('test', i)] += 1;
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(mnist.labels('train', [0, 1, 2, 3, 4])).toEqual(Int32Array.of(5, 0, 4, 1, 9));
  const [pixels] = [mnist.pixels('train', [0])];
  expect(Math.max(...pixels)).toBe(1);
  expect(pixels.slice(0, 28).every((value) => value === 0)).toBe(true); // digits stand in the middle
});

it('packs into less than 13 MB, the first part into less than 1 MB', () => {
  expect(packedBytes('first').length).toBeLessThan(1e6);
  expect(packedBytes('first').length + packedBytes('rest').length).toBeLessThan(13e6);
});

it('rejects a file that is truncated, too long or of another format', async () => {
  const file = (train: number, test: number, body: number) => {
    const bytes = new Uint8Array(8 + body);
    new DataView(bytes.buffer).setUint32(0, train, true);
    new DataView(bytes.buffer).setUint32(4, test, true);
    return gzipSync(bytes);
  };
  const reading = (bytes: Uint8Array) => new Mnist(async () => streamOf(bytes)).ensureLoaded('train', 1);
  await expect(reading(file(1, 1, 785))).rejects.toThrow('the file is truncated');
  await expect(reading(file(1, 0, 2 * 785))).rejects.toThrow('longer than its header says');
  await expect(reading(file(1_000_000, 0, 785))).rejects.toThrow('not a part of MNIST');
  await expect(reading(Uint8Array.of(1, 2, 3))).rejects.toThrow();
});

it('retries a part after a failure, and names an image that is not loaded', async () => {
  let attempts = 0;
  const mnist = new Mnist(async (part) => {
    attempts += 1;
    if (attempts === 1) throw new Error('no connection');
    return openPackedMnist(part);
  });
  await expect(mnist.ensureLoaded('train', 1)).rejects.toThrow('no connection');
  expect(() => mnist.label('train', 0)).toThrow('train image 0 is not loaded; 0 images are');
  await mnist.ensureLoaded('train', 1);
  expect(mnist.label('train', 0)).toBe(5);
  expect(() => mnist.pixels('test', [1000])).toThrow('test image 1000 is not loaded; 1000 images are');
});
