// Texts that are written with the direction, and other prompts, computed beside the map.

import type { NetworkValues } from '../../values/network-values.ts';
import { type LensTask, lensTask } from '../lens-task.ts';
import { stateOf } from '../overlay-state.ts';
import type { Panel, PanelKind, PanelPage } from '../panel.ts';
import { steeringRequest, withDirection } from './request.ts';
import { type SteeringPrompts, steeringStyles, steeringView } from './steering-view.ts';

export class SteeringPanel implements Panel<'steering'> {
  readonly #page: PanelPage;
  readonly #task: LensTask<'steering'>;

  constructor(page: PanelPage) {
    this.#page = page;
    this.#task = lensTask(page, 'steering');
  }

  render(values: NetworkValues | undefined) {
    const { direction } = stateOf(this.#page.shot, 'steering');
    const prompts = direction?.kind === 'prompts' ? direction : undefined;
    return steeringView(values?.lenses.steering, prompts, this.#task.state, this.isCurrent(values), {
      run: (run) => (run === 'stop' ? this.#task.abort() : this.measure()),
      setPrompts: (typed) => this.#steerWith(typed),
    });
  }

  measure(): void {
    void this.#task.run(this.#request);
  }

  #steerWith({ away, toward }: SteeringPrompts): void {
    const direction = { kind: 'prompts' as const, away: [...away], toward: [...toward] };
    this.#page.show(withDirection(this.#page.shot, direction));
  }

  get #request() {
    return steeringRequest(this.#page.prompt, this.#page.shot);
  }

  /** Whether what was computed is of the direction and the weights that the map shows. */
  isCurrent(values: Pick<NetworkValues, 'step'> | undefined): boolean {
    const { request, result } = this.#task.state;
    const isOfShot = JSON.stringify(request?.lens) === JSON.stringify(this.#request);
    return result !== undefined && result.step === values?.step && isOfShot && this.#task.isOfEdits;
  }

  reset(): void {
    this.#task.reset();
  }
}

export const steeringPanel: PanelKind<'steering'> = {
  styles: steeringStyles,
  create: (page) => new SteeringPanel(page),
};
