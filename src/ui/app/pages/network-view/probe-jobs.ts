// Fitting probes on the network page: all places of a label, and one place in detail.

import type { ReactiveControllerHost } from 'lit';
import type { LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../../network-map/camera/shot.ts';
import { placeShown } from '../../../network-map/overlays/probes.ts';
import type { NetworkValues } from '../../../network-map/values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

type Probes = LensResult<'probes'>;
type Task = CancellableTask<LensRequest<'probes'>, Probes>;

export class ProbeJobs {
  readonly all: Task;
  readonly #one: Task;
  /** The label that was fitted, or whose fitting was stopped: it does not begin again by itself. */
  #begun?: string;
  /** One object as long as nothing changes. */
  #shown?: { readonly from: readonly unknown[]; readonly values: NetworkValues };

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }) {
    const task = (): Task =>
      new CancellableTask(host, (request, options) =>
        lab.store.client.transformer.lens('probes', request, options),
      );
    this.all = task();
    this.#one = task();
  }

  /** Fits the label of a shot once, and the probe that it shows. */
  follow(shot: Shot, prompt: string, values: NetworkValues | undefined): void {
    if (shot.overlay !== 'probes') return;
    const { set = '' } = shot.probes ?? {};
    if (this.#begun !== set) this.fit(shot, prompt);
    const { result } = this.all.state;
    const place = values && placeShown(values, shot);
    if (!result || !place || isPlace(result.detail, place)) return;
    const request = { set: result.set, place: { name: place.name, offset: place.offset } };
    const { state } = this.#one;
    const isKnown = state.result && state.result.set === result.set && isPlace(state.result.detail, place);
    if (!isKnown && state.progress === undefined && state.error === undefined) void this.#one.run(request);
  }

  /** Without a label, one that fits the prompt. */
  fit({ probes: { set } = {} }: Shot, prompt: string): void {
    this.#begun = set ?? '';
    this.#one.reset();
    void this.all.run(set === undefined ? { text: prompt } : { set });
  }

  stop(): void {
    this.all.abort();
  }

  reset(): void {
    this.all.reset();
    this.#one.reset();
    this.#begun = undefined;
  }

  /** Of the label of the shot. */
  probesOf({ probes: { set } = {} }: Shot): Probes | undefined {
    const { result } = this.all.state;
    return result && (set === undefined || result.set === set) ? result : undefined;
  }

  added(values: NetworkValues, shot: Shot): NetworkValues {
    const from = [values, this.probesOf(shot)];
    if (this.#shown?.from.every((each, i) => each === from[i])) return this.#shown.values;
    const probes = this.probesOf(shot);
    const shown = { ...values, ...(probes && { probes }) };
    this.#shown = { from, values: shown };
    return shown;
  }

  /** The probe that a shot shows; undefined while it is fitted. */
  detailOf(shot: Shot, values: NetworkValues): Probes['detail'] | undefined {
    const place = placeShown(values, shot);
    const results = [this.probesOf(shot), this.#one.state.result];
    return results.find(
      (each) => each && place && each.set === values.probes?.set && isPlace(each.detail, place),
    )?.detail;
  }
}

const isPlace = (
  { place }: Probes['detail'],
  { name, offset }: { readonly name: string; readonly offset: number },
): boolean => place.name === name && place.offset === offset;
