// Both runs that patching compares, vector by vector: their numbers, how much they differ, and what the patched run has in their place.

import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult, PatchPlace, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { RunName, RunNode } from './request.ts';

export type Patching = LensResult<'patching'>;
type Runs = NonNullable<Patching['runs']>;

/** The run that a method changes. */
export const changedRun = (method: Patching['method']): RunName =>
  method === 'denoise' ? 'corrupt' : 'clean';

export const otherRun = (run: RunName): RunName => (run === 'clean' ? 'corrupt' : 'clean');

/** Which place of which pair is patched; undefined without. */
export const patchKey = ({ lenses: { patching } }: NetworkValues): string | undefined =>
  patching?.patch && JSON.stringify([patching.method, patching.patch.place, patching.pairs[0]]);

/** The vectors of a layer (T, N), of heads (T · H, N), and the index of a node's among them. */
export interface NodeVector {
  readonly tensor: Tensor;
  readonly index: number;
  /** The size that has the full colour, the same in all runs. */
  readonly range: number;
}

export function nodeVector(runs: Runs, run: keyof Runs, node: RunNode): NodeVector | undefined {
  const layers = layersOf(runs[run] ?? runs.clean)[node.site];
  const [tensor, range] = [layers?.[node.layer], rangesOf(runs)[node.site]?.[node.layer]];
  if (!tensor || range === undefined) return undefined;
  const [, , ...parts] = runs[run]?.vectors[node.site]?.shape ?? [];
  const H = parts.length > 1 ? parts[0] : 1;
  return { tensor, index: node.token * H + (node.head ?? 0), range };
}

type Layers = Partial<Record<PatchPlace['site'], Tensor[]>>;

const layersOf = memoize(
  ({ vectors }: Runs['clean']): Layers =>
    Object.fromEntries(
      Object.entries(vectors).map(([site, { shape, data }]) => {
        const [L, ...rest] = shape;
        const N = shape[shape.length - 1];
        const size = rest.reduce((a, b) => a * b);
        return [
          site,
          Array.from({ length: L }, (_, layer) => ({
            shape: [size / N, N],
            data: data.subarray(layer * size, (layer + 1) * size),
          })),
        ];
      }),
    ),
);

const DEVIATIONS = 3;

const rangesOf = memoize(({ clean }: Runs) =>
  Object.fromEntries(
    Object.entries(layersOf(clean)).map(([site, layers]) => [
      site,
      layers.map(({ data }) => DEVIATIONS * rootMeanSquare(data) || 1),
    ]),
  ),
);

const rootMeanSquare = (data: Float32Array): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);

/** Length of the difference over the mean length of both: 0 where both runs agree. */
export function differenceAt(runs: Runs, one: keyof Runs, other: keyof Runs, node: RunNode): number {
  const [a, b] = [nodeVector(runs, one, node), nodeVector(runs, other, node)];
  if (!a || !b) return 0;
  const N = a.tensor.shape[1];
  let [apart, length] = [0, 0];
  for (let i = 0; i < N; i++) {
    const [x, y] = [a.tensor.data[a.index * N + i], b.tensor.data[b.index * N + i]];
    apart += (x - y) ** 2;
    length += (x * x + y * y) / 2;
  }
  return Math.sqrt(apart / Math.max(length, 1e-12));
}
