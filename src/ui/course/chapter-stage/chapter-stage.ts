// The stage of chapters 5 to 7: the network map with the shot of the moment, or the moment's panel in its place.

import { msg } from '@lit/localize';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isSame } from '../../../shared/is-same.ts';
import { TOKENIZERS } from '../../../shared/settings/tokenizers.ts';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { FocusChangeEvent, PromptChangeEvent } from '../../events/index.ts';
import { appendToken } from '../../format/append-token.ts';
import type { Shot } from '../../scenes/network/camera/shot.ts';
import { NetworkScene } from '../../scenes/network/network-scene.ts';
import '../../scenes/network/overlays/all-overlays.ts';
import type { OverlayName } from '../../scenes/network/overlays/overlay-types.ts';
import { overlayOf, stampedShot } from '../../scenes/network/overlays/overlays.ts';
import { withBaseline } from '../../scenes/network/values/merge.ts';
import type { NetworkValues } from '../../scenes/network/values/network-values.ts';
import type { Scene } from '../../stage/scene.ts';
import { labContext } from '../../state/contexts.ts';
import { KeptController } from '../../state/kept.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Focus } from '../../types/page.ts';
import '../../views/models/empty-state/empty-state.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { NetworkReader } from '../network-reader.ts';
import { shownOn } from '../network-request.ts';
import { chapterStageStyles } from './chapter-stage.styles.ts';
import { type Panel, panelQuery, type Reading, type Reads, type StageRequest } from './panel.ts';
import { PanelStage, type PanelStageOptions } from './panel-stage.ts';
import { answeredFocus, type MomentShot, resolveShot, splitShot } from './shots.ts';

interface ChapterStageOptions<TOptions, TContext> extends PanelStageOptions<Panel<TOptions, TContext>> {
  /** What the chapter reads whichever panel is open. */
  readonly reads?: Reads<TOptions>;
}

/** Whether a model has the tokens of a text; one without whole words alone reads any. */
const canRead = ({ tokenizer, vocabulary }: RunInfo, text: string): boolean =>
  TOKENIZERS[tokenizer].pieces?.(text).every((piece) => vocabulary.includes(piece)) ?? true;

