// The stage of chapters 5 to 7: the network map with the shot of the moment, and the moment's panel beside it.

import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Inspection, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { FocusChangeEvent, PromptChangeEvent, StageInteractionEvent } from '../../events/index.ts';
import { appendToken } from '../../format/append-token.ts';
import type { Shot } from '../../network-map/camera/shot.ts';
import { NetworkMap } from '../../network-map/network-map.ts';
import { neuronCapacity } from '../../network-map/scene/mlp-scene.ts';
import { mapEdit } from '../../network-map/values/map-edit.ts';
import { mergeValues, withBaseline } from '../../network-map/values/merge.ts';
import type { NetworkValues } from '../../network-map/values/network-values.ts';
import { labContext, pageContext, runLibraryContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Focus } from '../../types/page.ts';
import '../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import type { Chapter, Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import '../panel-bar/panel-bar.ts';
import { chapterStageStyles } from './chapter-stage.styles.ts';
import type { MapRequest } from './map-query.ts';
import { RoleEvidenceReader } from './role-evidence.ts';
import { type ResolvedFocus, type RoleEvidence, resolveRoles } from './roles.ts';
import { type MomentShot, resolveShot, splitShot } from './shots.ts';

/** What every stage's request has; a chapter adds the choices on its panels. */
export interface ChapterRequest {
  readonly run: RunInfo;
  /** The run's step at the time of the request. */
  readonly step: number;
  readonly prompt: string;
  /** With the visitor's focus, which roles complete. */
  readonly shown: Omit<MapRequest, 'focus'> & { readonly focus: Partial<Focus> };
}

/** A request whose layer, head and token are known. */
export type ResolvedRequest<TRequest> = TRequest &
  ResolvedFocus & {
    readonly map: MapRequest;
    /** Of the prompt, without generated ones; none if the model cannot read it. */
    readonly tokens: Inspection['tokens'];
  };

export interface ChapterData<TRequest> {
  readonly request: ResolvedRequest<TRequest>;
  readonly inspection: Inspection;
  readonly mapValues: NetworkValues | undefined;
}

