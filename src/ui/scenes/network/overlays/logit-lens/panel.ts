// The tuned lens: its translators are fitted beside the map, which reads through them once they are there.

import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { stateOf, withState } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage, PanelTask } from '../panel.ts';
import { tunedLensStyles, tunedLensView } from './tuned-lens-view.ts';

/** The checkpoint that the translators are fitted to, none for the current weights, and the edits in them. */
interface FittedTo {
  readonly previewStep: number | undefined;
  readonly edits: string;
}

class TunedLensPanel implements Panel<'logit-lens'> {
  readonly #page: PanelPage;
  readonly #task: PanelTask<FittedTo, LensResult<'tuned-lens'>>;
  #wasTuned = false;

  constructor(page: PanelPage) {
    this.#page = page;
    this.#task = page.task((_, options) => page.lens('tuned-lens', {}, options));
  }

  isOpen(): boolean {
    return stateOf(this.#page.shot, 'logit-lens').isTuned === true;
  }

  /** The first choice fits them; their step stays in the shot as long as they are of the weights that are viewed. */
  follow(): void {
    const { shot, previewStep } = this.#page;
    const { request, result, progress, error } = this.#task.state;
    const isFirst = result === undefined && progress === undefined && error === undefined;
    const { tunedStep: before, ...state } = stateOf(shot, 'logit-lens');
    if (this.isOpen() && !this.#wasTuned && isFirst) this.#fit();
    this.#wasTuned = this.isOpen();
    const tunedStep = request?.previewStep === previewStep ? result?.step : undefined;
    if (before !== tunedStep)
      this.#page.show(
        withState(shot, 'logit-lens', tunedStep === undefined ? state : { ...state, tunedStep }),
      );
  }

  #fit(): void {
    const { previewStep, edits } = this.#page;
    void this.#task.run({ previewStep, edits });
  }

  render(values: NetworkValues | undefined) {
    const { request, result } = this.#task.state;
    const isOfWeights = result?.step === values?.step && request?.edits === this.#page.edits;
    // A checkpoint that is viewed again is read anew, without the translators that were fitted to it: the map has the plain lens.
    const { isTuned, tunedStep } = stateOf(this.#page.readShot ?? {}, 'logit-lens');
    const isAsked = this.#page.readShot?.overlay === 'logit-lens' && isTuned && tunedStep !== undefined;
    const isWithout = isAsked && this.#page.values?.lenses['logit-lens']?.tunedStep === undefined;
    return tunedLensView(this.#task.state, isOfWeights && !isWithout, values?.step ?? 0, (run) =>
      run === 'fit' ? this.#fit() : this.#task.abort(),
    );
  }

  reset(): void {
    this.#task.reset();
  }
}

export const logitLensPanel: PanelKind<'logit-lens'> = {
  styles: tunedLensStyles,
  create: (page) => new TunedLensPanel(page),
};
