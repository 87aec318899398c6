// Features on the network page: training of transcoders, the attribution graph of the prompt, and the feature that is chosen.

import type { ReactiveControllerHost } from 'lit';
import type { LensName, LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { FeatureChange, FeaturesRun } from '../../../events/index.ts';
import type { Shot } from '../../../network-map/camera/shot.ts';
import { featuresOf, graphRequest } from '../../../network-map/overlays/features-request.ts';
import { graphEdgeKey } from '../../../network-map/values/feature-graph.ts';
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
  #askedEdge?: string;
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
    this.#checkEdge(shot, prompt);
    const { layer, feature } = chosen;
    const page = JSON.stringify([layer, feature]);
    if (this.#askedPage === page) return;
    this.#askedPage = page;
    void this.pages.run({ layer, feature });
  }

  /** A chosen edge is checked once: its source is ablated in the model. */
  #checkEdge(shot: Shot, prompt: string): void {
    const { edge } = shot.picked ?? {};
    const graph = this.graphOf(prompt);
    const found = graph?.edges.find((each) => graphEdgeKey(graph, each) === edge);
    if (!graph || !found || graph.nodes[found.from].kind !== 'feature') return;
    const asked = JSON.stringify([graphRequest(prompt, shot, []), edge]);
    if (this.#askedEdge === asked) return;
    this.#askedEdge = asked;
    this.#change({ kind: 'ablate' }, prompt, shot);
  }

  run(run: FeaturesRun, prompt: string, shot: Shot): void {
    if (run === 'stop') {
      for (const task of [this.training, this.graphs, this.pages, this.changes]) task.abort();
    } else if ('train' in run) {
      this.#askedGraph = this.#askedPage = this.#askedEdge = undefined;
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
    this.#askedGraph = this.#askedPage = this.#askedEdge = undefined;
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

  added(values: NetworkValues, shot: Shot, prompt: string): NetworkValues {
    const graph = this.graphOf(prompt);
    const { request, result } = this.changeOf(shot, prompt);
    const ablated = request?.kind === 'ablate' ? result : undefined;
    const from = [values, graph, ablated];
    if (this.#shown?.from.every((each, i) => each === from[i])) return this.#shown.values;
    const { layer, position, feature } = request ?? {};
    const ablation = ablated && { source: ['feature', layer, position, feature].join(' '), result: ablated };
    const shown =
      graph?.tokens.length === values.tokens.length
        ? { ...values, graph, ...(ablation && { ablation }) }
        : values;
    this.#shown = { from, values: shown };
    return shown;
  }
}
