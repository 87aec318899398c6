// The stage of chapters 5 to 7: the network map with the shot of the moment, and the moment's panel beside it.

import { msg } from '@lit/localize';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isSame } from '../../../shared/is-same.ts';
import { TOKENIZERS } from '../../../shared/settings/tokenizers.ts';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { FocusChangeEvent, PromptChangeEvent } from '../../events/index.ts';
import { appendToken } from '../../format/append-token.ts';
import type { OverlayName, Shot } from '../../network-map/camera/shot.ts';
import { NetworkScene } from '../../network-map/network-scene.ts';
import '../../network-map/overlays/all-overlays.ts';
import { stampedShot } from '../../network-map/overlays/patching-request.ts';
import { neuronCapacity } from '../../network-map/scene/mlp-scene.ts';
import { mapEdit } from '../../network-map/values/map-edit.ts';
import { mergeValues, withBaseline } from '../../network-map/values/merge.ts';
import type { NetworkValues } from '../../network-map/values/network-values.ts';
import type { Scene } from '../../stage/scene.ts';
import { labContext, runLibraryContext } from '../../state/contexts.ts';
import { KeptController } from '../../state/kept.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Focus } from '../../types/page.ts';
import '../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { chapterStageStyles } from './chapter-stage.styles.ts';
import type { Panel, Reading, Reads, StageRequest } from './panel.ts';
import { PanelStage, type PanelStageOptions } from './panel-stage.ts';
import { readPanel } from './read-panel.ts';
import { RoleEvidenceReader } from './role-evidence.ts';
import { type RoleEvidence, resolveRoles } from './roles.ts';
import { type MomentShot, resolveShot, splitShot } from './shots.ts';

interface ChapterStageOptions<TOptions, TContext> extends PanelStageOptions<Panel<TOptions, TContext>> {
  /** What the chapter reads whichever panel is open. */
  readonly reads?: Reads<TOptions>;
}

/** Of which model, prompt and roles the evidence is. */
const evidenceKey = ({
  run,
  prompt,
  shown: { shot },
}: {
  readonly run: RunInfo;
  readonly prompt: string;
  readonly shown: { readonly shot: MomentShot };
}): string => JSON.stringify([run.preset, run.model, prompt, shot.roles]);

/** Whether a model has the tokens of a text; one without whole words alone reads any. */
const canRead = ({ tokenizer, vocabulary }: RunInfo, text: string): boolean =>
  TOKENIZERS[tokenizer].pieces?.(text).every((piece) => vocabulary.includes(piece)) ?? true;

/**
 * @summary Map above, panel beside or below it. The moment sets the shot and the panel, until the visitor operates one of them. All numbers
 *   of map and panel come from one query. A chapter's stage adds its panels, as a table, and its own state.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the map or a panel.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-focus - The visitor selects a layer, a head or a token.
 * @fires lab-seek - The visitor seeks to the panel's time in the video.
 * @fires lab-view - The visitor opens the model page while there is no model.
 */
export abstract class ChapterStage<
  TOptions,
  TChoices extends object,
  TContext extends Reading<TOptions>,
