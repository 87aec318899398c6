// The landing page: the current network, the seven chapters with the visitor's progress, and a button to continue.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Inspection, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { ChapterChangeEvent, LicencesRequestEvent, ViewChangeEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { courseContext, labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { chapterPage, formatPage } from '../../state/page/page-url.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { playIcon } from '../../styles/icons.ts';
import type { Chapter } from '../chapter.ts';
import { COURSE } from '../course.ts';
import '../../views/text/next-token/next-token.ts';
import '../progress-dots/progress-dots.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import { runStatusText } from '../../views/status/run-text.ts';
import { courseViewStyles } from './course-view.styles.ts';

/** Number of most probable tokens shown. */
const SHOWN_TOKENS = 3;

/** The chapters, grouped by the network that they show. */
const PARTS = [
  { title: 'The digit network', about: 'chapters 1 to 4: it reads handwritten digits', from: 1, until: 4 },
  { title: 'The language model', about: 'chapters 5 to 7: it continues a text', from: 5, until: 7 },
] as const;

/** Values on which the predictions depend. */
interface NextTokenRequest {
  readonly run: RunInfo;
  readonly step: number;
  readonly text: string;
}

/**
 * The landing page. Reads all three stores.
 *
 * @fires lab-chapter - The visitor selects a chapter.
 * @fires lab-view - The visitor opens the model page.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-licences - The visitor opens the licences of bundled software and data.
 */
@customElement('lab-course-view')
export class CourseView extends LitElement {
  static override styles = [baseStyles, courseViewStyles];

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #nextToken = new LatestOnlyTask<
    NextTokenRequest,
    NextTokenRequest & { readonly inspection: Inspection }
  >(this, async (question) => ({
    ...question,
    inspection: await this.#lab.store.client.transformer.inspect({ text: question.text, names: [] }),
  }));

  protected override willUpdate(): void {
    const { run, step } = this.#lab.value;
    if (run) this.#nextToken.run({ run, step, text: this.#promptFor(run) });
  }

  protected override render() {
    return html`<div class="head">
        <div>
          <h1>Watch a video and look inside a network that runs beside it</h1>
          <p>
            Seven videos by 3Blue1Brown explain deep learning. Beside each video this lab shows the same steps in a small
            network that runs and trains in this tab.
          </p>
        </div>
        ${this.#continueButton()}
      </div>
      ${this.#model()}
      ${PARTS.map((part) => this.#part(part))}
      <footer>
        <p>The videos are Grant Sanderson’s, of 3Blue1Brown; this page is not affiliated with them. Nothing you do here leaves this device.</p>
        <button class="plain" @click=${() => this.dispatchEvent(new LicencesRequestEvent())}>Licences</button>
      </footer>`;
  }

  #continueButton(): TemplateResult {
    const { last } = this.#course.value;
    const { chapter, at } = last ?? { chapter: 1, at: 0 };
    const words = last ? `Continue chapter ${chapter} at ${formatTimestamp(at)}` : 'Start with chapter 1';
    const go = () => this.dispatchEvent(new ChapterChangeEvent(chapter, at));
    return html`<button class="primary" @click=${go}>${playIcon} ${words}</button>`;
  }

  #promptFor(run: RunInfo): string {
    return this.#page.value.prompt || run.prompts[0] || '';
  }

  /** Shows predictions for the prompt as soon as a model is open. */
  #model(): TemplateResult {
    const { run } = this.#lab.value;
    const train = () => this.dispatchEvent(new ViewChangeEvent('train'));
    return html`<section class="card model" aria-label="The network in this tab">
      <div class="about">
        <div class="named">
          <h2>The network in this tab${run ? html`: <b>${run.preset}</b>` : nothing}</h2>
          <button @click=${train}>Train a model →</button>
        </div>
        <p>${runStatusText(this.#lab.value)}</p>
        ${run ? this.#prompt(run) : nothing}
      </div>
      <div class="guesses">${this.#nextTokens()}</div>
    </section>`;
  }

  #prompt(run: RunInfo): TemplateResult {
    const { value } = this.#nextToken;
    return html`<lab-prompt-input
      .prompt=${this.#promptFor(run)}
      .prompts=${run.prompts}
      .unknown=${(value?.run === run && value.inspection.unknown) || []}
      .spelled=${(value?.run === run && value.inspection.spelled) || []}
      .vocabulary=${run.vocabulary}
      .cut=${(value?.run === run && value.inspection.cut) || 0}
      .contextLength=${run.model.T}
    ></lab-prompt-input>`;
  }

  #nextTokens(): TemplateResult | typeof nothing {
    const { value, error } = this.#nextToken;
    if (error) return html`<p role="alert">${error}</p>`;
    if (!value || value.run !== this.#lab.value.run || value.inspection.unknown.length > 0) return nothing;
    return html`<h3>Predicted next token</h3>
      <lab-next-token .next=${value.inspection.next} .most=${SHOWN_TOKENS}></lab-next-token>`;
  }

  #part({ title, about, from, until }: (typeof PARTS)[number]): TemplateResult {
    const chapters = COURSE.filter(({ number }) => from <= number && number <= until);
    return html`<section class="part" aria-label=${title}>
      <h2>${title} <span>${about}</span></h2>
      <ol class=${chapters.length === 3 ? 'three' : 'four'}>${chapters.map((chapter) => this.#card(chapter))}</ol>
    </section>`;
  }

  #card({ number, title, summary, activities, sections, moments, duration }: Chapter): TemplateResult {
    // Progress saved by an older version can contain moments that no longer exist.
    const watched = this.#course.store.getWatchedMoments(number).filter((index) => index < moments.length);
    const go = (event: MouseEvent) => {
      // The browser handles clicks that open a new tab.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.dispatchEvent(new ChapterChangeEvent(number));
    };
    const address = formatPage(chapterPage(this.#page.value, number));
    return html`<li class="card">
      <p class="number">Chapter ${number} <span class="numbers">${formatTimestamp(duration)} min</span></p>
      <h3><a href=${address} @click=${go}>${title}</a></h3>
      <p>${summary}</p>
      <div class="activities">
        <p>What you can do here:</p>
        <ul>${activities.map((words) => html`<li>${words}</li>`)}</ul>
      </div>
      <div class="progress">
        <p>${watched.length === 0 ? 'Not watched yet' : `${watched.length} of ${moments.length} moments watched`}</p>
        <lab-progress-dots .sections=${sections} .moments=${moments} .watched=${watched}></lab-progress-dots>
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-course-view': CourseView;
  }
}