/**
 * @summary One picture: the map, or a panel in its place. The moment sets it, until the visitor operates it. All numbers of map and panel
 *   come from one query. A chapter's stage adds its panels, as a table, and its own state.
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
  readonly #kept = new KeptController(this);
  readonly #reader: NetworkReader<StageRequest<TOptions>>;
  readonly #options: ChapterStageOptions<TOptions, TContext>;
  /** The visitor's focus at the last update. */
  #momentFocus?: Partial<Focus>;
  #panelScene?: Scene;
  /** What an overlay compares with: the values when it was chosen. */
  #baseline?: NetworkValues;

  constructor(options: ChapterStageOptions<TOptions, TContext>) {
    super(options);
    this.#options = options;
    const panelOf = ({ panel }: StageRequest<TOptions>) =>
      panel === undefined ? undefined : this.panels[panel];
    this.#reader = new NetworkReader(this, this.lab, {
      deepEqualKeys: ['settings', 'options'],
      panel: (request) => panelQuery(request, options.reads ?? {}, panelOf(request) ?? {}),
      writes: (request) => panelOf(request)?.writes?.(request) ?? [],
    });
    listen(this, {
      'lab-map-shot': ({ shot }) => this.#show(shot),
      'lab-map-token': ({ token: { text } }) => this.#append(text),
    });
    for (const name of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(name, () => this.emitInteraction());
  }

  /** The latest reading of the current model. */
  protected get reading(): Reading<TOptions> | undefined {
    return this.#reader.current;
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
    const { run, step, previewStep, edits } = this.lab.value;
    if (!run) return;
    this.#reader.read({
      ...{ run, step, previewStep, edits, prompt: this.promptOf(run), shown: this.#shown() },
      example: this.#exampleOf(run, this.moment),
      panel: this.openPanel,
      settings: this.shownMoment.settings ?? {},
      options: this.options(run),
    });
  }

  protected override updated(_changed: PropertyValues): void {
    const { run } = this.lab.value;
    if (!run) return;
    const { reading } = this;
    const known = reading?.values;
    const scene = this.#scene;
    // Another model's picture goes with its shape.
    if (scene.input.model !== run.model) scene.show({ model: run.model, values: undefined });
    if (known)
      scene.show({ values: this.shown(this.#baseline ? withBaseline(known, this.#baseline) : known) });
    scene.show({ vocabulary: run.vocabulary, hasOverlays: true, hasTokens: true });
    const shown = this.#shown();
    const tokens = scene.input.values?.tokens.length;
    // The camera leaves for what a role means once that is known.
    const focus = answeredFocus(shown, this.promptOf(run), reading);
    if (!tokens || !focus) return;
    const next = resolveShot(shown.shot, focus, run.model, tokens);
    if (!isSame(next, scene.input.shot)) scene.show({ shot: next });
  }

  /** Of all chapters: the picture stays while the stage of another chapter replaces this one. */
  get #scene(): NetworkScene {
    return this.#kept.get(NetworkScene);
  }

  protected override render(): TemplateResult {
    const { run } = this.lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.lab.value}></lab-empty-state>`;
    return this.#renderWork(run, this.reading);
  }

  #renderWork(run: RunInfo, reading: Reading<TOptions> | undefined): TemplateResult {
    const { error } = this.#reader;
    const around: Omit<Parameters<typeof this.renderWork>[1], 'content'> = {
      error,
      top: this.#renderPrompt(run, reading),
      tools: this.renderTools(run),
    };
    const { openPanel } = this;
    const panel = openPanel === undefined ? undefined : this.panels[openPanel];
    // Until there is a reading of it, its scene stays as it was.
    const context = reading?.request.panel === openPanel ? reading && this.context(reading) : undefined;
    if (panel?.scene && context) this.#panelScene = panel.scene(this.#kept, context);
    if (!panel?.scene || (context && !this.#panelScene))
      return this.renderWork(this.#scene, { ...around, content: this.#renderPanel(reading) });
    const scene = this.#panelScene ?? this.#scene;
    return this.renderWork(scene, { ...around, content: undefined, isPanel: !error });
  }

  protected draw(panel: string, context: TContext): TemplateResult | typeof nothing {
    return this.panels[panel].render?.(context) ?? nothing;
  }

  /** The panel of the reading: the one before stays until there is a reading of the open one. */
  #renderPanel(reading: Reading<TOptions> | undefined) {
    const panel = reading?.request.panel;
    const context = reading && panel !== undefined ? this.context(reading) : undefined;
    if (context && panel !== undefined) return this.draw(panel, context);
    return this.#reader.error ? nothing : html`<p class="waiting">${msg('Computing …')}</p>`;
  }

  /** The map shows the tokens. */
  #renderPrompt(run: RunInfo, { inspection }: Partial<Reading<TOptions>> = {}) {
    return html`<lab-prompt-input
      slim
      .prompt=${this.promptOf(run)}
      .prompts=${run.prompts}
      .unknown=${inspection?.unknown ?? []}
      .spelled=${inspection?.spelled ?? []}
      .vocabulary=${run.vocabulary}
      .cut=${inspection?.cut ?? 0}
      .contextLength=${run.model.T}
    ></lab-prompt-input>`;
  }

  override get differences(): readonly string[] {
    const { edits } = this.lab.value;
    return [
      ...(this.page.value.prompt ? [msg('your prompt')] : []),
      ...(edits.some(({ settled }) => !settled) ? [msg('edited weights')] : []),
      ...super.differences,
    ];
  }

  override reset(): void {
    super.reset();
    this.restore();
    this.page.store.update({ prompt: '' });
    const { store, value } = this.lab;
    const undo = async () => {
      for (const { id, settled } of value.edits.toReversed())
        if (!settled) await store.client.transformer.undoEdit(id);
    };
    void store.reportErrors(undo);
  }

  override restore(): void {
    super.restore();
    this.ownShot = undefined;
    this.#baseline = undefined;
    this.page.store.update({ focus: {} });
  }

  /** What the visitor selected belongs to the moment before, unless the address has it for this one. */
  #followMoment(): void {
    const { focus } = this.page.value;
    if (focus === this.#momentFocus && Object.keys(focus).length > 0) this.page.store.update({ focus: {} });
  }

  #shown(): StageRequest<TOptions>['shown'] {
    const shot = this.ownShot ?? this.moment.shot ?? { at: 'network' };
    return shownOn(this.#scene.viewport.width, shot, this.page.value.focus);
  }

  /** The visitor's shot becomes the stage's, its head and token the focus of the page. */
  #show(shown: Shot): void {
    const { run } = this.lab.value;
    const { shot, focus } = splitShot(run ? stampedShot(shown, this.promptOf(run)) : shown);
    if (!overlayOf(shot).hasBaseline) this.#baseline = undefined;
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
