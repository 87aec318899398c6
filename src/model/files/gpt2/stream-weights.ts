// Brings the weights of a file to the engine tensor by tensor, a few megabytes at a time: no second copy of a large model is
// ever in memory.

import { KernelError } from '../../../kernels/errors.ts';
import type { Executor } from '../../../kernels/executor.ts';
import type { Job } from '../../../shared/job.ts';
import type { Weights } from '../../architecture/weights.ts';
import { FLOAT_BYTES, isFloatType, toFloats } from '../float-types.ts';
import type { SafeTensorsHeader, TensorEntry } from '../safetensors.ts';
import { supportedDtype } from '../safetensors.ts';

/** Bytes of the file that are in memory at once. */
const CHUNK_BYTES = 8 * 2 ** 20;

export interface WeightsSource {
  readonly file: Blob;
  readonly header: SafeTensorsHeader;
  /** By the model's names. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** Yields after every stretch of the file. Throws a sentence at the first number that is none. */
export async function* streamWeights(
  { file, header, tensors }: WeightsSource,
  weights: Weights,
  executor: Pick<Executor, 'idle'>,
): Job<void> {
  // In the order of the file, which a disk reads best.
  const inOrder = [...tensors].sort(([, one], [, other]) => one.begin - other.begin);
  const total = inOrder.reduce((sum, [, { begin, end }]) => sum + end - begin, 0);
  let done = 0;
  for (const [name, entry] of inOrder) {
    const type = supportedDtype(entry);
    if (!isFloatType(type)) throw new KernelError(`model file: '${entry.name}' holds integers`);
    for (let at = entry.begin; at < entry.end; at += CHUNK_BYTES) {
      const end = Math.min(entry.end, at + CHUNK_BYTES);
      const bytes = await file.slice(header.dataStart + at, header.dataStart + end).arrayBuffer();
      if (bytes.byteLength !== end - at)
        throw new KernelError('model file: it was changed while it was read');
      const numbers = toFloats(type, bytes);
      const first = (at - entry.begin) / FLOAT_BYTES[type];
      checkFinite(entry.name, numbers, first);
      weights.write(name, first, numbers);
      // What a GPU has not taken yet waits in memory of its own.
      await executor.idle();
      done += end - at;
      yield { label: 'bytes read', done, total };
    }
  }
}

function checkFinite(name: string, numbers: Float32Array, first: number): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i]))
      throw new KernelError(`model file: '${name}' holds ${numbers[i]} at ${first + i}`);
  }
}
