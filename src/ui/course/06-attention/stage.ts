// Chapter 6's stage: the view of the moment for the current model, prompt and head.

import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { memoize } from '../../../shared/memoize.ts';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { ChapterStage } from '../chapter-stage/chapter-stage.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Choices } from './choices.ts';
import type { Context, Options } from './context.ts';
import { headPicker, headPickerStyles } from './figures/head-picker.ts';
import { panelStyles } from './panel.styles.ts';
import { FIGURE_STYLES, PANELS, patternNames, READS } from './panels.ts';
import { strongestKey } from './query-key-pair.ts';

/** The views of one head, of all heads, and of the network around them. All follow the current model during training. */
@customElement('lab-chapter-6-stage')
export class Chapter6Stage extends ChapterStage<Options, Choices, Context> {
  static override styles = [panelStyles, ...FIGURE_STYLES, headPickerStyles, ...ChapterStage.styles];

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, reads: READS, panelParam: 'view' });
    listen(this, {
      'lab-cell': ({ key }) => this.choose({ key: key + 1 }),
      'lab-orientation': () => this.emitInteraction(),
    });
    // A selected key belongs to one prompt, query and head.
    for (const touched of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(touched, () => this.choose({ key: undefined }));
  }

  protected override options(): Options {
    const { step, runState, evaluations } = this.lab.value;
    const { ablate, seed, keysText } = this.choices;
    const latest = evaluations.at(-1);
    const needsHeadScores = !latest || (runState !== 'training' && latest.step !== step);
    // They belong to the moment's own prompt.
    const contexts = this.page.value.prompt ? undefined : this.moment.contexts;
    return { ablate, seed, keysText, needsHeadScores, contexts };
  }

  protected override renderTools(run: RunInfo) {
    return headPicker(run.model, this.reading?.request ?? { layer: 0, head: 0 });
  }

  /** A step of training or a tick of the video draws the figures again only if they show something else. */
  protected override draw(panel: string, context: Context) {
    return html`${guard([panel, ...Object.values(context)], () => super.draw(panel, context))}`;
  }

  protected override context(reading: Reading<Options>): Context | undefined {
    const { 'head-trace': headTrace, 'head-patterns': headScores } = reading.lenses;
    if (!headTrace) return undefined;
    const { evaluations, runState } = this.lab.value;
    const { key = 0, masked, ablate, seed } = this.choices;
    return {
      ...reading,
      ...{ headTrace, masked, ablate, seed, evaluations, runState },
      patterns: patternsOf(reading),
      key: key > 0 && key <= headTrace.tokens.length ? key - 1 : strongestKey(headTrace),
      orientation: this.page.value.orientation,
      // From the lens or, during training, from the training's evaluations.
      headPatterns: headScores?.habits ?? evaluations.at(-1)?.habits ?? NO_HEADS,
    };
  }
}

const NO_HEADS: Context['headPatterns'] = [];

const patternsOf = memoize(({ request, inspection: { activations } }: Reading<Options>) =>
  patternNames(request.run.model.L).flatMap((name) => activations[name] ?? []),
);

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-6-stage': Chapter6Stage;
  }
}
