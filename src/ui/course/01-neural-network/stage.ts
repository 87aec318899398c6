// Chapter 1's stage: a digit of the visitor's in the trained network, down to a single weight.

import { customElement } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import type { DigitContext } from '../digit-stage/digit-panel.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { FIRST_IMAGES } from '../digit-stage/exemplars.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Choices } from './choices.ts';
import { ManualEdits } from './manual-edits.ts';
import type { NeuronData } from './neuron-data.ts';
import { panelStyles } from './panel.styles.ts';
import { type Context, FIGURE_STYLES, PANELS } from './panels.ts';

/**
 * @summary The digit map, and panels for one neuron, σ and ReLU, the matrix form, the count and the learned features.
 *
 * @property moment - Moment of the video.
 */
@customElement('lab-chapter-1-stage')
export class Chapter1Stage extends DigitStage<Choices, Context> {
  static override styles = [baseStyles, panelStyles, ...FIGURE_STYLES, ...DigitStage.styles];

  readonly #manualEdits = new ManualEdits(this, this.digits);

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, ...FIRST_IMAGES[1], trains: false });
    listen(this, {
      'lab-weights': ({ changes }) => {
        const data = this.panelData as NeuronData | undefined;
        if (data && !this.picture.network) void this.#manualEdits.set(changes, data.weights);
        this.emitInteraction();
      },
      'lab-weights-undo': () => {
        void this.#manualEdits.undo();
        this.emitInteraction();
      },
    });
  }

  protected override chooseImage(image: number): void {
    this.choose({ image });
  }

  protected override get hasManualEdits(): boolean {
    return this.#manualEdits.hasEdits;
  }

  /** One is always selected: the visitor's, else that of the picture. */
  protected override neuron(run: DigitRunInfo): NeuronIndex {
    const shown = this.picture.neuron ?? { layer: 1, neuron: 0 };
    const { layer = shown.layer, neuron = shown.neuron } = this.choices;
    const within = Math.min(layer, run.sizes.length - 1);
    return { layer: within, neuron: Math.min(neuron, run.sizes[within] - 1) };
  }

  protected override context(common: DigitContext): Context {
    const { choices, hasManualEdits } = this;
    return { ...common, choices, hasManualEdits, settings: this.moment.settings ?? {} };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-1-stage': Chapter1Stage;
  }
}
