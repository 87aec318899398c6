// The packed digits as tests read them, and small digit networks.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DigitPart, PartLoader } from '../../../src/model/data/mnist/mnist.ts';

const PACKED = new URL('../../../src/model/data/mnist/generated/', import.meta.url);

export const packedBytes = (part: DigitPart) => readFileSync(fileURLToPath(new URL(`${part}.bin`, PACKED)));

/** The files the build packs, as a stream. */
export const openPackedMnist: PartLoader = async (part) =>
  new Blob([packedBytes(part)]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