interface ChapterStageOptions<TRequest> {
  readonly chapter: Chapter;
  readonly groups: readonly PanelGroup[];
  /** Keys of requests whose values are compared deeply. */
  readonly deepEqualKeys?: readonly (keyof TRequest)[];
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
function canRead({ tokenizer, vocabulary }: RunInfo, text: string): boolean {
  if (tokenizer === 'characters') return [...text].every((each) => vocabulary.includes(each));
  return tokenizer !== 'words' || text.split(' ').every((word) => vocabulary.includes(word));
}

/** The map of all chapters: the picture stays while the stage of another chapter replaces this one. */
const sharedMap = Object.assign(new NetworkMap(), { hasOverlays: true, hasTokens: true });

/**
 * @summary Map above, panel beside or below it. The moment sets the shot and the panel, until the visitor operates one of them. All numbers
 *   of map and panel come from one query. A chapter's stage adds its panels and their choices.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the map or a panel.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-focus - The visitor selects a layer, a head or a token.
 * @fires lab-seek - The visitor seeks to the panel's time in the video.
 * @fires lab-view - The visitor opens the model page while there is no model.
 */
export abstract class ChapterStage<
  TPanel extends string,
  TRequest extends ChapterRequest,
  TData extends ChapterData<TRequest>,
> extends LitElement {
  static override styles: CSSResultGroup[] = [baseStyles, chapterStageStyles];

  @property({ attribute: false }) moment!: Moment;

  /** The visitor's, until the next moment. */
  @state() private ownShot?: MomentShot;
  /** Whether the visitor has closed the panel of the moment. */
  @state() private isClosed = false;

  protected readonly lab = new StoreController(this, labContext);
  protected readonly page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  protected readonly stageData: LatestOnlyTask<TRequest, TData>;
  readonly #options: ChapterStageOptions<TRequest>;
  readonly #evidenceReader = new RoleEvidenceReader(() => this.lab.store.client.transformer);
  /** The visitor's focus at the last update. */
  #momentFocus?: Partial<Focus>;
  #evidence?: { readonly key: string; readonly of: RoleEvidence };
  #mapValues?: { readonly run: RunInfo; readonly values: NetworkValues | undefined };
  /** What the overlay of changes compares with: the values when it was chosen. */
  #baseline?: NetworkValues;

  constructor(options: ChapterStageOptions<TRequest>) {
    super();
    this.#options = options;
    const deepEqualKeys = ['shown', ...(options.deepEqualKeys ?? [])] as const;
    this.stageData = new LatestOnlyTask(this, (request) => this.#read(request), { deepEqualKeys });
    listen(this, {
      'lab-map-shot': ({ shot }) => this.#show(shot),
      'lab-map-token': ({ token: { text } }) => this.#append(text),
      'lab-panel': ({ panel }) => this.#open(panel as TPanel),
    });
    for (const name of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(name, () => this.emitInteraction());
  }

  /** The panel of the moment, or the visitor's choice. */
  protected abstract get panel(): TPanel;
  /** Whether the visitor has chosen it. */
  protected abstract get isPanelChosen(): boolean;
  /** Stores the visitor's choice; undefined removes it. */
  protected abstract choosePanel(panel: TPanel | undefined): void;
  /** Seconds at which the video shows the panel, unless it does so now. */
  protected abstract get panelTime(): number | undefined;
  /** The chapter's part of a request. */
  protected abstract request(run: RunInfo): Omit<TRequest, keyof ChapterRequest>;
  protected abstract fetch(request: ResolvedRequest<TRequest>): Promise<TData>;
  /** Renders the panel of the data; nothing if these are of a time without an open panel. */
  protected abstract renderPanel(data: TData): TemplateResult | typeof nothing;

  /** Controls at the end of the panel bar. */
  protected renderTools(_run: RunInfo): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Added to the status line of the model. */
  protected renderStatus(_data: TData | undefined): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The open panel. */
  protected get openPanel(): TPanel | undefined {
    return this.isPanelChosen || (this.moment.isPanelOpen && !this.isClosed) ? this.panel : undefined;
  }

  /** The visitor's prompt, or the moment's or chapter's if the model can read it, or the model's first. */
  protected promptOf(run: RunInfo, moment: Moment = this.moment): string {
    const example = moment.prompt ?? this.#options.chapter.prompt;
    return this.page.value.prompt || (example && canRead(run, example) && example) || run.prompts[0] || '';
  }

  protected emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) {
      this.ownShot = undefined;
      this.#followMoment();
      this.#baseline = undefined;
      this.isClosed = false;
    }
    this.#momentFocus = this.page.value.focus;
    const { run, step } = this.lab.value;
    if (!run) return;
    const own = this.request(run);
    this.stageData.run({
      ...own,
      run,
      step,
      prompt: this.promptOf(run),
      shown: this.#shown(),
    } as TRequest);
  }

  protected override updated(_changed: PropertyValues): void {
    const { run } = this.lab.value;
    if (!run) return;
    const known = this.#mapValues?.run === run ? this.#mapValues.values : undefined;
    // Another model's picture goes with its shape.
    if (sharedMap.model !== run.model) Object.assign(sharedMap, { model: run.model, values: undefined });
    if (known) sharedMap.values = this.#baseline ? withBaseline(known, this.#baseline) : known;
    sharedMap.vocabulary = run.vocabulary;
    const { shot, focus: own } = this.#shown();
    const tokens = sharedMap.values?.tokens.length;
    const evidence = this.#evidence;
    // The camera leaves for what a role means once that is known.
    const isKnown =
      own.layer !== undefined ||
      !shot.roles ||
      evidence?.key === evidenceKey({ run, prompt: this.promptOf(run), shown: { shot } });
    if (!tokens || !isKnown) return;
    const focus = resolveRoles(shot.roles ?? {}, own, evidence?.of ?? { tokens: [] });
    const next = resolveShot(shot, focus, run.model, tokens);
    if (JSON.stringify(next) !== JSON.stringify(sharedMap.shot)) sharedMap.shot = next;
  }

  protected override render(): TemplateResult {
    const { run } = this.lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.lab.value}></lab-empty-state>`;
    const { value } = this.stageData;
    const data = value?.request.run === run ? value : undefined;
    const isOpen = this.openPanel !== undefined;
    return html`
      <div class="reading">
        <div class="model">${modelStatus(this.lab.value, data?.inspection.step, this.renderStatus(data), this.#runs.value)}</div>
        ${this.#renderPrompt(run, data?.inspection)}
      </div>
      <div class="work ${isOpen ? 'opened' : ''}">
        ${sharedMap}
        ${this.#renderDetails(data)}
        <lab-panel-bar
          grouped
          .isClosed=${!isOpen}
          .groups=${this.#options.groups}
          .shown=${this.panel}
        >
          ${this.renderTools(run)}
          <button aria-expanded=${isOpen} aria-controls="panel" @click=${this.#toggle}>
            ${isOpen ? 'Hide panel' : 'Show panel'}
          </button>
        </lab-panel-bar>
      </div>
    `;
  }

  /** Beside the map or over it: the panels of the open group. */
  #renderDetails(data: TData | undefined) {
    const { error } = this.stageData;
    const isOpen = this.openPanel !== undefined;
    const group = this.#options.groups.find(({ panels }) => this.panel in panels);
    return html`<div id="panel" class="panel" ?hidden=${!isOpen && !error}>
      ${
        isOpen
          ? html`<lab-panel-bar
              .label=${`Panels of “${group?.label}”`}
              .groups=${[{ panels: group?.panels ?? {} }]}
              .shown=${this.panel}
              .startTime=${this.panelTime}
            ></lab-panel-bar>`
          : nothing
      }
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${isOpen && data ? this.renderPanel(data) : nothing}
    </div>`;
  }

  /** The map shows the tokens. */
  #renderPrompt(run: RunInfo, inspection: Inspection | undefined) {
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

  /** What the visitor selected belongs to the moment before, unless the address has it for this one. */
  #followMoment(): void {
    const { focus } = this.page.value;
    if (focus === this.#momentFocus && Object.keys(focus).length > 0) this.page.store.update({ focus: {} });
  }

  #shown(): ChapterRequest['shown'] {
    const shot = this.ownShot ?? this.moment.shot ?? { at: 'network' };
    const edit = mapEdit(this.lab.value.edits);
    const neurons = neuronCapacity(sharedMap.clientWidth);
    return { shot, focus: this.page.value.focus, neurons, ...(edit && { edit }) };
  }

  async #read(request: TRequest): Promise<TData> {
    const { run, step, prompt, shown } = request;
    const { roles = {} } = shown.shot;
    const { runState, evaluations } = this.lab.value;
    const model = { run, step, evaluations, isTraining: runState === 'training' };
    const of = await this.#evidenceReader.read(model, prompt, roles);
    this.#evidence = { key: evidenceKey(request), of };
    const focus = resolveRoles(roles, shown.focus, of);
    const map = { ...shown, focus };
    const data = await this.fetch({ ...request, ...focus, map, tokens: of.tokens });
    const before = this.#mapValues?.run === run ? this.#mapValues.values : undefined;
    this.#mapValues = { run, values: data.mapValues ? mergeValues(before, data.mapValues) : before };
    return data;
  }

  /** The visitor's shot becomes the stage's, its head and token the focus of the page. */
  #show(shown: Shot): void {
    const { shot, focus } = splitShot(shown);
    if (shot.overlay !== 'change') this.#baseline = undefined;
    else this.#baseline ??= sharedMap.values;
    this.ownShot = shot;
    this.dispatchEvent(new FocusChangeEvent({ ...this.page.value.focus, ...focus }));
  }

  /** Appends a token to the prompt, and selects the last one. */
  #append(text: string): void {
    const { run } = this.lab.value;
    if (!run) return;
    this.dispatchEvent(new PromptChangeEvent(appendToken(this.promptOf(run), text, run.tokenizer)));
    this.dispatchEvent(new FocusChangeEvent({ token: undefined }));
  }

  #open(panel: TPanel): void {
    this.choosePanel(panel);
    this.emitInteraction();
  }

  readonly #toggle = () => {
    if (!this.openPanel) return this.#open(this.panel);
    this.isClosed = true;
    this.choosePanel(undefined);
    this.emitInteraction();
  };
}
