// The network page: a prompt, and the current model at work on it in one picture.

import { msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ActivationName, RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { NetworkReader } from '../../../course/network-reader.ts';
import { listen } from '../../../events/element-event.ts';
import { PromptChangeEvent } from '../../../events/index.ts';
import { appendToken } from '../../../format/append-token.ts';
import { OVERVIEW, type Shot } from '../../../network-map/camera/shot.ts';
import { withFeature } from '../../../network-map/interaction/selection.ts';
import { featuresOf, stampedFeatures } from '../../../network-map/overlays/features/request.ts';
import { stampedShot } from '../../../network-map/overlays/patching/request.ts';
import {
  forAnotherModel,
  stampedSteering,
  withDirection,
} from '../../../network-map/overlays/steering/request.ts';
import { takenEdges } from '../../../network-map/overlays/circuit/graph.ts';
import { withBaseline } from '../../../network-map/values/merge.ts';
import type { NetworkValues } from '../../../network-map/values/network-values.ts';
import { anchorOf } from '../../../network-map/overlays/probes/places.ts';
import { streamPointOf } from '../../../network-map/overlays/steering/stream-point.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { labContext, pageContext, runLibraryContext } from '../../../state/contexts.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { mapFigureStyles } from '../../../styles/map-panel.styles.ts';
import '../../../network-map/network-map.ts';
import '../../../network-map/overlays/all-overlays.ts';
import '../../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../../views/status/model-status.ts';
import '../../../network-map/overlays/features/features-panel.ts';
import { circuitPanel, effectsPanel, patchingStyles } from '../../../network-map/overlays/patching/effects-panel.ts';
import '../../../network-map/overlays/probes/probes-panel.ts';
import { steeringPanel, steeringStyles } from '../../../network-map/overlays/steering/steering-panel.ts';
import { tunedLensPanel, tunedLensStyles } from '../../../network-map/overlays/logit-lens/tuned-lens-panel.ts';
import '../../../views/text/prompt-input/prompt-input.ts';
import { FeatureHistory } from '../../../network-map/overlays/features/history.ts';
import { FeatureJobs } from '../../../network-map/overlays/features/jobs.ts';
import { networkViewStyles } from './network-view.styles.ts';
import { PatchingJobs, patchingCosts } from '../../../network-map/overlays/patching/jobs.ts';
import { ProbeHistory, type Training } from '../../../network-map/overlays/probes/history.ts';
import { ProbeJobs } from '../../../network-map/overlays/probes/jobs.ts';
import { SteeringJobs } from '../../../network-map/overlays/steering/jobs.ts';

/** The checkpoint that the tuned lens is fitted to, none for the current weights, and the edits in them. */
interface FittedTo {
  readonly previewStep: number | undefined;
  readonly edits: string;
}

/** With which the direction of a probe is first added, in mean lengths of the stream. */
const PROBE_STRENGTH = 0.5;

/**
 * @summary The whole network at work on a prompt, live while it trains. Reads the lab and page stores from their contexts.
 *
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-view - The train view is requested, if there is no model.
 */
@customElement('lab-network-view')
export class NetworkView extends LitElement {
  static override styles = [
    ...[baseStyles, networkViewStyles, mapFigureStyles],
    ...[patchingStyles, steeringStyles, tunedLensStyles],
  ];

  @state() private shot: Shot = { ...OVERVIEW, front: 'play' };

  /** Of the step when the overlay of changes was chosen. */
  #baseline?: NetworkValues;
  /** The shown values: one object as long as nothing changes. */
  #shown?: {
    readonly from: NetworkValues | undefined;
    readonly overlay: Shot['overlay'];
    readonly values?: NetworkValues;
  };
  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  readonly #reader = new NetworkReader(this, this.#lab);
  readonly #jobs = new PatchingJobs(this, this.#lab);
  readonly #steering = new SteeringJobs(this, this.#lab);
  readonly #probes = new ProbeJobs(this, this.#lab);
  readonly #probeHistory = new ProbeHistory(this, this.#lab);
  readonly #tunedLens = new CancellableTask(this, (_: FittedTo, options) =>
    this.#lab.store.client.transformer.lens('tuned-lens', {}, options),
  );
  readonly #features = new FeatureJobs(this, this.#lab);
  readonly #featureHistory = new FeatureHistory(this, this.#lab);
  #jobsOf?: RunInfo;

  constructor() {
    super();
    listen(this, {
      'lab-map-shot': ({ shot }) => this.#show(shot),
      'lab-map-token': ({ token: { text } }) => this.#append(text),
      'lab-patching-run': ({ run }) => {
        const { run: model } = this.#lab.value;
        if (model) this.#jobs.run(run, this.#prompt(model), this.shot, this.#reader.current?.values);
      },
      'lab-steering-run': ({ run }) => {
        const { run: model } = this.#lab.value;
        if (model) this.#steering.run(run, this.#prompt(model), this.shot);
      },
      'lab-steering-prompts': ({ prompts: { away, toward } }) => {
        const direction = { kind: 'prompts' as const, away: [...away], toward: [...toward] };
        this.#show(withDirection(this.shot, direction));
      },
      'lab-tuned-lens-run': ({ run }) =>
        run === 'fit' ? void this.#fitTunedLens() : this.#tunedLens.abort(),
      'lab-probes-run': ({ run }) => {
        const { run: model } = this.#lab.value;
        if (run === 'stop') this.#probes.stop();
        else if (model) this.#probes.fit(this.shot, this.#prompt(model));
      },
      'lab-probe-steer': ({ probe: { name, vector, place } }) => {
        const point = streamPointOf({ kind: 'vector', name: place as ActivationName, token: 0 });
        const { overlay: _, ...shot } = this.shot;
        const direction = { kind: 'vector' as const, name, vector: [...vector] };
        // A probe's weights have no length of their own in the stream.
        this.#show({
          ...shot,
          overlay: 'steering',
          steering: { direction, strength: PROBE_STRENGTH, ...(point && { point }) },
        });
      },
      'lab-features-run': ({ run }) => {
        const { run: model } = this.#lab.value;
        if (model) this.#features.run(run, this.#prompt(model), this.shot);
      },
      'lab-feature-choice': ({ place }) => this.#show(withFeature(this.shot, place)),
      'lab-focus': ({ focus: { token } }) => {
        this.shot = { ...this.shot, token };
      },
    });
  }

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    this.toggleAttribute('with-panel', this.#hasPanel);
    if (run !== this.#jobsOf) {
      this.#jobs.reset();
      this.#steering.task.reset();
      this.#probes.reset();
      this.#probeHistory.task.reset();
      this.#tunedLens.reset();
      this.#features.reset();
      this.#featureHistory.task.reset();
      if (this.#jobsOf) this.shot = forAnotherModel(this.shot);
    }
    this.#jobsOf = run;
    this.#followTunedLens();
    const { values } = this.#reader.current ?? {};
    if (run)
      this.#probes.follow(this.shot, this.#prompt(run), values && this.#probes.added(values, this.shot));
    if (run) this.#features.follow(this.shot, this.#prompt(run), values);
    if (run) this.#reader.read(this.#lab.value, this.#prompt(run), this.shot, this.clientWidth);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { current: shown, error } = this.#reader;
    const values = this.#shownValues(shown?.values);
    const isPatching = this.#isPatching;
    const drawn = values && this.#added(values, run);
    return html`
      <div class="reading">
        <h1 class="visually-hidden">${msg('Network')}</h1>
        ${modelStatus(this.#lab.value, shown?.result.step, nothing, this.#runs.value)}
        <lab-prompt-input
          slim
          .prompt=${this.#prompt(run)}
          .prompts=${run.prompts}
          .tokens=${[]}
          .unknown=${shown?.result.unknown ?? []}
          .spelled=${shown?.result.spelled ?? []}
          .vocabulary=${run.vocabulary}
          .cut=${shown?.result.cut ?? 0}
          .contextLength=${run.model.T}
        ></lab-prompt-input>
        ${error ? html`<p role="alert">${error}</p>` : nothing}
      </div>
      <div class="work ${this.#hasPanel ? 'beside' : ''}">
        <lab-network-map
          has-overlays
          has-tokens
          .model=${run.model}
          .vocabulary=${run.vocabulary}
          .values=${drawn}
          .shot=${this.shot}
        ></lab-network-map>
        ${isPatching ? this.#panel(run, drawn) : nothing}
        ${this.#isTuned ? this.#tunedLensPanel(drawn) : nothing}
        ${this.shot.overlay === 'features' ? this.#featuresPanel(run, drawn) : nothing}
        ${this.shot.overlay === 'probes' ? this.#probesPanel(drawn) : nothing}
        ${this.shot.overlay === 'steering' ? this.#steeringPanel(run, drawn) : nothing}
      </div>
    `;
  }

  get #isPatching(): boolean {
    return this.shot.overlay === 'patching' || this.shot.overlay === 'circuit';
  }

  get #hasPanel(): boolean {
    const { overlay = 'values' } = this.shot;
    return this.#isPatching || this.#isTuned || ['steering', 'probes', 'features'].includes(overlay);
  }

  get #isTuned(): boolean {
    return this.shot.overlay === 'logit-lens' && this.shot.isTuned === true;
  }

  /** The map reads through the translators once they are there. */
  #fitTunedLens(): Promise<void> {
    const { value } = this.#lab;
    return this.#tunedLens.run({ previewStep: value.previewStep, edits: editsKey(value) });
  }

  /** The step of the translators, as long as they are of the weights that are viewed. */
  #followTunedLens(): void {
    const { request, result } = this.#tunedLens.state;
    const tunedStep = request?.previewStep === this.#lab.value.previewStep ? result?.step : undefined;
    if (this.shot.tunedStep === tunedStep) return;
    const { tunedStep: _, ...shot } = this.shot;
    this.shot = tunedStep === undefined ? shot : { ...shot, tunedStep };
  }

  #tunedLensPanel(values: NetworkValues | undefined) {
    const { request, result } = this.#tunedLens.state;
    const isOfWeights = result?.step === values?.step && request?.edits === editsKey(this.#lab.value);
    return tunedLensPanel(
      this.#tunedLens.state,
      isOfWeights && !this.#isWithoutTranslators,
      values?.step ?? 0,
    );
  }

  /** A checkpoint that is viewed again is read anew, without the translators that were fitted to it: the map has the plain logit lens. */
  get #isWithoutTranslators(): boolean {
    const { request, values } = this.#reader.current ?? {};
    const { 'logit-lens': asked } = request?.query.lenses ?? {};
    return asked?.tuned === true && values?.lenses['logit-lens']?.tunedStep === undefined;
  }

  /** With what longer computations have found. */
  #added(values: NetworkValues, run: RunInfo): NetworkValues {
    if (this.#isPatching) return this.#jobs.added(values, this.#prompt(run), this.shot);
    if (this.shot.overlay === 'features') return this.#features.added(values, this.shot, this.#prompt(run));
    return this.shot.overlay === 'probes' ? this.#probes.added(values, this.shot) : values;
  }

  #featuresPanel(run: RunInfo, values: NetworkValues | undefined) {
    const prompt = this.#prompt(run);
    const jobs = this.#features;
    return html`<lab-features-panel
      class="panel"
      .training=${jobs.training.state}
      .graphTask=${jobs.graphs.state}
      .graph=${values?.graph}
      .chosen=${featuresOf(this.shot, prompt).chosen}
      .page=${jobs.pageOf(this.shot, prompt)}
      .change=${jobs.changeOf(this.shot, prompt)}
      .step=${values?.step ?? 0}
      ?has-other-edits=${!jobs.hasEditsOfNow(jobs.graphs)}
    >${this.#featureHistory.render(jobs.training.state.result, featuresOf(this.shot, prompt).chosen, this.#training)}</lab-features-panel>`;
  }

  #probesPanel(values: NetworkValues | undefined) {
    return html`<lab-probes-panel
      class="panel"
      .probes=${values?.probes}
      .detail=${values && this.#probes.detailOf(this.shot, values)}
      .detailTask=${this.#probes.one.state}
      ?is-current=${this.#probes.isCurrent(this.shot, values)}
      ?has-word=${values === undefined || values.probes === undefined || anchorOf(values) !== undefined}
      .step=${values?.step ?? 0}
      .task=${this.#probes.all.state}
    >${this.#probeHistory.render(values?.probes, values && this.#probes.detailOf(this.shot, values), this.#training)}</lab-probes-panel>`;
  }

  /** The run whose checkpoints are read. */
  get #training(): Training {
    const { model } = this.#runs.value.current;
    const { run } = this.#lab.value;
    return { step: this.#lab.store.live.step, checkpoints: run?.isReadOnly ? [] : model.checkpoints };
  }

  #steeringPanel(run: RunInfo, values: NetworkValues | undefined) {
    const { direction } = this.shot.steering ?? {};
    return steeringPanel(
      values?.lenses.steering,
      direction?.kind === 'prompts' ? direction : undefined,
      this.#steering.task.state,
      this.#steering.isCurrent(this.#prompt(run), this.shot, values),
    );
  }

  #panel(run: RunInfo, values: NetworkValues | undefined) {
    const { shot } = this;
    const prompt = this.#prompt(run);
    const work = { task: this.#jobs.task(shot), step: values?.step ?? 0 };
    if (shot.overlay === 'circuit') {
      const circuit = this.#jobs.circuitOf(prompt, shot);
      const isMeasured = values !== undefined && circuit?.taken === takenEdges(values, shot);
      return circuitPanel(work, circuit, isMeasured);
    }
    const costs = patchingCosts(run.model, values?.tokens.length ?? 1, shot.patching?.pairs ?? 1);
    return effectsPanel(work, costs, this.#jobs.scatter(prompt, shot, values));
  }

  #prompt({ prompts }: RunInfo): string {
    return this.#page.value.prompt || prompts[0] || '';
  }

  /** A change is measured from the values at the time when its overlay is chosen. */
  #show(shot: Shot): void {
    const { result, progress, error } = this.#tunedLens.state;
    const isFirst = result === undefined && progress === undefined && error === undefined;
    if (shot.isTuned && !this.shot.isTuned && isFirst) void this.#fitTunedLens();
    if (shot.overlay === 'change' && this.shot.overlay !== 'change')
      this.#baseline = this.#reader.current?.values;
    const { run } = this.#lab.value;
    const stamps = [stampedShot, stampedSteering, stampedFeatures];
    this.shot = run ? stamps.reduce((each, stamped) => stamped(each, this.#prompt(run)), shot) : shot;
  }

  #shownValues(from: NetworkValues | undefined): NetworkValues | undefined {
    const { overlay } = this.shot;
    if (this.#shown?.from !== from || this.#shown?.overlay !== overlay)
      this.#shown = {
        from,
        overlay,
        values: from && overlay === 'change' ? withBaseline(from, this.#baseline) : from,
      };
    return this.#shown?.values;
  }

  /** Appends a token to the prompt. */
  #append(text: string): void {
    const { run } = this.#lab.value;
    if (!run) return;
    const { token: _, ...shot } = this.shot;
    this.shot = shot;
    this.dispatchEvent(new PromptChangeEvent(appendToken(this.#prompt(run), text, run.tokenizer)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-network-view': NetworkView;
  }
}
