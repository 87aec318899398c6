// Fitting probes on the network page: all places of a label, and one place in detail.

import type { ReactiveControllerHost } from 'lit';
import type { LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../camera/shot.ts';
import { placeShown } from './overlay.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

type Probes = LensResult<'probes'>;

/** `edits`: of the weights that are read. */
interface Request {
  readonly probes: LensRequest<'probes'>;
  readonly edits: string;
}

type Task = CancellableTask<Request, Probes>;

export class ProbeJobs {
  readonly all: Task;
  readonly one: Task;
  readonly #lab: { readonly store: Pick<LabStore, 'client' | 'value'> };
  /** The label that was fitted, or whose fitting was stopped: it does not begin again by itself. */
  #begun?: string;
  /** The probe that was asked for last: it does not begin again by itself either, if it was stopped or failed. */
  #asked?: string;
  /** One object as long as nothing changes. */
  #shown?: { readonly from: readonly unknown[]; readonly values: NetworkValues };

  constructor(host: ReactiveControllerHost, lab: { readonly store: Pick<LabStore, 'client' | 'value'> }) {
    this.#lab = lab;
    const task = (): Task =>
      new CancellableTask(host, ({ probes }, options) =>
        lab.store.client.transformer.lens('probes', probes, options),
      );
    this.all = task();
    this.one = task();
  }

  /** Fits the label of a shot once, and the probe that it shows, as long as the weights are those of the others. */
  follow(shot: Shot, prompt: string, values: NetworkValues | undefined): void {
    if (shot.overlay !== 'probes') return;
    const { set = '' } = shot.probes ?? {};
    if (this.#begun !== set) this.fit(shot, prompt);
    const probes = this.probesOf(shot);
    const place = values && placeShown(values, shot);
    if (!probes || !place || !this.isCurrent(shot, values) || this.#held(shot, place)) return;
    const request = { set: probes.set, place: { name: place.name, offset: place.offset } };
    const asked = JSON.stringify([probes.step, request]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.one.run({ probes: request, edits: editsKey(this.#lab.store.value) });
  }

  /** Without a label, one that fits the prompt. */
  fit({ probes: { set } = {} }: Shot, prompt: string): void {
    this.#begun = set ?? '';
    this.#dropOne();
    const probes = set === undefined ? { text: prompt } : { set };
    void this.all.run({ probes, edits: editsKey(this.#lab.store.value) });
  }

  stop(): void {
    this.all.abort();
    this.one.abort();
  }

  reset(): void {
    this.all.reset();
    this.#dropOne();
    this.#begun = undefined;
  }

  #dropOne(): void {
    this.one.reset();
    this.#asked = undefined;
  }

  /** Of the label of the shot. */
  probesOf({ probes: { set } = {} }: Shot): Probes | undefined {
    const { result } = this.all.state;
    return result && (set === undefined || result.set === set) ? result : undefined;
  }

  /** Whether the probes are of the weights that the map shows. */
  isCurrent(shot: Shot, values: Pick<NetworkValues, 'step'> | undefined): boolean {
    const { request } = this.all.state;
    return this.probesOf(shot)?.step === values?.step && request?.edits === editsKey(this.#lab.store.value);
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
    return place && this.#held(shot, place);
  }

  /** Of the same weights as the probes of all places. */
  #held(shot: Shot, place: Place): Probes['detail'] | undefined {
    const [all, one] = [this.all.state, this.one.state];
    const probes = this.probesOf(shot);
    if (!probes) return undefined;
    const isSame =
      one.result?.set === probes.set &&
      one.result.step === probes.step &&
      one.request?.edits === all.request?.edits;
    return [probes, ...(isSame && one.result ? [one.result] : [])].find(({ detail }) =>
      isPlace(detail, place),
    )?.detail;
  }
}

interface Place {
  readonly name: string;
  readonly offset: number;
}

const isPlace = ({ place }: Probes['detail'], { name, offset }: Place): boolean =>
  place.name === name && place.offset === offset;
