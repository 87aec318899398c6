// The digit network of chapters 1 to 4 as the page sees it: made when a chapter first needs it, and told like the other run.

import type { DigitEvent, DigitRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../workers/rpc/client/lab-client.ts';
import type { DigitNetworkChoice } from '../../types/digits.ts';
import { type DigitState, INITIAL_DIGITS } from '../../types/digits.ts';
import type { BundledModels } from '../runs/bundled-models.ts';
import { reduceRun } from '../runs/run-reducer.ts';
import { RunStore, toDisplayMessage } from '../runs/run-store.ts';

/** What the store needs of the digit network's client. */
export type Digits = LabClient['digits'];

export function reduceDigits(state: DigitState, event: DigitEvent): DigitState {
  const weightsVersion = state.weightsVersion + 1;
  switch (event.type) {
    case 'data':
      return { ...state, data: event.data };
    case 'weights':
      return { ...state, weightsVersion, isBundled: false };
    case 'progress':
      return { ...reduceRun(state, event), weightsVersion, isBundled: false };
    case 'run':
      return { ...reduceRun(state, event), weightsVersion };
    default:
      return reduceRun(state, event);
  }
}

/** The preset that comes trained with the page, and is fresh where that cannot be had. */
const BUNDLED_PRESET: DigitRequest = { preset: 'digits' };

export class DigitStore extends RunStore<DigitState> {
  /** The worker's client, for questions whose answers only the asker needs: `lens`, `setWeights`. */
  readonly client: Digits;
  readonly #bundled: Pick<BundledModels, 'list' | 'read'>;
  #initialized?: Promise<boolean>;
  #validation?: AbortController;

  constructor(client: Digits, shipped: Pick<BundledModels, 'list' | 'read'>) {
    super(INITIAL_DIGITS);
    this.client = client;
    this.#bundled = shipped;
  }

  protected get controls(): Digits {
    return this.client;
  }

  handleEvent(event: DigitEvent): void {
    this.replace(reduceDigits(this.value, event));
  }

  /** Once the engine has started: the trained network that came with the page. Does nothing where there is one already. */
  initialize(): Promise<boolean> {
    this.#initialized ??= this.attempt(async () => {
      const [presets, limits] = await Promise.all([this.client.presets(), this.client.limits()]);
      this.set({ presets, limits });
      await this.#openBundled();
      await this.client.evaluate();
    });
    return this.#initialized;
  }

  /** A kept run in place of the current network; `open` brings it. False where it cannot be had. */
  async openSaved(open: () => Promise<void>): Promise<boolean> {
    await this.initialize();
    return this.attempt(() => this.#replace(false, open));
  }

  /** The trained network again, as it came; fresh weights and a sentence where it cannot be had. */
  async openBundled(): Promise<boolean> {
    return this.attempt(() => this.#openBundled());
  }

  /** Tells what is wrong with the settings, if anything; changes nothing else. */
  async validate(request: DigitRequest): Promise<void> {
    this.#validation?.abort();
    this.#validation = new AbortController();
    const { signal } = this.#validation;
    try {
      const problems = await this.client.problems(request, signal);
      if (!signal.aborted) this.set({ problems });
    } catch (error) {
      if (!signal.aborted) this.set({ error: toDisplayMessage(error) });
    }
  }

  /** Makes a fresh network in place of the current one. False where the settings are impossible or it failed. */
  async create(request: DigitRequest): Promise<boolean> {
    this.#validation?.abort();
    return this.attempt(async () => {
      const problems = await this.client.problems(request);
      this.set({ problems });
      if (problems.length > 0) return false;
      await this.#replace(false, () => this.client.create(request));
      return true;
    });
  }

  /** Another network, of which stock is taken at once: fresh weights of the same, the trained one, or a fresh one of a preset. */
  async replaceNetwork(network: DigitNetworkChoice): Promise<void> {
    const replaced =
      network === 'fresh'
        ? await this.reset()
        : network === 'trained'
          ? await this.openBundled()
          : await this.create(network);
    if (replaced) await this.evaluate();
  }

  async reset(): Promise<boolean> {
    return this.attempt(() => this.#replace(false, () => this.client.reset()));
  }

  async #openBundled(): Promise<void> {
    try {
      const model = (await this.#bundled.list()).find(({ preset }) => preset === BUNDLED_PRESET.preset);
      if (!model) throw new Error('No trained digit network came with this page.');
      const bytes = await this.#bundled.read(model);
      await this.#replace(true, () => this.client.open(bytes));
    } catch (error) {
      await this.#replace(false, () => this.client.create(BUNDLED_PRESET));
      throw new Error(`${toDisplayMessage(error)} Here are fresh weights instead: train them yourself.`);
    }
  }

  async #replace(isBundled: boolean, action: () => Promise<unknown>): Promise<void> {
    this.set({ isPending: true });
    try {
      await action();
      this.set({ isBundled });
    } finally {
      this.set({ isPending: false });
    }
  }
}
