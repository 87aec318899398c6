// Fitting probes beside the map: all places of a label, and one place in detail.

import { html } from 'lit';
import type { ActivationName } from '../../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { AlongTraining } from '../along-training.ts';
import { type LensTask, lensTask } from '../lens-task.ts';
import { stateOf, withState } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage } from '../panel.ts';
import { streamPointOf } from '../steering/stream-point.ts';
import type { ProbeSteerEvent, ProbesRunEvent } from './events.ts';
import { probeHistory, renderProbeHistory } from './history.ts';
import { anchorOf, type Probes, placeShown } from './places.ts';
import './probes-panel.ts';

interface Place {
  readonly name: string;
  readonly offset: number;
}

/** With which the direction of a probe is first added, in mean lengths of the stream. */
const PROBE_STRENGTH = 0.5;

export class ProbesPanel implements Panel<'probes'> {
  readonly all: LensTask<'probes'>;
  readonly one: LensTask<'probes'>;
  readonly #page: PanelPage;
  readonly #history: AlongTraining<'probes'>;
  /** The label that was fitted, or whose fitting was stopped: it does not begin again by itself. */
  #begun?: string;
  /** The probe that was asked for last: it does not begin again by itself either, if it was stopped or failed. */
  #asked?: string;

  constructor(page: PanelPage) {
    this.#page = page;
    this.all = lensTask(page, 'probes');
    this.one = lensTask(page, 'probes');
    this.#history = probeHistory(page);
  }

  /** Fits the label of a shot once, and the probe that it shows, as long as the weights are those of the others. */
  follow(): void {
    if (this.#begun !== (this.#set ?? '')) this.fit();
    const { values } = this.#page;
    const probes = this.found();
    const place = values && this.#placeShown(values);
    if (!probes || !place || !this.isCurrent(values) || this.#held(place)) return;
    const lens = { set: probes.set, place: { name: place.name, offset: place.offset } };
    const asked = JSON.stringify([probes.step, lens]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.one.run(lens);
  }

  get #set(): string | undefined {
    return stateOf(this.#page.shot, 'probes').set;
  }

  /** Without a label, one that fits the prompt. */
  fit(): void {
    const set = this.#set;
    this.#begun = set ?? '';
    this.#dropOne();
    void this.all.run(set === undefined ? { text: this.#page.prompt } : { set });
  }

  stop(): void {
    this.all.abort();
    this.one.abort();
  }

  reset(): void {
    this.all.reset();
    this.#history.reset();
    this.#dropOne();
    this.#begun = undefined;
  }

  #dropOne(): void {
    this.one.reset();
    this.#asked = undefined;
  }

  /** Of the label of the shot. */
  found(): Probes | undefined {
    const { result } = this.all.state;
    return result && (this.#set === undefined || result.set === this.#set) ? result : undefined;
  }

  /** Whether the probes are of the weights that the map shows. */
  isCurrent(values: Pick<NetworkValues, 'step'> | undefined): boolean {
    return this.found()?.step === values?.step && this.all.isOfEdits;
  }

  /** The probe that the shot shows; undefined while it is fitted. */
  detailOf(values: NetworkValues): Probes['detail'] | undefined {
    const place = this.#placeShown(values);
    return place && this.#held(place);
  }

  #placeShown(values: NetworkValues): Place | undefined {
    return placeShown({ ...values, found: { probes: this.found() } }, this.#page.shot);
  }

  /** Of the same weights as the probes of all places. */
  #held(place: Place): Probes['detail'] | undefined {
    const [all, one] = [this.all.state, this.one.state];
    const probes = this.found();
    if (!probes) return undefined;
    const isSame =
      one.result?.set === probes.set &&
      one.result.step === probes.step &&
      one.request?.edits === all.request?.edits;
    return [probes, ...(isSame && one.result ? [one.result] : [])].find(({ detail }) =>
      isPlace(detail, place),
    )?.detail;
  }

  render(values: NetworkValues | undefined) {
    const probes = values?.found?.probes;
    const detail = values && this.detailOf(values);
    const run = ({ run }: ProbesRunEvent) => (run === 'stop' ? this.stop() : this.fit());
    return html`<lab-probes-panel
      class="panel"
      .probes=${probes}
      .detail=${detail}
      .detailTask=${this.one.state}
      ?is-current=${this.isCurrent(values)}
      ?has-word=${values === undefined || probes === undefined || anchorOf(values) !== undefined}
      .step=${values?.step ?? 0}
      .task=${this.all.state}
      @lab-probes-run=${run}
      @lab-probe-steer=${({ probe }: ProbeSteerEvent) => this.#steerWith(probe)}
    >${renderProbeHistory(this.#history, probes, detail)}</lab-probes-panel>`;
  }

  #steerWith({ name, vector, place }: ProbeSteerEvent['probe']): void {
    const point = streamPointOf({ kind: 'vector', name: place as ActivationName, token: 0 });
    const direction = { kind: 'vector' as const, name, vector: [...vector] };
    // A probe's weights have no length of their own in the stream.
    const state = { direction, strength: PROBE_STRENGTH, ...(point && { point }) };
    this.#page.show(withState({ ...this.#page.shot, overlay: 'steering' }, 'steering', state));
  }
}

const isPlace = ({ place }: Probes['detail'], { name, offset }: Place): boolean =>
  place.name === name && place.offset === offset;

export const probesPanel: PanelKind<'probes'> = { create: (page) => new ProbesPanel(page) };
