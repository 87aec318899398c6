// The page that measures this machine: rates, kernels as a share of them, training steps, beside other machines.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { HardwareReport } from '../../../../workers/rpc/api/hardware-api.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { comparisonContext, digitsContext, labContext, pageContext } from '../../../state/contexts.ts';
import { formatPage } from '../../../state/page/page-url.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { closeIcon, playIcon } from '../../../styles/icons.ts';
import { trainingPageStyles } from '../../../styles/training-page.styles.ts';
import { isComparing } from '../../../types/comparison.ts';
import { INITIAL_PAGE } from '../../../types/page.ts';
import { engineCard } from './engine-card.ts';
import { engineName, progressLine } from './engine-label.ts';
import { browserName, Measurement, type PausableRun } from './measurement.ts';
import { decodeReport, encodeReport } from './report-link.ts';
import { speedPlot } from './speed-plot.ts';
import { speedViewStyles } from './speed-view.styles.ts';

/**
 * @summary Measures this machine on request, and shows a result from a link beside it. Reads the lab, digits, comparison and page
 *   stores from their contexts.
 */
@customElement('lab-speed-view')
export class SpeedView extends LitElement {
  static override styles = [baseStyles, trainingPageStyles, speedViewStyles];

  readonly #lab = new StoreController(this, labContext);
  readonly #digits = new StoreController(this, digitsContext);
  readonly #comparison = new StoreController(this, comparisonContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #measurement = new Measurement(this, () => this.#runs);

  /** What somebody else has measured. */
  @state() private shared?: HardwareReport;
  @state() private linkProblem = '';
  /** Outcome of the last copy. */
  @state() private copied = '';
  /** The text that could not be copied. */
  @state() private copyText = '';
  /** The link that `shared` was read from. */
  #read = '';

  @query('textarea') private textarea?: HTMLTextAreaElement;

  protected override willUpdate(changes: PropertyValues): void {
    super.willUpdate(changes);
    const { measured } = this.#page.value;
    if (measured !== this.#read) void this.#readLink(measured);
  }

  protected override render() {
    const { report } = this.#measurement;
    return html`
      ${this.#head()} ${this.#banners()}
      <section class="card" aria-labelledby="plot">
        <h2 id="plot">${msg('Tokens a second in training')}</h2>
        ${speedPlot(report, this.shared)}
      </section>
      <div class="machines">
        ${report ? this.#machine(msg('This machine'), report, this.#own(report)) : nothing}
        ${this.shared ? this.#machine(msg('From the link'), this.shared, this.#closeLink()) : nothing}
      </div>
    `;
  }

  #head(): TemplateResult {
    const { isRunning, progress, report } = this.#measurement;
    return html`<div class="head">
      <div>
        <h1>${msg('Speed')}</h1>
        <p class="status" role="status" aria-live=${isRunning ? 'off' : 'polite'}>${this.#statusText()}</p>
      </div>
      <div class="buttons">
        ${
          isRunning
            ? html`<button class="primary big" @click=${() => this.#measurement.stop()}>${closeIcon} ${msg('Stop')}</button>`
            : html`<button class="primary big" @click=${this.#start}>${playIcon} ${report ? msg('Measure again') : msg('Measure')}</button>`
        }
      </div>
      <progress max=${progress?.total ?? 1} value=${progress?.done ?? 0} aria-label=${msg('Progress of the measurement')}></progress>
    </div>`;
  }

  #statusText(): string {
    const { isRunning, progress, problem, report } = this.#measurement;
    if (isRunning) return progress ? progressLine(progress.label) : msg('Starting …');
    if (problem) return problem;
    if (report) return msg(str`Measured on ${report.date} in ${report.host}.`);
    return msg('In about half a minute: what this machine can compute, and how much of it the kernels use.');
  }

  #banners(): TemplateResult {
    return html`
      ${
        this.#measurement.hasPaused
          ? html`<div class="banner"><p>${msg('Training is paused while this page measures, and goes on afterwards.')}</p></div>`
          : nothing
      }
      ${this.linkProblem ? html`<div class="banner error" role="alert"><p>${this.linkProblem}</p></div>` : nothing}
    `;
  }

  #machine(title: string, report: HardwareReport, tools: TemplateResult): TemplateResult {
    const { engines, missing, host, date, processorThreads } = report;
    return html`<section class="machine" aria-label=${title}>
      <div class="title">
        <h2>${title}</h2>
        <p>${msg(str`${host}, ${processorThreads} processor threads, ${date}`)}</p>
        ${tools}
      </div>
      <div class="engines">${engines.map((engine) => engineCard(engine, title))}</div>
      ${missing.map(({ engine, reason }) => html`<p class="missing">${msg(html`<b>${engineName(engine)}</b> is not measured. ${engineText(reason)}`)}</p>`)}
    </section>`;
  }

  #own(report: HardwareReport): TemplateResult {
    return html`<div class="tools">
        <button ?disabled=${this.#measurement.isRunning} @click=${() => this.#copy(JSON.stringify(report, null, 2), msg('The result'))}>
          ${msg('Copy JSON')}
        </button>
        <button ?disabled=${this.#measurement.isRunning} @click=${() => this.#copyLink(report)}>${msg('Copy link')}</button>
        <span role="status">${this.copied}</span>
      </div>
      ${this.copyText ? html`<textarea readonly rows="4" aria-label=${msg('Text to copy')} .value=${this.copyText}></textarea>` : nothing}`;
  }

  #closeLink(): TemplateResult {
    return html`<div class="tools"><a href=${formatPage({ ...this.#page.value, measured: '' })}>${msg('Close')}</a></div>`;
  }

  readonly #start = () => {
    const { brands } =
      (navigator as { userAgentData?: { brands: { brand: string; version: string }[] } }).userAgentData ?? {};
    const isTested = this.#lab.value.engine?.backend === 'webgpu';
    void this.#measurement.start(browserName(navigator.userAgent, brands), isTested);
  };

  async #copyLink(report: HardwareReport): Promise<void> {
    const hash = formatPage({ ...INITIAL_PAGE, view: 'speed', measured: await encodeReport(report) });
    await this.#copy(`${location.href.split('#')[0]}${hash}`, msg('The link'));
  }

  /** Where the browser denies its clipboard, the text is shown, selected. */
  async #copy(text: string, what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copyText = '';
      this.copied = msg(str`${what} is copied.`);
    } catch {
      this.copyText = text;
      this.copied = msg('The browser denies its clipboard: copy the text below.');
      await this.updateComplete;
      this.textarea?.select();
    }
  }

  async #readLink(text: string): Promise<void> {
    this.#read = text;
    let shared: HardwareReport | undefined;
    let problem = '';
    try {
      if (text) shared = await decodeReport(text);
    } catch (error) {
      problem = toDisplayMessage(error);
    }
    if (text !== this.#read) return;
    this.shared = shared;
    this.linkProblem = problem;
  }

  get #runs(): readonly PausableRun[] {
    const [lab, digits, comparison] = [this.#lab, this.#digits, this.#comparison];
    return [
      runOf(lab.store, () => lab.value.runState === 'training'),
      runOf(digits.store, () => digits.value.runState === 'training'),
      runOf(comparison.store, () => isComparing(comparison.value)),
    ];
  }
}

const runOf = (
  store: { pause(): Promise<unknown>; train(): Promise<unknown> },
  isTraining: () => boolean,
): PausableRun => ({
  isTraining,
  pause: () => store.pause(),
  train: () => store.train(),
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-speed-view': SpeedView;
  }
}
