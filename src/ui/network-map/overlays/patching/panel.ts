// Exact effects of every place, computed one by one beside the map.

import { batchRows } from '../../../../shared/batch-rows.ts';
import type {
  LensRequest,
  LensResult,
  ModelConfig,
  PatchingProgress,
} from '../../../../workers/rpc/api/lab-api.ts';
import { activationBytes } from '../../../format/activation-bytes.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage, PanelTask } from '../panel.ts';
import { placeName, SITES_OF_PICTURE } from './effects.ts';
import { effectsView, type ScatterData, type ScatterPoint } from './effects-view.ts';
import { patchingStyles } from './panel-parts.ts';
import { comparisonKey, type ExactEffects, pairsRequest } from './request.ts';

type LayerProgress = NonNullable<PatchingProgress['effects']>;

/** Layers of one step of one comparison, as far as they are patched. */
interface Exact {
  readonly key: string;
  readonly step: number;
  readonly layers: readonly LayerProgress[];
  /** All of `layers`, by site. */
  readonly effects: ExactEffects;
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
          if (effects) this.#addLayer(effects);
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
    return exact?.step === step ? exact.effects : undefined;
  }

  get #current(): Exact | undefined {
    return this.#exact?.key === comparisonKey(this.#page) ? this.#exact : undefined;
  }

  #scatter(values: NetworkValues | undefined): ScatterData | undefined {
    const exact = this.#current;
    if (!exact) return undefined;
    const labels = values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
    // The stream that leaves a block enters the next one.
    const last = Math.max(...exact.layers.map(({ layer }) => layer));
    const distinct = exact.layers.filter(({ site, layer }) => site !== 'hook_resid_post' || layer === last);
    return { step: exact.step, points: distinct.flatMap((layer) => pointsOf(layer, labels)) };
  }

  async patchAll(): Promise<void> {
    const { prompt, shot } = this.#page;
    const key = comparisonKey(this.#page);
    this.#exact = { key, step: 0, layers: [], effects: {} };
    const before = this.#task.state.result;
    await this.#task.run({ ...pairsRequest(prompt, shot), sites: [...SITES_OF_PICTURE] });
    const { result } = this.#task.state;
    if (!result || result === before || this.#exact?.key !== key) return;
    // The report of a layer may arrive after the result.
    this.#exact = { key, step: result.step, layers: [], effects: {} };
    for (const layer of layersOf(result)) this.#addLayer(layer);
    this.#page.requestUpdate();
  }

  #addLayer(layer: LayerProgress): void {
    const exact = this.#exact;
    if (!exact) return;
    const site = `${layer.site} ${layer.positions}` as const;
    const layers = [...(exact.effects[site] ?? [])];
    layers[layer.layer] = layer.mean;
    this.#exact = {
      ...{ key: exact.key, step: layer.step, layers: [...exact.layers, layer] },
      effects: { ...exact.effects, [site]: layers },
    };
  }
}

export const patchingPanel: PanelKind<'patching'> = {
  styles: patchingStyles,
  create: (page) => new PatchingPanel(page),
};

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

function pointsOf(
  { site, layer, mean, estimate, positions }: LayerProgress,
  labels: readonly string[],
): ScatterPoint[] {
  // Heads at all positions are sums of those at each.
  if (!estimate || positions === 'all') return [];
  const parts = mean.length / labels.length;
  const kind =
    site === 'attn.hook_z'
      ? 'head'
      : site === 'hook_attn_out'
        ? 'attention'
        : site === 'hook_mlp_out'
          ? 'mlp'
          : 'stream';
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
