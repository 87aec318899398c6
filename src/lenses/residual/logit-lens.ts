// Logit lens: the residual stream after each layer, read through the final layer norm and the unembedding
// (nostalgebraist 2020).

import type { ResidualStreamName } from '../../model/architecture/residual-stages.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';

/**
 * `readLogits` of the logits (B, T, V) at each of `names`: the stream through the final layer norm, with its own mean and
 * scale, and the unembedding, after `translate`. One stage at a time, because the logits of a large vocabulary need much memory.
 */
export async function* logitLens<TResult>(
  inspector: Inspector,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  names: readonly ResidualStreamName[],
  readLogits: (logits: NDArray) => TResult,
  translate: (name: ResidualStreamName, stream: NDArray) => NDArray = (_, stream) => stream,
): Job<Map<ResidualStreamName, TResult>> {
  const { activations } = await inspector.run({ ...request, names });
  const result = new Map<ResidualStreamName, TResult>();
  for (const name of names) {
    yield { label: 'logit lens stages', done: result.size, total: names.length };
    const stream = translate(name, activations.get(name) as NDArray);
    result.set(name, readLogits(await inspector.unembed(stream)));
  }
  return result;
}
