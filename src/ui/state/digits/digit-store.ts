// Store of the digit network of chapters 1 to 4. The first chapter that needs it creates it.

import { msg, str } from '@lit/localize';
import type { DigitEvent, DigitRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../workers/rpc/client/lab-client.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { DigitNetworkChoice } from '../../types/digits.ts';
import { type DigitState, INITIAL_DIGITS } from '../../types/digits.ts';
import { type BundledModelSource, fetchModel } from '../runs/bundled-models.ts';
import { reduceRun, runAt } from '../runs/run-reducer.ts';
import { RunStore } from '../runs/run-store.ts';

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

/** Preset of the bundled model. */
const BUNDLED_PRESET: DigitRequest = { preset: 'digits' };

export class DigitStore extends RunStore<DigitState> {
  /** Worker client, for requests whose results are not part of the state: `lens`, `setWeights`. */
  readonly client: Digits;
  readonly #bundled: BundledModelSource;
  #live = INITIAL_DIGITS;
  #previewStep?: number;
  #initialized?: Promise<boolean>;
  #validation?: AbortController;

  constructor(client: Digits, bundled: BundledModelSource) {
    super(INITIAL_DIGITS);
    this.client = client;
    this.#bundled = bundled;
  }

  protected get controls(): Digits {
    return this.client;
  }

  protected override get live(): DigitState {
    return this.#live;
  }

  protected override replace(live: DigitState): void {
    this.#live = live;
    super.replace(this.#previewStep === undefined ? live : runAt(live, this.#previewStep));
  }

  handleEvent(event: DigitEvent): void {
    this.replace(reduceDigits(this.live, event));
  }

  /** Shows the state at the step of a checkpoint, which requests read now, or the live one again. */
  preview(step: number | undefined): void {
    if (step === this.#previewStep) return;
    this.#previewStep = step;
    this.set({ weightsVersion: this.live.weightsVersion + 1 });
  }

  /** Whether the stage shows a network of the moment in place of this one. */
  putAside(isAside: boolean): void {
    if (isAside !== this.live.isAside) this.set({ isAside });
  }

  /** Opens the bundled network, once; called after the engine has started. */
  initialize(): Promise<boolean> {
    this.#initialized ??= this.attempt(async () => {
      const [presets, limits] = await Promise.all([this.client.presets(), this.client.limits()]);
      this.set({ presets, limits });
      await this.#openBundled();
      if (!this.#isEvaluated) await this.client.evaluate();
    });
    return this.#initialized;
  }

  /** The network was lost: the next call of `initialize` opens it again. */
  allowInitialization(): void {
    this.#initialized = undefined;
  }

  /** Replaces the network by the saved run that `open` opens; false on failure. */
  async openSaved(open: () => Promise<void>): Promise<boolean> {
    await this.initialize();
    return this.attempt(() => this.#replace(false, open));
  }

  /** Opens the bundled network; on failure creates a new one and shows the error. */
  async openBundled(): Promise<boolean> {
    return this.attempt(() => this.#openBundled());
  }

  /** Updates `problems` for the settings. */
  async validate(request: DigitRequest): Promise<void> {
    this.#validation?.abort();
    this.#validation = new AbortController();
    const { signal } = this.#validation;
    try {
      const problems = await this.client.problems(request, { signal, onProgress: () => {} });
      if (!signal.aborted) this.set({ problems });
    } catch (error) {
      if (!signal.aborted) this.set({ error: toDisplayMessage(error) });
    }
  }

  /** Replaces the network by a new one; false if the settings are invalid or it failed. */
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

  /** Replaces the network and evaluates it. */
  async replaceNetwork(network: DigitNetworkChoice): Promise<void> {
    const replaced =
      network === 'fresh'
        ? await this.reset()
        : network === 'trained'
          ? await this.openBundled()
          : await this.create(network);
    if (replaced && !this.#isEvaluated) await this.evaluate();
  }

  /** A bundled network has the evaluations of its training. */
  get #isEvaluated(): boolean {
    const { run, evaluations } = this.live;
    return run !== undefined && evaluations.at(-1)?.step === run.step;
  }

  async reset(): Promise<boolean> {
    return this.attempt(() => this.#replace(false, () => this.client.reset()));
  }

  async #openBundled(): Promise<void> {
    try {
      const model = (await this.#bundled.list()).find(({ preset }) => preset === BUNDLED_PRESET.preset);
      if (!model) throw new Error(msg('This page has no bundled digit network.'));
      const { openIn, problem } = await fetchModel(this.#bundled, model);
      await this.#replace(true, () => openIn(this.client));
      if (problem) this.set({ error: problem });
    } catch (error) {
      await this.#replace(false, () => this.client.create(BUNDLED_PRESET));
      throw new Error(
        msg(str`${toDisplayMessage(error)} A network with random weights was created instead.`),
      );
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