> extends PanelStage<Panel<TOptions, TContext>, TChoices> {
  static override styles: CSSResultGroup[] = [baseStyles, chapterStageStyles];

  /** The visitor's, until the next moment. */
  @state() private ownShot?: MomentShot;

  protected readonly lab = new StoreController(this, labContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  protected readonly reading: LatestOnlyTask<StageRequest<TOptions>, Reading<TOptions>>;
  readonly #kept = new KeptController(this);
  readonly #options: ChapterStageOptions<TOptions, TContext>;
  readonly #evidenceReader = new RoleEvidenceReader(() => this.lab.store.client.transformer);
  /** The visitor's focus at the last update. */
  #momentFocus?: Partial<Focus>;
  #evidence?: { readonly key: string; readonly of: RoleEvidence };
  #mapValues?: { readonly run: RunInfo; readonly values: NetworkValues | undefined };
  #panelScene?: Scene;
  /** The last prompt whose words the model has. */
  #readable?: { readonly run: RunInfo; readonly prompt: string };
  /** What the overlay of changes compares with: the values when it was chosen. */
  #baseline?: NetworkValues;

  constructor(options: ChapterStageOptions<TOptions, TContext>) {
    super(options);
    this.#options = options;
    this.reading = new LatestOnlyTask(this, (request) => this.#read(request), {
      deepEqualKeys: ['shown', 'settings', 'options'],
    });
    listen(this, {
      'lab-map-shot': ({ shot }) => this.#show(shot),
      'lab-map-token': ({ token: { text } }) => this.#append(text),
    });
    for (const name of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(name, () => this.emitInteraction());
  }

  /** What the panels read for the visitor's choices; compared deeply. */
  protected abstract options(run: RunInfo): TOptions;
  /** A reading with what the chapter's panels show besides; undefined if there is nothing to show. */
  protected abstract context(reading: Reading<TOptions>): TContext | undefined;

  /** Controls at the end of the panel bar. */
  protected renderTools(_run: RunInfo): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The values as the map shows them; the same object for the same values. */
  protected shown(values: NetworkValues): NetworkValues {
    return values;
  }

  /** Added to the status line of the model. */
  protected renderStatus(_reading: Reading<TOptions> | undefined): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The visitor's prompt, or the moment's or chapter's if the model can read it, or the model's first. */
  protected promptOf(run: RunInfo, moment: Moment = this.moment): string {
    return this.page.value.prompt || this.#exampleOf(run, moment);
  }

  #exampleOf(run: RunInfo, moment: Moment): string {
    const example = moment.prompt ?? this.#options.chapter.prompt;
    return (example && canRead(run, example) && example) || run.prompts[0] || '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('moment')) {
      this.ownShot = undefined;
      this.#followMoment();
      this.#baseline = undefined;
    }
    this.#momentFocus = this.page.value.focus;
    const { run, step } = this.lab.value;
    if (!run) return;
    this.reading.run({
      ...{ run, step, prompt: this.promptOf(run), shown: this.#shown(), panel: this.openPanel },
      settings: this.shownMoment.settings ?? {},
      options: this.options(run),
    });
  }

  protected override updated(_changed: PropertyValues): void {
    const { run } = this.lab.value;
    if (!run) return;
    const known = this.#mapValues?.run === run ? this.#mapValues.values : undefined;
    const scene = this.#scene;
    // Another model's picture goes with its shape.
    if (scene.input.model !== run.model) scene.show({ model: run.model, values: undefined });
    if (known)
      scene.show({ values: this.shown(this.#baseline ? withBaseline(known, this.#baseline) : known) });
    scene.show({ vocabulary: run.vocabulary, hasOverlays: true, hasTokens: true });
    const { shot, focus: own } = this.#shown();
    const tokens = scene.input.values?.tokens.length;
    const evidence = this.#evidence;
    // The camera leaves for what a role means once that is known.
    const isKnown =
      own.layer !== undefined ||
      !shot.roles ||
      evidence?.key === evidenceKey({ run, prompt: this.promptOf(run), shown: { shot } });
    if (!tokens || !isKnown) return;
    const focus = resolveRoles(shot.roles ?? {}, own, evidence?.of ?? { tokens: [] });
    const next = resolveShot(shot, focus, run.model, tokens);
    if (!isSame(next, scene.input.shot)) scene.show({ shot: next });
  }

  /** Of all chapters: the picture stays while the stage of another chapter replaces this one. */
  get #scene(): NetworkScene {
    return this.#kept.get(NetworkScene);
  }

  protected override render(): TemplateResult {
    const { run } = this.lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.lab.value}></lab-empty-state>`;
    const { value } = this.reading;
    const reading = value?.request.run === run ? value : undefined;
    return html`
      <div class="reading">
        <div class="model">${modelStatus(this.lab.value, reading?.inspection.step, this.renderStatus(reading), this.#runs.value)}</div>
        ${this.#renderPrompt(run, reading)}
      </div>
      ${this.#renderWork(run, reading)}
    `;
  }

  #renderWork(run: RunInfo, reading: Reading<TOptions> | undefined): TemplateResult {
    const { error } = this.reading;
    const tools = this.renderTools(run);
    const { openPanel } = this;
    const panel = openPanel === undefined ? undefined : this.panels[openPanel];
    // Until there is a reading of it, its scene stays as it was.
    const context = reading?.request.panel === openPanel ? reading && this.context(reading) : undefined;
    if (panel?.scene && context) this.#panelScene = panel.scene(this.#kept, context);
    if (!panel?.scene || (context && !this.#panelScene))
      return this.renderWork(this.#scene, { error, content: this.#renderPanel(reading), tools });
    const scene = this.#panelScene ?? this.#scene;
    return this.renderWork(scene, { error, content: undefined, tools, isPanel: !error });
  }

  protected draw(panel: string, context: TContext): TemplateResult | typeof nothing {
    return this.panels[panel].render?.(context) ?? nothing;
  }

  /** The panel of the reading: the one before stays until there is a reading of the open one. */
  #renderPanel(reading: Reading<TOptions> | undefined) {
    const panel = reading?.request.panel;
    const context = reading && panel !== undefined ? this.context(reading) : undefined;
    if (context && panel !== undefined) return this.draw(panel, context);
    return this.reading.error ? nothing : html`<p class="waiting">${msg('Computing …')}</p>`;
  }

  /** The map shows the tokens. */
  #renderPrompt(run: RunInfo, { unknown, inspection }: Partial<Reading<TOptions>> = {}) {
    return html`<lab-prompt-input
      slim
      .prompt=${this.promptOf(run)}
      .prompts=${run.prompts}
      .unknown=${unknown ?? []}
      .spelled=${inspection?.spelled ?? []}
      .vocabulary=${run.vocabulary}
      .cut=${inspection?.cut ?? 0}
      .contextLength=${run.model.T}
    ></lab-prompt-input>`;
  }

  /** What the visitor selected belongs to the moment before, unless the address has it for this one. */
  #followMoment(): void {
    const { focus } = this.page.value;
    if (focus === this.#momentFocus && Object.keys(focus).length > 0) this.page.store.update({ focus: {} });
  }

  #shown(): StageRequest<TOptions>['shown'] {
    const shot = this.ownShot ?? this.moment.shot ?? { at: 'network' };
    const edit = mapEdit(this.lab.value.edits);
    const neurons = neuronCapacity(this.#scene.viewport.width);
    return { shot, focus: this.page.value.focus, neurons, ...(edit && { edit }) };
  }

  /** Where the model does not have all words of the prompt, the picture and the panel are of the last that it could read, or of an example. */
  async #read(request: StageRequest<TOptions>): Promise<Reading<TOptions>> {
    const { run, prompt } = request;
    const reading = await this.#readPrompt(request, prompt);
    const { unknown } = reading;
    if (unknown.length > 0) {
      const known = this.#readable?.run === run ? this.#readable.prompt : this.#exampleOf(run, this.moment);
      return { ...(await this.#readPrompt(request, known)), unknown };
    }
    this.#readable = { run, prompt };
    return reading;
  }

  async #readPrompt(request: StageRequest<TOptions>, prompt: string): Promise<Reading<TOptions>> {
    const { run, step, shown, panel } = request;
    const { roles = {} } = shown.shot;
    const { runState, evaluations } = this.lab.value;
    const model = { run, step, evaluations, isTraining: runState === 'training' };
    const of = await this.#evidenceReader.read(model, prompt, roles);
    this.#evidence = { key: evidenceKey(request), of };
    const focus = resolveRoles(roles, shown.focus, of);
    const { tokens, next = [] } = of;
    const reading = await readPanel(
      this.lab.store.client.transformer,
      { ...request, prompt, ...focus, map: { ...shown, focus }, tokens, next },
      this.#options.reads ?? {},
      panel === undefined ? undefined : this.panels[panel],
    );
    const before = this.#mapValues?.run === run ? this.#mapValues.values : undefined;
    this.#mapValues = { run, values: reading.mapValues ? mergeValues(before, reading.mapValues) : before };
    return reading;
  }

  /** The visitor's shot becomes the stage's, its head and token the focus of the page. */
  #show(shown: Shot): void {
    const { run } = this.lab.value;
    const { shot, focus } = splitShot(run ? stampedShot(shown, this.promptOf(run)) : shown);
    if (shot.overlay !== 'change') this.#baseline = undefined;
    else this.#baseline ??= this.#scene.input.values;
    this.ownShot = shot;
    this.dispatchEvent(new FocusChangeEvent({ ...this.page.value.focus, ...focus }));
  }

  /** The map shows an overlay, on the whole network unless the visitor has moved the camera; an overlay that the visitor has chosen stays. */
  protected offerOverlay(overlay: OverlayName): void {
    const { shot } = this.moment;
    const shown = this.ownShot ?? { at: 'network', ...(shot?.roles && { roles: shot.roles }) };
    const isChosen = this.ownShot && (this.ownShot.overlay ?? 'values') !== (shot?.overlay ?? 'values');
    if (!isChosen) this.ownShot = { ...shown, overlay };
  }

  /** Appends a token to the prompt, and selects the last one. */
  #append(text: string): void {
    const { run } = this.lab.value;
    if (!run) return;
    this.dispatchEvent(new PromptChangeEvent(appendToken(this.promptOf(run), text, run.tokenizer)));
    this.dispatchEvent(new FocusChangeEvent({ token: undefined }));
  }
}
