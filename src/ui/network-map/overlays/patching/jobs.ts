// The longer computations of patching on the network page: exact effects of every place, and circuits.

import type { ReactiveControllerHost } from 'lit';
import { batchRows } from '../../../../shared/batch-rows.ts';
import type {
  LensRequest,
  LensResult,
  ModelConfig,
  PatchingProgress,
} from '../../../../workers/rpc/api/lab-api.ts';
import type { PatchingRun } from '../../../events/index.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Shot } from '../../camera/shot.ts';
import { pairsRequest } from './request.ts';
import { takenEdges } from '../circuit/graph.ts';
import type { ExactEffects, NetworkValues } from '../../values/network-values.ts';
import { placeName, SITES_OF_PICTURE } from './effects.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';
import type { ScatterData, ScatterPoint } from './effects-panel.ts';
import { activationBytes } from '../../../format/activation-bytes.ts';

type LayerProgress = NonNullable<PatchingProgress['effects']>;

/** Layers of one step of one comparison, as far as they are patched. */
interface Exact {
  readonly key: string;
  readonly step: number;
  readonly layers: readonly LayerProgress[];
  /** All of `layers`, by site. */
  readonly effects: ExactEffects;
}

interface Measured {
  readonly key: string;
  readonly result: LensResult<'circuit'>;
}

export class PatchingJobs {
  readonly effects: CancellableTask<LensRequest<'patching'>, LensResult<'patching'>>;
  readonly circuits: CancellableTask<LensRequest<'circuit'>, LensResult<'circuit'>>;
  #exact?: Exact;
  #circuit?: Measured;
  /** The task keeps the last result where a newer computation is stopped. */
  #last?: LensResult<'circuit'>;
  readonly #host: ReactiveControllerHost;
  readonly #lab: { readonly store: LabStore };
  /** One object as long as nothing changes. */
  #shown?: { readonly from: readonly unknown[]; readonly values: NetworkValues };

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }) {
    this.#host = host;
    this.#lab = lab;
    this.effects = new CancellableTask(host, (request, { signal, onProgress }) =>
      lab.store.client.transformer.lens('patching', request, {
        signal,
        onProgress: (progress) => {
          const { effects } = progress as PatchingProgress;
          if (effects) this.#addLayer(effects);
          onProgress(progress);
        },
      }),
    );
    this.circuits = new CancellableTask(host, (request, options) =>
      lab.store.client.transformer.lens('circuit', request, options),
    );
  }

  /** The computation of the open overlay. */
  task({ overlay }: Shot) {
    return overlay === 'circuit' ? this.circuits.state : this.effects.state;
  }

  run(run: PatchingRun, prompt: string, shot: Shot, values: NetworkValues | undefined): void {
    if (run === 'stop') {
      this.effects.abort();
      this.circuits.abort();
    } else if (run === 'exact') void this.#patchAll(prompt, shot);
    else void this.#findCircuit(run, prompt, shot, values);
  }

  /** What was computed of another model or prompt is dropped. */
  reset(): void {
    this.effects.reset();
    this.circuits.reset();
    this.#exact = this.#circuit = undefined;
  }

  /** The values of the picture with what was computed of their step and prompts. */
  added(values: NetworkValues, prompt: string, shot: Shot): NetworkValues {
    const key = this.#comparison(prompt, shot);
    const exact =
      this.#exact?.key === key && this.#exact.step === values.step ? this.#exact.effects : undefined;
    const circuit = this.circuitOf(prompt, shot);
    const drawn = circuit?.step === values.step ? circuit : undefined;
    const from = [values, exact, drawn];
    if (this.#shown?.from.every((each, i) => each === from[i])) return this.#shown.values;
    const shown = { ...values, ...(exact && { exact }), ...(drawn && { circuit: drawn }) };
    this.#shown = { from, values: shown };
    return shown;
  }

  circuitOf(prompt: string, shot: Shot): LensResult<'circuit'> | undefined {
    return this.#circuit?.key === this.#circuitKey(prompt, shot) ? this.#circuit.result : undefined;
  }

  scatter(prompt: string, shot: Shot, values: NetworkValues | undefined): ScatterData | undefined {
    const exact = this.#exact;
    if (!exact || exact.key !== this.#comparison(prompt, shot)) return undefined;
    const labels = values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
    // The stream that leaves a block enters the next one.
    const last = Math.max(...exact.layers.map(({ layer }) => layer));
    const distinct = exact.layers.filter(({ site, layer }) => site !== 'hook_resid_post' || layer === last);
    return { step: exact.step, points: distinct.flatMap((layer) => pointsOf(layer, labels)) };
  }

  /** Of which prompts and metric a computation is, and of which edits: they keep the step. */
  #comparison(prompt: string, shot: Shot): string {
    return JSON.stringify([prompt, pairsRequest(prompt, shot), editsKey(this.#lab.store.value)]);
  }

  /** A circuit is measured by the corrupted prompt's activations, whatever is patched at places. */
  #circuitKey(prompt: string, shot: Shot): string {
    const { method: _, ...patching } = shot.patching ?? {};
    return this.#comparison(prompt, { ...shot, patching });
  }

  async #patchAll(prompt: string, shot: Shot): Promise<void> {
    const key = this.#comparison(prompt, shot);
    this.#exact = { key, step: 0, layers: [], effects: {} };
    const before = this.effects.state.result;
    await this.effects.run({ ...pairsRequest(prompt, shot), sites: [...SITES_OF_PICTURE] });
    const { result } = this.effects.state;
    if (!result || result === before || this.#exact?.key !== key) return;
    // The report of a layer may arrive after the result.
    this.#exact = { key, step: result.step, layers: [], effects: {} };
    for (const layer of layersOf(result)) this.#addLayer(layer);
    this.#host.requestUpdate();
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

  /** The curve over other numbers of edges is measured once. */
  async #findCircuit(
    run: Exclude<PatchingRun, 'stop' | 'exact'>,
    prompt: string,
    shot: Shot,
    values: NetworkValues | undefined,
  ): Promise<void> {
    const key = this.#circuitKey(prompt, shot);
    const before = this.circuitOf(prompt, shot);
    const hasCurve = run === 'measure' && before && before.step === values?.step;
    const { method: _, ...pairs } = pairsRequest(prompt, shot);
    const exact = run === 'patched' || (run === 'measure' && before?.isExact === true);
    await this.circuits.run({
      ...{ ...pairs, exact, curve: !hasCurve },
      ...(run === 'measure' && values && { edges: takenEdges(values, shot) }),
    });
    const { result } = this.circuits.state;
    if (!result || this.circuits.state.error !== undefined || result === this.#last) return;
    this.#last = result;
    this.#circuit = { key, result: { ...result, curve: hasCurve ? before.curve : result.curve } };
    this.#host.requestUpdate();
  }
}

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
export function patchingCosts(
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
