// A dialog for teachers: the link to a lesson, and what embeds its picture in another page.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ModelSaveEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { labContext, pageContext } from '../../state/contexts.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { dialogStyles } from '../../styles/dialog.styles.ts';
import { checkIcon, linkIcon } from '../../styles/icons.ts';
import { COURSE_PRESET } from '../../types/course-model.ts';
import { LESSON_PARTS, type Lesson, type LessonPart, NO_LESSON } from '../../types/lesson.ts';
import type { PageState } from '../../types/page.ts';
import type { Chapter } from '../chapter.ts';
import type { StageElement } from '../chapter-stage/panel-groups.ts';
import { momentIndexAt } from '../moments.ts';
import type { Question } from '../questions/question.ts';
import { nameOf } from '../questions/question-session.ts';
import { lessonDialogStyles } from './lesson-dialog.styles.ts';
import { type Embed, elementSnippet, frameSnippet, lessonLink } from './lesson-link.ts';

const PART_LABELS: Record<LessonPart, string> = {
  header: msg('navigation at the top'),
  video: msg('video'),
  moments: msg('list of moments'),
  notes: msg('notes'),
  prompt: msg('model and prompt'),
  controls: msg('controls of the map'),
  panels: msg('bar of panels'),
  dock: msg('training at the bottom'),
};

/** The lesson as it is being made. */
interface Draft extends Lesson {
  readonly at: number;
  readonly preset: string;
  readonly prompt: string;
  /** The panel that is open; empty for none. */
  readonly panel: string;
}

/**
 * @property chapter - The chapter.
 * @property questions - All of the chapter.
 * @property stage - Its panels can be chosen.
 * @fires close - The dialog was closed.
 * @fires lab-model-save - The current model is to be saved as a file.
 */
