// Features on the network page: training of transcoders, the attribution graph of the prompt, and the feature that is chosen.

import type { ReactiveControllerHost } from 'lit';
import type { LensName, LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { FeatureChange, FeaturesRun } from '../../../events/index.ts';
import type { Shot } from '../../camera/shot.ts';
import { featuresOf, graphRequest } from './request.ts';
import { graphEdgeKey } from './graph.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';

/** `edits`: of the weights that are read. */
interface Request<Name extends LensName> {
  readonly lens: LensRequest<Name>;
  readonly edits: string;
}

type Task<Name extends LensName> = CancellableTask<Request<Name>, LensResult<Name>>;

type Graph = LensResult<'attribution-graph'>;

export class FeatureJobs {
  readonly training: Task<'transcoders'>;
  readonly graphs: Task<'attribution-graph'>;
  readonly pages: Task<'feature'>;
  readonly changes: Task<'feature-intervention'>;
  /** The last graph and page that were asked for: what failed or was stopped does not begin again by itself. */
  #askedGraph?: string;
  #askedPage?: string;
  #checked?: { readonly graph: Graph; readonly edge: string };
  /** One object as long as nothing changes. */
  #shown?: { readonly from: readonly unknown[]; readonly values: NetworkValues };
  readonly #lab: { readonly store: Pick<LabStore, 'client' | 'value'> };

  constructor(host: ReactiveControllerHost, lab: { readonly store: Pick<LabStore, 'client' | 'value'> }) {
    this.#lab = lab;
    const task = <Name extends LensName>(name: Name): Task<Name> =>
      new CancellableTask(host, ({ lens }, options) =>
        lab.store.client.transformer.lens(name, lens, options),
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
      void this.graphs.run(this.#ofNow(graph));
    }
    const { chosen } = featuresOf(shot, prompt);
    if (!chosen) return;
    this.#checkEdge(shot, prompt, values);
    const { layer, feature } = chosen;
    const page = JSON.stringify([layer, feature]);
    if (this.#askedPage === page) return;
    this.#askedPage = page;
    void this.pages.run(this.#ofNow({ layer, feature }));
  }

  /** A chosen edge is checked once, in the model that the graph is of: its source is ablated there. */
  #checkEdge(shot: Shot, prompt: string, { step }: NetworkValues): void {
    const { edge } = shot.picked ?? {};
    const graph = this.graphOf(prompt);
    if (graph?.step !== step || !this.hasEditsOfNow(this.graphs)) {
      // With the weights of the graph again, what other ones have given is not kept from it.
      this.#checked = undefined;
      return;
    }
    const found = graph?.edges.find((each) => graphEdgeKey(graph, each) === edge);
    if (edge === undefined || !found || graph.nodes[found.from].kind !== 'feature') return;
    if (this.#checked?.graph === graph && this.#checked.edge === edge) return;
    this.#checked = { graph, edge };
    this.#change({ kind: 'ablate' }, prompt, shot);
  }

  run(run: FeaturesRun, prompt: string, shot: Shot): void {
    if (run === 'stop') {
      for (const task of [this.training, this.graphs, this.pages, this.changes]) task.abort();
    } else if ('train' in run) {
      this.#dropAsked();
      for (const task of [this.graphs, this.pages, this.changes]) task.reset();
      void this.training.run(this.#ofNow(run.train));
    } else this.#change(run.change, prompt, shot);
  }

  #change(change: FeatureChange, prompt: string, shot: Shot): void {
    const { chosen } = featuresOf(shot, prompt);
    const graph = this.graphOf(prompt);
    if (!chosen || !graph) return;
    const { layer, token: position, feature } = chosen;
    void this.changes.run(
      this.#ofNow({
        ...{ text: prompt, layer, position, feature, ...change, answer: graph.answer.id },
        ...(graph.other && { other: graph.other.id }),
      }),
    );
  }

  reset(): void {
    for (const task of [this.training, this.graphs, this.pages, this.changes]) task.reset();
    this.#dropAsked();
  }

  #dropAsked(): void {
    this.#askedGraph = this.#askedPage = undefined;
    this.#checked = undefined;
  }

  #ofNow<Lens>(lens: Lens): { readonly lens: Lens; readonly edits: string } {
    return { lens, edits: editsKey(this.#lab.store.value) };
  }

  /** Whether the last result is of the edits that are in the weights: they keep the step. */
  hasEditsOfNow({
    state: { request },
  }: {
    readonly state: { readonly request?: { readonly edits: string } };
  }): boolean {
    return request?.edits === editsKey(this.#lab.store.value);
  }

  /** The graph of this prompt; the one before, while another threshold or answer is computed. */
  graphOf(prompt: string): Graph | undefined {
    const { request, result } = this.graphs.state;
    return request?.lens.text === prompt ? result : undefined;
  }

  /** Of the chosen feature. */
  pageOf(shot: Shot, prompt: string): LensResult<'feature'> | undefined {
    const { chosen } = featuresOf(shot, prompt);
    const { request, result } = this.pages.state;
    return chosen && request?.lens.layer === chosen.layer && request.lens.feature === chosen.feature
      ? result
      : undefined;
  }

  /** What was changed of the chosen feature, with the edits that are in the weights. */
  changeOf(shot: Shot, prompt: string): Task<'feature-intervention'>['state'] {
    const { chosen } = featuresOf(shot, prompt);
    const { state } = this.changes;
    const { lens } = state.request ?? {};
    const isOfChosen =
      lens?.text === prompt &&
      lens.layer === chosen?.layer &&
      lens.position === chosen.token &&
      lens.feature === chosen.feature &&
      this.hasEditsOfNow(this.changes);
    return isOfChosen ? state : { ...state, request: undefined, result: undefined };
  }

  added(values: NetworkValues, shot: Shot, prompt: string): NetworkValues {
    const graph = this.graphOf(prompt);
    const { request, result } = this.changeOf(shot, prompt);
    const isOfGraph = result?.step === graph?.step && request?.edits === this.graphs.state.request?.edits;
    const ablated = request?.lens.kind === 'ablate' && isOfGraph ? result : undefined;
    const from = [values, graph, ablated];
    if (this.#shown?.from.every((each, i) => each === from[i])) return this.#shown.values;
    const { layer, position, feature } = request?.lens ?? {};
    const ablation = ablated && { source: ['feature', layer, position, feature].join(' '), result: ablated };
    const shown =
      graph?.tokens.length === values.tokens.length
        ? { ...values, graph, ...(ablation && { ablation }) }
        : values;
    this.#shown = { from, values: shown };
    return shown;
  }
}
