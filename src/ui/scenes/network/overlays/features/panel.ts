// Features beside the map: training of transcoders, the attribution graph of the prompt, and the feature that is chosen.

import { html } from 'lit';
import type { LensName, LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { AlongTraining } from '../along-training.ts';
import { type LensTask, lensTask } from '../lens-task.ts';
import type { Panel, PanelKind, PanelPage } from '../panel.ts';
import type { FeatureChange, FeatureChoiceEvent, FeaturesRun, FeaturesRunEvent } from './events.ts';
import './features-panel.ts';
import { type Graph, graphEdgeKey } from './graph.ts';
import { driftHistory, renderDriftHistory } from './history.ts';
import { type FoundFeatures, featuresOf, graphRequest, withFeature } from './request.ts';

export class FeaturesPanel implements Panel<'features'> {
  readonly training: LensTask<'transcoders'>;
  readonly graphs: LensTask<'attribution-graph'>;
  readonly pages: LensTask<'feature'>;
  readonly changes: LensTask<'feature-intervention'>;
  readonly #page: PanelPage;
  readonly #history: AlongTraining<'transcoder-drift'>;
  /** The last graph and page that were asked for: what failed or was stopped does not begin again by itself. */
  #askedGraph?: string;
  #askedPage?: string;
  #checked?: { readonly graph: Graph; readonly edge: string };

  constructor(page: PanelPage) {
    this.#page = page;
    this.#history = driftHistory(page);
    const task = <Name extends LensName>(name: Name) => lensTask(page, name);
    this.training = task('transcoders');
    this.graphs = task('attribution-graph');
    this.pages = task('feature');
    this.changes = task('feature-intervention');
  }

  get #tasks() {
    return [this.training, this.graphs, this.pages, this.changes];
  }

  get #chosen() {
    return featuresOf(this.#page.shot, this.#page.prompt).chosen;
  }

  /** Draws the graph of the prompt, and opens the page of its chosen feature, once there are transcoders. */
  follow(): void {
    const { shot, prompt, values } = this.#page;
    const { result, progress } = this.training.state;
    if (!result || progress || !values) return;
    const graph = graphRequest(prompt, shot, values.next);
    const key = JSON.stringify(graph);
    if (this.#askedGraph !== key) {
      this.#askedGraph = key;
      void this.graphs.run(graph);
    }
    const chosen = this.#chosen;
    if (!chosen) return;
    this.#checkEdge(values);
    const { layer, feature } = chosen;
    const page = JSON.stringify([layer, feature]);
    if (this.#askedPage === page) return;
    this.#askedPage = page;
    void this.pages.run({ layer, feature });
  }

  /** A chosen edge is checked once, in the model that the graph is of: its source is ablated there. */
  #checkEdge({ step }: NetworkValues): void {
    const { edge } = this.#page.shot.picked ?? {};
    const { graph } = this;
    if (graph?.step !== step || !this.graphs.isOfEdits) {
      // With the weights of the graph again, what other ones have given is not kept from it.
      this.#checked = undefined;
      return;
    }
    const found = graph.edges.find((each) => graphEdgeKey(graph, each) === edge);
    if (edge === undefined || !found || graph.nodes[found.from].kind !== 'feature') return;
    if (this.#checked?.graph === graph && this.#checked.edge === edge) return;
    this.#checked = { graph, edge };
    this.#change({ kind: 'ablate' });
  }

  run(run: FeaturesRun): void {
    if (run === 'stop') {
      for (const task of this.#tasks) task.abort();
    } else if ('train' in run) {
      this.#dropAsked();
      for (const task of [this.graphs, this.pages, this.changes]) task.reset();
      void this.training.run(run.train);
    } else this.#change(run.change);
  }

  #change(change: FeatureChange): void {
    const { graph } = this;
    const chosen = this.#chosen;
    if (!chosen || !graph) return;
    const { layer, token: position, feature } = chosen;
    void this.changes.run({
      ...{ text: this.#page.prompt, layer, position, feature, ...change, answer: graph.answer.id },
      ...(graph.other && { other: graph.other.id }),
    });
  }

  reset(): void {
    for (const task of [...this.#tasks, this.#history]) task.reset();
    this.#dropAsked();
  }

  #dropAsked(): void {
    this.#askedGraph = this.#askedPage = undefined;
    this.#checked = undefined;
  }

  /** The graph of the prompt; the one before, while another threshold or answer is computed. */
  get graph(): Graph | undefined {
    const { request, result } = this.graphs.state;
    return request?.lens.text === this.#page.prompt ? result : undefined;
  }

  /** Of the chosen feature. */
  get #featurePage(): LensResult<'feature'> | undefined {
    const chosen = this.#chosen;
    const { request, result } = this.pages.state;
    const isOfChosen = request?.lens.layer === chosen?.layer && request?.lens.feature === chosen?.feature;
    return chosen && isOfChosen ? result : undefined;
  }

  /** What was changed of the chosen feature, with the edits that are in the weights. */
  get change(): LensTask<'feature-intervention'>['state'] {
    const chosen = this.#chosen;
    const { state } = this.changes;
    const { lens } = state.request ?? {};
    const isOfChosen =
      lens?.text === this.#page.prompt &&
      lens.layer === chosen?.layer &&
      lens.position === chosen.token &&
      lens.feature === chosen.feature &&
      this.changes.isOfEdits;
    return isOfChosen ? state : { ...state, request: undefined, result: undefined };
  }

  found({ tokens }: Pick<NetworkValues, 'tokens'>): FoundFeatures | undefined {
    const { graph } = this;
    if (graph?.tokens.length !== tokens.length) return undefined;
    const { request, result } = this.change;
    const isOfGraph = result?.step === graph.step && request?.edits === this.graphs.state.request?.edits;
    if (request?.lens.kind !== 'ablate' || !isOfGraph) return { graph };
    const { layer, position, feature } = request.lens;
    return { graph, ablation: result, source: ['feature', layer, position, feature].join(' ') };
  }

  render(values: NetworkValues | undefined) {
    const { result } = this.training.state;
    const show = ({ place }: FeatureChoiceEvent) => this.#page.show(withFeature(this.#page.shot, place));
    return html`<lab-features-panel
      class="panel"
      .training=${this.training.state}
      .graphTask=${this.graphs.state}
      .graph=${values?.found?.features?.graph}
      .chosen=${this.#chosen}
      .page=${this.#featurePage}
      .change=${this.change}
      .step=${values?.step ?? 0}
      ?has-other-edits=${!this.graphs.isOfEdits}
      @lab-features-run=${({ run }: FeaturesRunEvent) => this.run(run)}
      @lab-feature-choice=${show}
    >${renderDriftHistory(this.#history, result, this.#chosen)}</lab-features-panel>`;
  }
}

export const featuresPanel: PanelKind<'features'> = { create: (page) => new FeaturesPanel(page) };
