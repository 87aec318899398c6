// Chapter 3's stage: the desired changes of one image, layer by layer backwards, and their mean over many images.

import { customElement } from 'lit/decorators.js';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import type { DigitContext } from '../digit-stage/digit-panel.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { FIRST_IMAGES } from '../digit-stage/exemplars.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Choices } from './choices.ts';
import { type Context, FIGURE_STYLES, methodOf, PANELS } from './panels.ts';
import { fetchSgdPaths } from './sgd-paths.ts';

/**
 * The digit map, and panels that say more than the picture. All follow the digit network during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a panel.
 */
@customElement('lab-chapter-3-stage')
export class Chapter3Stage extends DigitStage<Choices, Context> {
  static override styles = [baseStyles, panelStyles, ...FIGURE_STYLES, ...DigitStage.styles];

  protected override readonly jobs = {
    paths: new CancellableTask(this, (_: undefined, options) =>
      fetchSgdPaths(this.digits.store.client, options),
    ),
  };

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, ...FIRST_IMAGES[3], trains: true });
  }

  protected override context(common: DigitContext): Context {
    const method = this.choices.way ?? methodOf(this.moment) ?? 'bias';
    return { ...common, method, paths: this.jobs.paths.state };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-3-stage': Chapter3Stage;
  }
}
