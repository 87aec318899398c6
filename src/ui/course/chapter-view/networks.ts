// The networks of the tab and what the visitor has made of the stage, as questions and tasks read them.

import type { ReactiveControllerHost } from 'lit';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../../scenes/network/camera/shot.ts';
import { digitsContext, labContext, pageContext } from '../../state/contexts.ts';
import { StoreController } from '../../state/store-controller.ts';
import { editsKey } from '../../types/edits-key.ts';
import type { ModelKey } from '../questions/model-key.ts';
import type { QuestionLab } from '../questions/question.ts';
import type { StageReading } from '../tasks/task-watch.ts';

export class Networks {
  readonly #page;
  readonly #lab;
  readonly #digits;

  /**
   * The host updates with each other network, and with each step of the weights while `hasVerdict`: a verdict is about weights.
   */
  constructor(host: ReactiveControllerHost & HTMLElement, hasVerdict: () => boolean) {
    this.#page = new StoreController(host, pageContext, ({ stage }) => stage);
    this.#lab = new StoreController(host, labContext, ({ run }) => run);
    this.#digits = new StoreController(host, digitsContext, ({ run }) => run);
    new StoreController(host, labContext, (state) => hasVerdict() && `${state.step} ${editsKey(state)}`);
    new StoreController(host, digitsContext, ({ weightsVersion }) => hasVerdict() && weightsVersion);
  }

  /** Of which weights an answer is now. */
  modelOf(chapter: number): ModelKey {
    const digits = this.#digits.store.value;
    if (chapter > 4) return this.#languageModel;
    return [digits.run, digits.weightsVersion, chapter === 4 && JSON.stringify(this.#values)];
  }

  get lab(): QuestionLab {
    const { client, value } = this.#lab.store;
    const { transformer, digits } = client;
    return { transformer, digits, run: value.run, model: this.#languageModel, values: this.#values };
  }

  /** With the shot of the network map, and the image on the pad. */
  readStage(shot: Shot | undefined, image: DigitInput | undefined): StageReading {
    const digits = this.#digits.store.value;
    const { prompt, stage } = this.#page.store.value;
    const pad = image && ('pixels' in image ? Array.from(image.pixels) : image);
    return {
      key: [
        ...this.#languageModel,
        digits.run,
        digits.weightsVersion,
        JSON.stringify([prompt, shot, stage, pad]),
      ],
      lab: {
        ...{ ...this.lab, prompt },
        isOwnDigits: !digits.isBundled,
        ...(shot && { shot }),
        ...(image && { image }),
      },
    };
  }

  get #languageModel(): ModelKey {
    const lab = this.#lab.store.value;
    return [lab.run, lab.step, editsKey(lab)];
  }

  /** Numbers that the visitor has set on the stage. */
  get #values(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      Object.entries(this.#page.store.value.stage.with).flatMap(([key, value]) =>
        value === '' ? [] : [[key, Number(value)]],
      ),
    );
  }
}
