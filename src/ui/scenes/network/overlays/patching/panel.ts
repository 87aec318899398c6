// Exact effects of every place, computed one by one beside the map.

import { batchRows } from '../../../../../shared/batch-rows.ts';
import { memoize } from '../../../../../shared/memoize.ts';
import type {
  LensRequest,
  LensResult,
  ModelConfig,
  PatchingProgress,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { activationBytes } from '../../../../format/activation-bytes.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage, PanelTask } from '../panel.ts';
import { placeName, SITES_OF_PICTURE } from './effects.ts';
import { effectsView, type ScatterData, type ScatterPoint } from './effects-view.ts';
import { patchingStyles } from './panel-parts.ts';
import { comparisonKey, type ExactEffects, pairsRequest } from './request.ts';

type LayerProgress = NonNullable<PatchingProgress['effects']>;

/** Layers of one comparison, as far as they are patched. */
interface Exact {
  readonly key: string;
  /** Of the weights that they are of; undefined before the first. */
  readonly step?: number;
  readonly layers: readonly LayerProgress[];
}

export class PatchingPanel implements Panel<'patching'> {
  readonly #page: PanelPage;
  readonly #task: PanelTask<LensRequest<'patching'>, LensResult<'patching'>>;
  #exact?: Exact;

  constructor(page: PanelPage) {
    this.#page = page;
    this.#task = page.task((request, { signal, onProgress }) =>
      page.lens('patching', request, {
        signal,
        onProgress: (progress) => {
          const { effects } = progress as PatchingProgress;
          const exact = this.#exact;
          if (effects && exact)
            this.#exact = { ...exact, step: effects.step, layers: [...exact.layers, effects] };
          onProgress(progress);
        },
      }),
    );
  }

  render(values: NetworkValues | undefined) {
    const { model, shot } = this.#page;
    const costs = patchingCosts(model, values?.tokens.length ?? 1, stateOf(shot, 'patching').pairs ?? 1);
    const run = (run: 'exact' | 'stop') => (run === 'stop' ? this.#task.abort() : void this.patchAll());
    return effectsView(
      { task: this.#task.state, step: values?.step ?? 0, run },
      costs,
      this.#scatter(values),
    );
  }

  /** What was computed of another model or prompt is dropped. */
  reset(): void {
    this.#task.reset();
    this.#exact = undefined;
  }

  /** Of their step and prompts. */
  found({ step }: Pick<NetworkValues, 'step'>): ExactEffects | undefined {
    const exact = this.#current;
    return exact?.step === step ? effectsOf(exact.layers) : undefined;
  }

  get #current(): Exact | undefined {
    return this.#exact?.key === comparisonKey(this.#page) ? this.#exact : undefined;
  }

  #scatter(values: NetworkValues | undefined): ScatterData | undefined {
    const layers = this.#current?.layers ?? [];
    if (layers.length === 0) return undefined;
    const labels = values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
    // The stream that leaves a block enters the next one.
    const last = Math.max(...layers.map(({ layer }) => layer));
    const distinct = layers.filter(({ site, layer }) => site !== 'hook_resid_post' || layer === last);
    return { step: layers[0].step, points: distinct.flatMap((layer) => pointsOf(layer, labels)) };
  }

  async patchAll(): Promise<void> {
    const { prompt, shot } = this.#page;
    const key = comparisonKey(this.#page);
    this.#exact = { key, layers: [] };
    const before = this.#task.state.result;
    await this.#task.run({ ...pairsRequest(prompt, shot), sites: [...SITES_OF_PICTURE] });
    const { result } = this.#task.state;
    if (!result || result === before || this.#exact?.key !== key) return;
    // The report of a layer may arrive after the result.
    this.#exact = { key, step: result.step, layers: layersOf(result) };
    this.#page.requestUpdate();
  }
}

export const patchingPanel: PanelKind<'patching'> = {
  styles: patchingStyles,
  create: (page) => new PatchingPanel(page),
};

/** By site; a later report of a layer replaces an earlier one. */
const effectsOf = memoize((layers: readonly LayerProgress[]): ExactEffects => {
  const effects: Partial<Record<string, Float32Array[]>> = {};
  for (const { site, positions, layer, mean } of layers) {
    const key = `${site} ${positions}`;
    effects[key] ??= [];
    effects[key][layer] = mean;
  }
  return effects;
});

/** Everything that was reported while it was computed. */
function layersOf({ step, sites }: LensResult<'patching'>): LayerProgress[] {
  return sites.flatMap(({ site, estimate, exact, estimateAllPositions, exactAllPositions }) => [
    ...slicesOf(exact, estimate, { site, step, positions: 'each' }),
    ...slicesOf(exactAllPositions, estimateAllPositions, { site, step, positions: 'all' }),
  ]);
}

type Spread = LensResult<'patching'>['sites'][number]['exact'];

function slicesOf(
  exact: Spread,
  estimate: Spread,
  of: Pick<LayerProgress, 'site' | 'step' | 'positions'>,
): LayerProgress[] {
  if (!exact) return [];
  const [L] = exact.mean.shape;
  const size = exact.mean.data.length / L;
  return Array.from({ length: L }, (_, layer) => {
    const slice = (spread: NonNullable<Spread>) => spread.mean.data.slice(layer * size, (layer + 1) * size);
    return { ...of, layer, mean: slice(exact), ...(estimate && { estimate: slice(estimate) }) };
  });
}

const KINDS: Partial<Record<LayerProgress['site'], ScatterPoint['kind']>> = {
  'attn.hook_z': 'head',
  hook_attn_out: 'attention',
  hook_mlp_out: 'mlp',
};

function pointsOf(
  { site, layer, mean, estimate, positions }: LayerProgress,
  labels: readonly string[],
): ScatterPoint[] {
  // Heads at all positions are sums of those at each.
  if (!estimate || positions === 'all') return [];
  const parts = mean.length / labels.length;
  const kind = KINDS[site] ?? 'stream';
  return Array.from(mean, (exact, i): ScatterPoint => {
    const place = { site, layer, position: Math.floor(i / parts), ...(parts > 1 && { part: i % parts }) };
    return { name: placeName(place, labels), kind, estimate: estimate[i], exact };
  });
}

/** Runs of the model that patching every place takes at most, and their memory beside the model: activations and their gradients. */
function patchingCosts(
  model: ModelConfig,
  tokens: number,
  pairs: number,
): { readonly runs: number; readonly bytes: number } {
  const { L, H, V, mlpWidth } = model;
  const T = Math.min(model.T, Math.max(8, 2 ** Math.ceil(Math.log2(tokens)))); // rows are padded
  return {
    runs: pairs * L * (tokens * ((mlpWidth > 0 ? 5 : 3) + H) + H),
    bytes: 2 * activationBytes(model, T, T * batchRows(T, T * V)),
  };
}
