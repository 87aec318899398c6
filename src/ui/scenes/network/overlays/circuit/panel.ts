// Circuits, measured beside the map.

import type { LensRequest, LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf, withState } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage, PanelTask } from '../panel.ts';
import { patchingStyles } from '../patching/panel-parts.ts';
import { comparisonKey, pairsRequest } from '../patching/request.ts';
import { type CircuitRun, circuitView } from './circuit-view.ts';
import { takenEdges } from './graph.ts';

type Circuit = LensResult<'circuit'>;

export class CircuitPanel implements Panel<'circuit'> {
  readonly #page: PanelPage;
  readonly #task: PanelTask<LensRequest<'circuit'>, Circuit>;
  #circuit?: { readonly key: string; readonly result: Circuit };
  /** The task keeps the last result where a newer computation is stopped. */
  #last?: Circuit;

  constructor(page: PanelPage) {
    this.#page = page;
    this.#task = page.task((request, options) => page.lens('circuit', request, options));
  }

  render(values: NetworkValues | undefined) {
    const circuit = this.current;
    const isMeasured = values !== undefined && circuit?.taken === takenEdges(values, this.#page.shot);
    const run = (run: CircuitRun | 'stop') =>
      run === 'stop' ? this.#task.abort() : void this.measure(run, values);
    return circuitView({ task: this.#task.state, step: values?.step ?? 0, run }, circuit, isMeasured);
  }

  reset(): void {
    this.#task.reset();
    this.#circuit = undefined;
  }

  /** Of their step. */
  found({ step }: Pick<NetworkValues, 'step'>): Circuit | undefined {
    return this.current?.step === step ? this.current : undefined;
  }

  /** Of the prompts and the edits of now. */
  get current(): Circuit | undefined {
    return this.#circuit?.key === this.#key ? this.#circuit.result : undefined;
  }

  /** A circuit is measured by the corrupted prompt's activations, whatever is patched at places. */
  get #key(): string {
    const { prompt, shot, edits } = this.#page;
    const { method: _, ...state } = stateOf(shot, 'patching');
    return comparisonKey({ prompt, edits, shot: withState(shot, 'patching', state) });
  }

  /** The curve over other numbers of edges is measured once. */
  async measure(run: CircuitRun, values: NetworkValues | undefined): Promise<void> {
    const { prompt, shot } = this.#page;
    const [key, before] = [this.#key, this.current];
    const hasCurve = run === 'measure' && before && before.step === values?.step;
    const { method: _, ...pairs } = pairsRequest(prompt, shot);
    const exact = run === 'patched' || (run === 'measure' && before?.isExact === true);
    await this.#task.run({
      ...{ ...pairs, exact, curve: !hasCurve },
      ...(run === 'measure' && values && { edges: takenEdges(values, shot) }),
    });
    const { result, error } = this.#task.state;
    if (!result || error !== undefined || result === this.#last) return;
    this.#last = result;
    this.#circuit = { key, result: { ...result, curve: hasCurve ? before.curve : result.curve } };
    this.#page.requestUpdate();
  }
}

export const circuitPanel: PanelKind<'circuit'> = {
  styles: patchingStyles,
  create: (page) => new CircuitPanel(page),
};
