// MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test images of handwritten digits, loaded in two parts.

import { KernelError } from '../../../kernels/errors.ts';
import { IntegrityError } from '../../../shared/integrity/integrity.ts';

/** As it begins a sentence. */
export const MNIST_NAME = 'A file of handwritten digits';

/** Pixels of an image, 28 × 28. */
export const PIXELS = 784;
export const TRAIN_IMAGES = 60_000;
export const TEST_IMAGES = 10_000;

export type DigitSplit = 'train' | 'test';
/** `first`: 5,000 training and 1,000 test images; `rest`: all others. */
const PARTS = ['first', 'rest'] as const;
export type DigitPart = (typeof PARTS)[number];

/** Opens the gzip stream of a part. */
export type PartLoader = (part: DigitPart) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;

/** Images of the current part. */
export interface LoadProgress {
  readonly loaded: number;
  readonly total: number;
}

/** Images and labels of one split, in MNIST's order: byte `784 i + p` is pixel p of image i, 0 black to 255 white. */
interface ImageSet {
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/** Two 32-bit counts: training and test images. */
const HEADER_BYTES = 8;
/** Maximum number of progress events per part. */
const MAX_PROGRESS_EVENTS = 50;
/** Bytes of an image and its label. */
const BYTES_PER_IMAGE = PIXELS + 1;

/** The images loaded so far; `ensureLoaded` loads more. */
export class Mnist {
  private readonly open: PartLoader;
  private readonly onProgress: (progress: LoadProgress) => void;
  private readonly parts: Record<DigitSplit, ImageSet[]> = { train: [], test: [] };
  private readonly reading = new Map<DigitPart, Promise<void>>();

  constructor(open: PartLoader, onProgress: (progress: LoadProgress) => void = () => {}) {
    this.open = open;
    this.onProgress = onProgress;
  }

  /** Number of loaded images of a split. */
  count(split: DigitSplit): number {
    return this.parts[split].reduce((sum, { labels }) => sum + labels.length, 0);
  }

  /** Loads the first `count` images of a split, at most all. A call after a failure retries. */
  async ensureLoaded(split: DigitSplit, count: number): Promise<void> {
    for (const part of PARTS) if (this.count(split) < count) await this.readOnce(part);
  }

  label(split: DigitSplit, index: number): number {
    const { part, at } = this.locate(split, index);
    return part.labels[at];
  }

  labels(split: DigitSplit, indices: readonly number[]): Int32Array<ArrayBuffer> {
    return Int32Array.from(indices, (index) => this.label(split, index));
  }

  /** (indices, 784): values from 0 (black) to 1 (white). */
  pixels(split: DigitSplit, indices: readonly number[]): Float32Array<ArrayBuffer> {
    const pixels = new Float32Array(indices.length * PIXELS);
    indices.forEach((index, row) => {
      const { part, at } = this.locate(split, index);
      const image = part.pixels.subarray(at * PIXELS, (at + 1) * PIXELS);
      const first = row * PIXELS;
      for (let p = 0; p < image.length; p++) pixels[first + p] = image[p] / 255;
    });
    return pixels;
  }

  /** Throws if the image is not loaded. */
  private locate(split: DigitSplit, index: number): { part: ImageSet; at: number } {
    let at = index;
    for (const part of this.parts[split]) {
      if (at >= 0 && at < part.labels.length && Number.isInteger(at)) return { part, at };
      at -= part.labels.length;
    }
    const count = this.count(split);
    throw new KernelError(`digits: ${split} image ${index} is not loaded; ${count} images are`);
  }

  private readOnce(part: DigitPart): Promise<void> {
    let reading = this.reading.get(part);
    if (!reading) {
      reading = this.read(part);
      this.reading.set(part, reading);
      reading.catch(() => this.reading.delete(part));
    }
    return reading;
  }

  private async read(part: DigitPart): Promise<void> {
    const packed = await this.open(part);
    const bytes = await unpack(packed, this.onProgress).catch((error) => {
      // Other errors are the browser's: no gzip file, a lost connection.
      throw error instanceof KernelError ? error : new IntegrityError(MNIST_NAME);
    });
    const { train, test } = counts(bytes);
    let at = HEADER_BYTES;
    const take = (length: number) => {
      at += length;
      return bytes.subarray(at - length, at);
    };
    const [trainLabels, testLabels] = [take(train), take(test)];
    this.parts.train.push({ labels: trainLabels, pixels: take(train * PIXELS) });
    this.parts.test.push({ labels: testLabels, pixels: take(test * PIXELS) });
  }
}

function counts(bytes: Uint8Array): { train: number; test: number; total: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const [train, test] = [view.getUint32(0, true), view.getUint32(4, true)];
  return { train, test, total: train + test };
}

/** Decompresses a gzip stream, whose header determines the size. Throws if it ends early or is too long. */
async function unpack(
  gzipped: ReadableStream<Uint8Array<ArrayBuffer>>,
  onProgress: (progress: LoadProgress) => void,
): Promise<Uint8Array> {
  const reader = gzipped.pipeThrough(new DecompressionStream('gzip')).getReader();
  let bytes = new Uint8Array(0);
  let length = 0;
  let lastReported = Number.NEGATIVE_INFINITY;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length === 0) bytes = new Uint8Array(unpackedSize(value));
    if (length + value.length > bytes.length)
      throw new KernelError('digits: the file is longer than its header says');
    bytes.set(value, length);
    length += value.length;
    const { total } = counts(bytes);
    const loaded = Math.max(0, Math.floor((length - HEADER_BYTES - total) / PIXELS));
    // Throttled: chunks are small, and each event updates the page.
    if (loaded < total && loaded - lastReported < total / MAX_PROGRESS_EVENTS) continue;
    lastReported = loaded;
    onProgress({ loaded, total });
  }
  if (length < bytes.length || length === 0) throw new KernelError('digits: the file is truncated');
  return bytes;
}

/** Size of a part, from its header; counts beyond MNIST's are rejected. */
function unpackedSize(firstBytes: Uint8Array): number {
  if (firstBytes.length < HEADER_BYTES) throw new KernelError('digits: the file is truncated');
  const { train, test, total } = counts(firstBytes);
  if (train > TRAIN_IMAGES || test > TEST_IMAGES)
    throw new KernelError('digits: the file is not a part of MNIST');
  return HEADER_BYTES + total * BYTES_PER_IMAGE;
}
