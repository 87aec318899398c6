// What the landing page lets a visitor do at once: ask the current model, change a belief of its, watch it learn.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { ModelChangeEvent, PromptChangeEvent } from '../../events/index.ts';
import { appendToken } from '../../format/append-token.ts';
import { OVERVIEW, type Shot } from '../../scenes/network/camera/shot.ts';
import { NetworkScene } from '../../scenes/network/network-scene.ts';
import { editOverlay } from '../../scenes/network/overlays/edit/overlay.ts';
import { offerOverlay } from '../../scenes/network/overlays/overlays.ts';
import { labContext, pageContext, runLibraryContext } from '../../state/contexts.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelBase } from '../../styles/panel.styles.ts';
import { COURSE_PRESET } from '../../types/course-model.ts';
import '../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import { NetworkReader } from '../network-reader.ts';
import { shotRequest } from '../network-request.ts';
import { BeliefController, knowsFact, QUESTION } from './belief.ts';
import { landingLabStyles } from './landing-lab.styles.ts';
import { TimeLapse } from './time-lapse.ts';

/** Example prompts shown as buttons. */
const EXAMPLES = 5;

offerOverlay('edit', editOverlay);

/**
 * @summary The current model in one moving picture, with a prompt, an edit and a time-lapse beside it. Reads the lab, run library and
 *   page stores from their contexts.
 *
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-model, lab-saved-run, lab-model-save, lab-model-open, lab-download-dialog-open, lab-run - From `lab-model-menu`.
 */
@customElement('lab-landing-lab')
export class LandingLab extends LitElement {
  static override styles = [baseStyles, panelBase, landingLabStyles];

  @state() private shot: Shot = { ...OVERVIEW, front: 'play' };

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  readonly #scene = new NetworkScene();
  readonly #reader = new NetworkReader(this, this.#lab);
  readonly #belief = new BeliefController(this, this.#lab, this.#reader);
  readonly #timeLapse = new TimeLapse(this, this.#runs, this.#reader);

  constructor() {
    super();
    listen(this, {
      'lab-map-shot': ({ shot: { overlay: _, ...shot } }) => {
        this.shot = shot;
      },
      'lab-map-token': ({ token: { text } }) => this.#append(text),
    });
  }

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    const width = this.#scene.viewport.width || this.clientWidth;
    if (run) this.#reader.read(shotRequest(this.#lab.value, run, this.#prompt, this.#shownShot, width));
  }

  protected override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { error, current } = this.#reader;
    return html`
      <div class="ask">${this.#promptInput(run)}</div>
      <lab-stage
        .scene=${this.#scene.show({ model: run.model, vocabulary: run.vocabulary, values: current?.values, shot: this.#shownShot, hasTokens: true })}
      ></lab-stage>
      <div class="side">
        ${error ? html`<p role="alert">${error}</p>` : nothing}
        ${this.#examples(run)} ${this.#beliefCard(run)} ${this.#timeLapseCard()}
        ${modelStatus(this.#lab.value, current?.inspection.step, nothing, this.#runs.value)}
      </div>
    `;
  }

  #promptInput(run: RunInfo): TemplateResult {
    const { inspection } = this.#reader.current ?? {};
    return html`<lab-prompt-input
      slim
      .prompt=${this.#prompt}
      .unknown=${inspection?.unknown ?? []}
      .spelled=${inspection?.spelled ?? []}
      .vocabulary=${run.vocabulary}
      .cut=${inspection?.cut ?? 0}
      .contextLength=${run.model.T}
    ></lab-prompt-input>`;
  }

  #examples({ prompts }: RunInfo): TemplateResult {
    const ask = (prompt: string) => this.dispatchEvent(new PromptChangeEvent(prompt));
    return html`<section aria-labelledby="examples">
      <h2 id="examples">${msg('Ask it')}</h2>
      <div class="examples">
        ${prompts
          .slice(0, EXAMPLES)
          .map(
            (prompt) =>
              html`<button aria-pressed=${prompt === this.#prompt} @click=${() => ask(prompt)}>${prompt} …</button>`,
          )}
      </div>
    </section>`;
  }

  #beliefCard(run: RunInfo): TemplateResult {
    const open = () => this.dispatchEvent(new ModelChangeEvent(COURSE_PRESET, 'trained'));
    return html`<section aria-labelledby="belief">
      <h2 id="belief">${msg('Change its mind')}</h2>
      ${
        knowsFact(run)
          ? this.#belief.render(run)
          : html`<p>${msg(str`The open model, ${run.preset}, has not learnt what Michael Jordan plays.`)}</p>
              <button @click=${open}>${msg('Open the course’s model')}</button>`
      }
    </section>`;
  }

  #timeLapseCard(): TemplateResult | typeof nothing {
    if (this.#timeLapse.steps.length === 0) return nothing;
    return html`<section aria-labelledby="lapse">
      <h2 id="lapse">${msg('Its training, in time-lapse')}</h2>
      ${this.#timeLapse.render(this.#belief.isBusy)}
    </section>`;
  }

  get #prompt(): string {
    return this.#page.value.prompt || this.#lab.value.run?.prompts[0] || '';
  }

  /** Where the edit is written, and what it has changed, is drawn while the map reads the question. */
  get #shownShot(): Shot {
    const isEdited = this.#belief.applied && this.#lab.value.previewStep === undefined;
    return isEdited && this.#prompt === QUESTION ? { ...this.shot, overlay: 'edit' } : this.shot;
  }

  #append(text: string): void {
    const { run } = this.#lab.value;
    if (run) this.dispatchEvent(new PromptChangeEvent(appendToken(this.#prompt, text, run.tokenizer)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-landing-lab': LandingLab;
  }
}
