// Streams the weights of a file to the engine in chunks of a few megabytes, so that memory never holds a second copy of a
// large model; a matrix that is quantised by columns is one chunk.

import type { Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { Job } from '../../shared/job.ts';
import type { Weights } from '../architecture/weights.ts';
import { FLOAT_BYTES, isFloatType, toFloats } from './float-types.ts';
import type { SafeTensorsHeader, TensorEntry } from './safetensors.ts';
import { supportedDtype } from './safetensors.ts';

/** Bytes of the file in memory at a time. */
const CHUNK_BYTES = 8 * 2 ** 20;

export interface WeightsSource {
  readonly file: Blob;
  readonly header: SafeTensorsHeader;
  /** By parameter name. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** What a parameter's tensor is multiplied by, 1 by default. */
  factor?(name: string): number;
}

/** Yields after every chunk. Throws at the first value that is not finite. */
export async function* streamWeights(
  { file, header, tensors, factor = () => 1 }: WeightsSource,
  weights: Weights,
  executor: Pick<Executor, 'idle'>,
): Job<void> {
  // In file order, for sequential disk access.
  const inOrder = [...tensors].sort(([, one], [, other]) => one.begin - other.begin);
  const total = inOrder.reduce((sum, [, { begin, end }]) => sum + end - begin, 0);
  let done = 0;
  for (const [name, entry] of inOrder) {
    const type = supportedDtype(entry);
    if (!isFloatType(type)) throw new KernelError(`model file: '${entry.name}' holds integers`);
    const unit = weights.writeUnit(name) * FLOAT_BYTES[type];
    const chunk = Math.max(1, Math.floor(CHUNK_BYTES / unit)) * unit;
    for (let at = entry.begin; at < entry.end; at += chunk) {
      const end = Math.min(entry.end, at + chunk);
      const bytes = await file.slice(header.dataStart + at, header.dataStart + end).arrayBuffer();
      if (bytes.byteLength !== end - at)
        throw new KernelError('model file: it was modified while it was read');
      const numbers = toFloats(type, bytes);
      const first = (at - entry.begin) / FLOAT_BYTES[type];
      checkFinite(entry.name, numbers, first);
      const scale = factor(name);
      if (scale !== 1) for (let i = 0; i < numbers.length; i++) numbers[i] *= scale;
      weights.write(name, first, numbers);
      // Pending writes to a GPU occupy staging memory.
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