@customElement('lab-lesson-dialog')
export class LessonDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, lessonDialogStyles];

  @property({ attribute: false }) chapter!: Chapter;
  @property({ attribute: false }) questions: readonly Question[] = [];
  @property({ attribute: false }) stage!: StageElement | null;

  @state() private draft!: Draft;
  @state() private embed: Embed = 'map';
  /** What was copied last, or could not be. */
  @state() private copied: { readonly what: string; readonly isDone: boolean } | undefined;

  @query('dialog') private dialog!: HTMLDialogElement;

  readonly #page = new StoreController(this, pageContext);
  readonly #lab = new StoreController(this, labContext);

  /** The page's, which follows an address a moment later. */
  #preset?: string;

  /** The lesson begins with the page as it is, and has its model until another is chosen. */
  protected override willUpdate(): void {
    const { at, prompt, settings, lesson } = this.#page.value;
    const { preset } = settings;
    this.draft ??= { ...lesson, isSlides: false, at, prompt, preset, panel: this.stage?.openPanel ?? '' };
    if (this.draft.preset === this.#preset) this.draft = { ...this.draft, preset };
    this.#preset = preset;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new Event('close'))}>
      <div class="head">
        <h2 id="title">${msg(str`Share a lesson: chapter ${this.chapter.number}`)}</h2>
        <button type="button" @click=${() => this.dialog.close()}>${msg('Close')}</button>
      </div>
      ${this.#content(this.draft)}
    </dialog>`;
  }

  #content(draft: Draft): TemplateResult {
    const link = lessonLink(this.#base, this.#pageOf(draft));
    return html`<div class="content">
      <p>${msg('The link opens the chapter as you set it up here, on any device. It holds no name, no notes and no answers.')}</p>
      <div class="columns">
        <div>${this.#opening(draft)} ${this.#hidden(draft)}</div>
        <div>${this.#questions(draft)} ${this.#panels(draft)}</div>
      </div>
      ${this.#result('link', msg('Link to the lesson'), link)}
      <p class="buttons"><a href=${link} target="_blank" rel="noopener">${msg('Try it in a new tab')}</a></p>
      ${this.#hasModel ? this.#ownModel() : nothing}
      ${this.#hasModel ? this.#embeds(draft) : nothing}
    </div>`;
  }

  #opening(draft: Draft): TemplateResult {
    const { moments } = this.chapter;
    const index = momentIndexAt(moments, draft.at);
    const setMoment = (event: Event) => this.#change({ at: moments[Number(textOf(event))].startTime });
    return html`<fieldset>
      <legend>${msg('It opens')}</legend>
      <label>${msg('Moment')}
        <select name="moment" @change=${setMoment}>
          ${moments.map(({ startTime, title }, i) => html`<option value=${i} .selected=${i === index}>${formatTimestamp(startTime)} ${title}</option>`)}
        </select>
      </label>
      ${
        this.#hasModel
          ? html`<label>${msg('Model')}
                <select name="model" @change=${(event: Event) => this.#change({ preset: textOf(event) })}>
                  ${this.#presets.map((preset) => html`<option value=${preset} .selected=${preset === draft.preset}>${preset}${preset === COURSE_PRESET ? msg(', the course’s') : ''}</option>`)}
                </select>
              </label>
              <label>${msg('Prompt')}
                <input type="text" name="prompt" maxlength="2000" placeholder=${msg('that of each moment')} .value=${draft.prompt} @input=${(event: Event) => this.#change({ prompt: textOf(event) })} />
              </label>`
          : nothing
      }
      ${check(msg('As slides, for a projector'), draft.isSlides, (isSlides) => this.#change({ isSlides }))}
    </fieldset>`;
  }

  #hidden({ hide }: Draft): TemplateResult {
    return html`<fieldset>
      <legend>${msg('It hides')}</legend>
      ${LESSON_PARTS.map((part) => check(PART_LABELS[part], hide.includes(part), (isOn) => this.#change({ hide: toggled(LESSON_PARTS, hide, part, isOn) })))}
    </fieldset>`;
  }

  #questions({ questions }: Draft): TemplateResult {
    const names = this.questions.map(({ id }) => nameOf(id));
    const asked = questions === undefined ? names : questions === 'none' ? [] : questions;
    const set = (next: readonly string[]) =>
      this.#change({
        questions: next.length === names.length ? undefined : next.length === 0 ? 'none' : next,
      });
    return html`<fieldset>
      <legend>${msg(str`It asks ${asked.length} of ${names.length} questions`)}</legend>
      <p class="buttons">
        <button type="button" @click=${() => set(names)}>${msg('All')}</button>
        <button type="button" @click=${() => set([])}>${msg('None, and no tasks')}</button>
      </p>
      <div class="list" role="group" aria-label=${msg('Questions')}>
        ${this.questions.map(({ at, title }, i) => check(html`<span class="numbers">${formatTimestamp(at)}</span> ${title}`, asked.includes(names[i]), (isOn) => set(toggled(names, asked, names[i], isOn))))}
      </div>
    </fieldset>`;
  }

  #panels({ panels, panel }: Draft): TemplateResult {
    const groups = this.stage?.panelGroups ?? [];
    const names = groups.flatMap(({ panels }) => Object.keys(panels));
    const offered = panels ?? names;
    const set = (next: readonly string[]) =>
      this.#change({ panels: next.length === names.length || next.length === 0 ? undefined : next });
    const labels: Readonly<Record<string, string>> = Object.assign({}, ...groups.map(({ panels }) => panels));
    return html`<fieldset>
      <legend>${msg(str`It offers ${offered.length} of ${names.length} panels`)}</legend>
      <label>${msg('Open')}
        <select name="panel" @change=${(event: Event) => this.#change({ panel: textOf(event) })}>
          <option value="" .selected=${panel === ''}>${msg('as the moment does')}</option>
          ${offered.map((name) => html`<option value=${name} .selected=${name === panel}>${labels[name]}</option>`)}
        </select>
      </label>
      <div class="list" role="group" aria-label=${msg('Panels')}>
        ${names.map((name) => check(labels[name], offered.includes(name), (isOn) => set(toggled(names, offered, name, isOn))))}
      </div>
    </fieldset>`;
  }

  #ownModel(): TemplateResult {
    const { run } = this.#lab.value;
    const save = () => this.dispatchEvent(new ModelSaveEvent());
    return html`<section>
      <h3>${msg('A model of your own')}</h3>
      <p>
        ${msg('A link or a QR code cannot hold a model’s weights, and the lab has no server that could keep them. Save the model as a file and hand that over: it opens when it is dropped on this page.')}
      </p>
      <p class="buttons"><button type="button" ?disabled=${!run || run.isReadOnly} @click=${save}>${msg('Save model as file')}</button></p>
    </section>`;
  }

  /** A picture has one prompt: without one of its own that of the moment, or of a model with few words its first. */
  #embeds({ at, preset, prompt }: Draft): TemplateResult {
    const { moments, prompt: example = '' } = this.chapter;
    const ofMoment = preset === COURSE_PRESET ? (moments[momentIndexAt(moments, at)].prompt ?? example) : '';
    const { layer = 0, head = 0 } = this.#page.value.focus;
    const shown = { preset, prompt: prompt || ofMoment, layer, head };
    const pick = (embed: Embed) => () => {
      this.embed = embed;
    };
    return html`<section>
      <h3>${msg('In a page of your own')}</h3>
      <p>${msg('The picture at work, with the model and prompt from above. It trains and keeps nothing.')}</p>
      <p class="buttons" role="group" aria-label=${msg('Picture')}>
        <button type="button" aria-pressed=${this.embed === 'map'} @click=${pick('map')}>${msg('Map of the network')}</button>
        <button type="button" aria-pressed=${this.embed === 'head'} @click=${pick('head')}>${msg(str`Attention head ${layer + 1}.${head + 1}`)}</button>
      </p>
      ${this.#result('frame', msg('As a frame'), frameSnippet(this.#base, this.embed, shown))}
      ${this.#result('element', msg(str`As an element, <lab-${this.embed}>`), elementSnippet(this.#base, this.embed, shown))}
    </section>`;
  }

  #result(what: string, label: string, text: string): TemplateResult {
    const { copied } = this;
    const isDone = copied?.what === what && copied.isDone;
    return html`<div class="result">
      <label for=${what}>${label}</label>
      <textarea id=${what} readonly rows=${Math.min(4, Math.ceil(text.length / 90))} .value=${text} @focus=${select}></textarea>
      <button type="button" class=${what === 'link' ? 'primary' : ''} @click=${() => this.#copy(what, text)}>
        ${isDone ? checkIcon : linkIcon} ${isDone ? msg('Copied') : msg('Copy')}
      </button>
      <span role="status">${copied?.what === what && !copied.isDone ? msg('The browser refuses: select the text and copy it.') : ''}</span>
    </div>`;
  }

  async #copy(what: string, text: string): Promise<void> {
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    this.copied = { what, isDone };
  }

  #change(changes: Partial<Draft>): void {
    this.draft = { ...this.draft, ...changes };
    this.copied = undefined;
  }

  #pageOf({ at, preset, prompt, panel, ...lesson }: Draft): PageState {
    const page = this.#page.value;
    const { stage } = this;
    const isKnown = panel !== '' && (lesson.panels?.includes(panel) ?? true);
    return {
      ...page,
      ...{ view: 'chapter', at, prompt, theme: 'system', focus: {}, lesson: { ...NO_LESSON, ...lesson } },
      settings: { preset, model: {}, training: {} },
      weights: 'trained',
      stage: { ...page.stage, show: stage && isKnown ? { [stage.panelParam]: panel } : {} },
    };
  }

  /** Chapters 1 to 4 have the digit network, or small ones of their own. */
  get #hasModel(): boolean {
    return this.chapter.number > 4;
  }

  get #presets(): readonly string[] {
    return this.#lab.value.bundledModels.map(({ preset }) => preset);
  }

  get #base(): string {
    const { origin, pathname } = window.location;
    return origin + pathname;
  }
}

const textOf = ({ target }: Event): string => (target as HTMLInputElement | HTMLSelectElement).value;
const select = ({ target }: Event): void => (target as HTMLTextAreaElement).select();

const check = (label: string | TemplateResult, isOn: boolean, set: (isOn: boolean) => void): TemplateResult =>
  html`<label class="check">
    <input type="checkbox" .checked=${isOn} @change=${({ target }: Event) => set((target as HTMLInputElement).checked)} />
    ${label}
  </label>`;

/** In the order of all. */
const toggled = <Name extends string>(
  all: readonly Name[],
  chosen: readonly Name[],
  name: Name,
  isOn: boolean,
): readonly Name[] => all.filter((each) => (each === name ? isOn : chosen.includes(each)));

declare global {
  interface HTMLElementTagNameMap {
    'lab-lesson-dialog': LessonDialog;
  }
}
