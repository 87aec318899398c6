// Features on the network page: training of transcoders, the attribution graph of the prompt, and the feature that is chosen.

import type { ReactiveControllerHost } from 'lit';
import type { LensName, LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { FeatureChange, FeaturesRun } from '../../../events/index.ts';
import type { Shot } from '../../../network-map/camera/shot.ts';
import { featuresOf, graphRequest } from '../../../network-map/overlays/features-request.ts';
import type { NetworkValues } from '../../../network-map/values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

type Task<Name extends LensName> = CancellableTask<LensRequest<Name>, LensResult<Name>>;

export class FeatureJobs {
  readonly training: Task<'transcoders'>;
  readonly graphs: Task<'attribution-graph'>;
  readonly pages: Task<'feature'>;
  readonly changes: Task<'feature-intervention'>;
  /** The last graph and page that were asked for: what failed or was stopped does not begin again by itself. */
  #askedGraph?: string;
  #askedPage?: string;
  /** One object as long as nothing changes. */
  #shown?: { readonly from: readonly unknown[]; readonly values: NetworkValues };

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }) {
    const task = <Name extends LensName>(name: Name): Task<Name> =>
      new CancellableTask(host, (request, options) =>
        lab.store.client.transformer.lens(name, request, options),
      );
    this.training = task('transcoders');
    this.graphs = task('attribution-graph');
    this.pages = task('feature');
    this.changes = task('feature-intervention');
  }

  /** Draws the graph of the prompt, and opens the page of its chosen feature, once there are transcoders. */
  follow(shot: Shot, prompt: string, values: NetworkValues | undefined): void {
    const { result, progress } = this.training.state;
    if (shot.overlay !== 'features' || !result || progress || !values) return;
    const graph = graphRequest(prompt, shot, values.next);
    const key = JSON.stringify(graph);
    if (this.#askedGraph !== key) {
      this.#askedGraph = key;
      void this.graphs.run(graph);
    }
    const { chosen } = featuresOf(shot, prompt);
    if (!chosen) return;
    const { layer, feature } = chosen;
    const page = JSON.stringify([layer, feature]);
    if (this.#askedPage === page) return;
    this.#askedPage = page;
    void this.pages.run({ layer, feature });
  }

  run(run: FeaturesRun, prompt: string, shot: Shot): void {
    if (run === 'stop') {
      for (const task of [this.training, this.graphs, this.pages, this.changes]) task.abort();
    } else if ('train' in run) {
      this.#askedGraph = this.#askedPage = undefined;
      for (const task of [this.graphs, this.pages, this.changes]) task.reset();
      void this.training.run(run.train);
    } else this.#change(run.change, prompt, shot);
  }

  #change(change: FeatureChange, prompt: string, shot: Shot): void {
    const { chosen } = featuresOf(shot, prompt);
    const graph = this.graphOf(prompt);
    if (!chosen || !graph) return;
    const { layer, token: position, feature } = chosen;
    void this.changes.run({
      ...{ text: prompt, layer, position, feature, ...change, answer: graph.answer.id },
      ...(graph.other && { other: graph.other.id }),
    });
  }

  reset(): void {
    for (const task of [this.training, this.graphs, this.pages, this.changes]) task.reset();
    this.#askedGraph = this.#askedPage = undefined;
  }

  /** The graph of this prompt; the one before, while another threshold or answer is computed. */
  graphOf(prompt: string): LensResult<'attribution-graph'> | undefined {
    const { request, result } = this.graphs.state;
    return request?.text === prompt ? result : undefined;
  }

  /** Of the chosen feature. */
  pageOf(shot: Shot, prompt: string): LensResult<'feature'> | undefined {
    const { chosen } = featuresOf(shot, prompt);
    const { request, result } = this.pages.state;
    return chosen && request?.layer === chosen.layer && request.feature === chosen.feature
      ? result
      : undefined;
  }

  /** What was changed of the chosen feature. */
  changeOf(shot: Shot, prompt: string): Task<'feature-intervention'>['state'] {
    const { chosen } = featuresOf(shot, prompt);
    const { state } = this.changes;
    const { request } = state;
    const isOfChosen =
      request?.text === prompt &&
      request.layer === chosen?.layer &&
      request.position === chosen.token &&
      request.feature === chosen.feature;
    return isOfChosen ? state : { ...state, request: undefined, result: undefined };
  }

  added(values: NetworkValues, prompt: string): NetworkValues {
    const graph = this.graphOf(prompt);
    const from = [values, graph];
    if (this.#shown?.from.every((each, i) => each === from[i])) return this.#shown.values;
    const shown = graph?.tokens.length === values.tokens.length ? { ...values, graph } : values;
    this.#shown = { from, values: shown };
    return shown;
  }
}
