// What the landing page lets a visitor do at once: ask the current model, change its mind, watch it learn, all on one map.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { ModelChangeEvent, PromptChangeEvent, ViewChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import { OVERVIEW, type Shot } from '../../scenes/network/camera/shot.ts';
import { NetworkScene } from '../../scenes/network/network-scene.ts';
import { editOverlay } from '../../scenes/network/overlays/edit/overlay.ts';
import { offerOverlay } from '../../scenes/network/overlays/overlays.ts';
import { labContext, pageContext, runLibraryContext } from '../../state/contexts.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { COURSE_PRESET } from '../../types/course-model.ts';
import '../../views/models/empty-state/empty-state.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import { NetworkReader } from '../network-reader.ts';
import { shotRequest } from '../network-request.ts';
import { BeliefController, knowsFact, QUESTION } from './belief.ts';
import { landingLabStyles } from './landing-lab.styles.ts';
import { TimeLapse } from './time-lapse.ts';

/** The answer is there at once; the forward pass runs beside it. */
const SHOT: Shot = { ...OVERVIEW, front: 'play' };

/** Of the model that is about to open. */
const COURSE_STEPS = 2000;

offerOverlay('edit', editOverlay);

interface Act {
  readonly title: string;
  readonly text: string;
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly go: () => void;
}

/**
 * @summary The current model in one moving picture, and three things to do with it. Reads the lab, run library and page stores from
 *   their contexts.
 *
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-model - The course's model is to take the place of one that does not know the fact.
 * @fires lab-view - The visitor opens the network's own page.
 */
@customElement('lab-landing-lab')
export class LandingLab extends LitElement {
  static override styles = [baseStyles, landingLabStyles];

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  readonly #scene = new NetworkScene();
  readonly #reader = new NetworkReader(this, this.#lab);
  readonly #belief = new BeliefController(this, this.#lab);
  readonly #timeLapse = new TimeLapse(this, this.#lab, this.#runs, this.#reader);
  /** The model whose edit was computed ahead. */
  #prepared?: RunInfo;

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    const width = this.#scene.viewport.width || this.clientWidth;
    if (run) this.#reader.read(shotRequest(this.#lab.value, run, this.#prompt, this.#shot, width));
  }

  /** Once the answer is on the screen, there is time for what may be asked next; of a model that trains it would be of no use. */
  protected override updated(): void {
    const { run, source } = this.#lab.value;
    if (!run || run === this.#prepared || !this.#reader.current || !this.#scene.viewport.width) return;
    this.#prepared = run;
    if (knowsFact(run) && source?.from === 'bundle') void this.#belief.prepare();
  }

  protected override render() {
    const { run } = this.#lab.value;
    return html`
      ${this.#promptInput(run)}
      <div class="map">${run ? this.#map(run) : html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`}</div>
      <div class="acts">
        ${act(this.#ask(run))} ${act(this.#changeMind(run))}
        ${this.#timeLapse.isOpen ? this.#timeLapse.renderScrubber() : act(this.#learn(run))}
      </div>
    `;
  }

  #map({ model, vocabulary }: RunInfo): TemplateResult {
    const { values } = this.#reader.current ?? {};
    return html`
      <lab-stage quiet .scene=${this.#scene.show({ model, vocabulary, values, shot: this.#shot, isPlain: true })}></lab-stage>
      <button
        class="door"
        aria-label=${msg('Take this network apart')}
        title=${msg('Take this network apart')}
        @click=${() => this.dispatchEvent(new ViewChangeEvent('network'))}
      ></button>
      ${this.#said()}
    `;
  }

  #promptInput(run: RunInfo | undefined): TemplateResult {
    const { inspection } = this.#reader.current ?? {};
    return html`<lab-prompt-input
      slim
      large
      .prompt=${this.#prompt}
      .unknown=${inspection?.unknown ?? []}
      .spelled=${inspection?.spelled ?? []}
      .vocabulary=${run?.vocabulary ?? []}
      .cut=${inspection?.cut ?? 0}
      .contextLength=${run?.model.T ?? 0}
    ></lab-prompt-input>`;
  }

  /** One line over the answer: what went wrong, or what an act has done. */
  #said(): TemplateResult {
    const error = this.#reader.error ?? this.#belief.error ?? this.#runs.value.error;
    const { caption } = this.#timeLapse;
    return error
      ? html`<p class="said" role="alert">${error}</p>`
      : html`<p class="said ${caption ? 'step' : ''}" role="status">${caption ?? this.#belief.outcome ?? nothing}</p>`;
  }

  #ask(run: RunInfo | undefined): Act {
    const prompts = run?.prompts ?? [];
    const next = prompts[(prompts.indexOf(this.#prompt) + 1) % prompts.length];
    return {
      title: msg('Ask it'),
      text: msg('Another beginning, another end.'),
      isDisabled: next === undefined,
      go: () => this.dispatchEvent(new PromptChangeEvent(next)),
    };
  }

  #changeMind(run: RunInfo | undefined): Act {
    const { applied, isBusy } = this.#belief;
    const isTraining = this.#lab.store.live.runState === 'training';
    if (run && !knowsFact(run))
      return {
        title: msg('Open the course’s model'),
        text: msg(str`${run.preset} has not learnt what Michael Jordan plays.`),
        go: () => this.dispatchEvent(new ModelChangeEvent(COURSE_PRESET, 'trained')),
      };
    if (applied)
      return {
        title: msg('Undo'),
        text: msg('Basketball again, exactly.'),
        isOn: true,
        isDisabled: isTraining || isBusy,
        go: () => void this.#belief.undo(),
      };
    return {
      title: msg('Change its mind'),
      text: isTraining
        ? msg('First pause its training.')
        : isBusy
          ? msg('Computing one matrix …')
          : msg('One matrix: now he plays baseball.'),
      isDisabled: !run || isTraining || isBusy,
      go: () => void this.#belief.make(),
    };
  }

  #learn(run: RunInfo | undefined): Act {
    const { isPossible, play } = this.#timeLapse;
    return {
      title: msg('Watch it learn'),
      text:
        isPossible || !run
          ? msg(str`From noise, in ${formatInteger(this.#lab.value.step || COURSE_STEPS)} steps.`)
          : msg('This model has no recorded past.'),
      isDisabled: !isPossible || this.#belief.isBusy,
      go: () => {
        this.#belief.stopPreparing();
        play();
      },
    };
  }

  get #prompt(): string {
    return this.#page.value.prompt || (this.#lab.value.run?.prompts[0] ?? QUESTION);
  }

  /** Where the edit is written, and what it has changed, is drawn while the map reads the question. */
  get #shot(): Shot {
    const isEdited = this.#belief.applied && this.#lab.value.previewStep === undefined;
    return isEdited && this.#prompt === QUESTION ? EDITED : SHOT;
  }
}

const EDITED: Shot = { ...SHOT, overlay: 'edit' };

const act = ({ title, text, isOn = false, isDisabled = false, go }: Act): TemplateResult =>
  html`<button class="act ${isOn ? 'on' : ''}" ?disabled=${isDisabled} @click=${go}><b>${title}</b> <span>${text}</span></button>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-landing-lab': LandingLab;
  }
}
