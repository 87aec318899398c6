// Reactive controller that reads the numbers of the digit map: of the visitor's network, or of one in a moment's state.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isSame } from '../../../shared/is-same.ts';
import type { DigitMapValues } from '../../scenes/digits/values.ts';
import type { DigitStore } from '../../state/digits/digit-store.ts';
import { StagedNetwork, type StagedState } from '../../state/digits/staged-network.ts';
import { LatestOnlyTask, nextFrame, restFromDrawing } from '../../state/latest-only-task.ts';
import { fetchMapValues, type MapData, type MapRequest } from './map-data.ts';
import type { StagedWeights } from './picture.ts';

/** That one request may ask for. */
const MOST_STEPS = 1000;

export class MapReader implements ReactiveController {
  readonly #digits: { readonly store: DigitStore };
  readonly #state: (network: StagedWeights) => StagedState | Promise<StagedState>;
  readonly #staged: StagedNetwork;
  readonly #task: LatestOnlyTask<MapRequest, MapData>;
  /** Moments so far. */
  #moments = 0;
  /** Steps that the network of the moment has taken. */
  #learned = 0;
  #learner?: number;

  /** @param state of a network that a moment speaks of */
  constructor(
    host: ReactiveControllerHost,
    digits: { readonly store: DigitStore },
    state: (network: StagedWeights) => StagedState | Promise<StagedState>,
  ) {
    this.#digits = digits;
    this.#state = state;
    this.#staged = new StagedNetwork(digits);
    const options = { deepEqualKeys: ['input'], throttle: () => this.#pause() } as const;
    this.#task = new LatestOnlyTask<MapRequest, MapData>(
      host,
      (request) => this.#fetchAtMoment(request),
      options,
    );
    host.addController(this);
  }

  /** Requests the numbers, unless they were requested last. */
  read(request: MapRequest): void {
    this.#task.run({ ...request, moment: request.network ? this.#moments : 0 });
  }

  get values(): DigitMapValues | undefined {
    return this.#task.value?.values;
  }

  /** The request of the numbers. */
  get request(): MapRequest | undefined {
    return this.#task.value?.request;
  }

  /** Whose numbers they are; undefined for the visitor's network. */
  get comparisonRun(): number | undefined {
    return this.#task.value?.comparisonRun;
  }

  /** Whether the numbers are those of the last request. */
  get isCurrent(): boolean {
    return this.request !== undefined && isSame(this.request, this.#task.lastRequest);
  }

  get error(): string | undefined {
    return this.#task.error;
  }

  /** What the picture needs takes milliseconds: a stroke lights the outputs with the next frame, also while the network trains. */
  #pause(): Promise<void> {
    const isDrawing = this.request !== undefined && 'pixels' in this.request.input;
    return this.#digits.store.value.runState === 'training' && !isDrawing ? restFromDrawing() : nextFrame();
  }

  /** Another moment: the next network starts anew. */
  begin(): void {
    this.#moments += 1;
    this.#staged.close();
  }

  hostDisconnected(): void {
    this.#staged.close();
  }

  /** A network ends with its moment: a request that is under way then leaves the picture as it is. */
  async #fetchAtMoment(request: MapRequest): Promise<MapData> {
    const moment = this.#moments;
    try {
      return await this.#fetch(request);
    } catch (error) {
      const { value } = this.#task;
      if (moment === this.#moments || !value) throw error;
      return value;
    }
  }

  async #fetch(request: MapRequest): Promise<MapData> {
    const { network, learned } = request;
    const { client } = this.#digits.store;
    if (!network) {
      this.#staged.close();
      return {
        ...{ request, comparisonRun: undefined },
        values: await fetchMapValues(client, request, undefined),
      };
    }
    const comparisonRun = await this.#staged.open(network, () => this.#state(network));
    if (this.#learner !== comparisonRun) this.#learned = 0;
    this.#learner = comparisonRun;
    while (this.#learned < learned) {
      const steps = Math.min(MOST_STEPS, learned - this.#learned);
      await client.lens('step-comparison-run', { comparisonRun, steps });
      this.#learned += steps;
    }
    return { request, comparisonRun, values: await fetchMapValues(client, request, comparisonRun) };
  }
}
