// The digit network of chapters 1 to 4 as the page sees it: made when a chapter first needs it, and told like the other run.

import type {
  DigitData,
  DigitEvaluation,
  DigitEvent,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  SettingLimit,
} from '../../workers/lab-api.ts';
import type { LabClient } from '../../workers/lab-client.ts';
import { NO_RUN, type RunView, reduceRun } from './run-state.ts';
import { RunStore, sentenceOf } from './run-store.ts';
import type { ShippedModels } from './shipped-models.ts';

/** What the store needs of the digit network's client. */
export type Digits = LabClient['digits'];

export interface DigitState extends RunView<DigitRunInfo, DigitEvaluation> {
  readonly presets: readonly DigitPresetInfo[];
  /** What each setting can be, by its name. */
  readonly limits: Readonly<Record<string, SettingLimit>>;
  /** The images that are here, and those on their way. */
  readonly data: DigitData;
  /** Grows whenever the weights become others: what was read at another count is of another network. */
  readonly weightsRead: number;
  /** Whether its weights are those that came with the page. */
  readonly shipped: boolean;
  /** What is wrong with the settings chosen, a sentence each. */
  readonly problems: readonly string[];
  /** A network is being made. */
  readonly waiting: boolean;
}

export const INITIAL_DIGITS: DigitState = {
  ...NO_RUN,
  presets: [],
  limits: {},
  data: { train: 0, test: 0 },
  weightsRead: 0,
  shipped: false,
  problems: [],
  waiting: false,
};

export function reduceDigits(state: DigitState, event: DigitEvent): DigitState {
  const weightsRead = state.weightsRead + 1;
  switch (event.type) {
    case 'data':
      return { ...state, data: event.data };
    case 'weights':
      return { ...state, weightsRead, shipped: false };
    case 'progress':
      return { ...reduceRun(state, event), weightsRead, shipped: false };
    case 'run':
      return { ...reduceRun(state, event), weightsRead };
    default:
      return reduceRun(state, event);
  }
}

/** The preset that comes trained with the page, and is fresh where that cannot be had. */
const FIRST: DigitRequest = { preset: 'digits' };

export class DigitStore extends RunStore<DigitState> {
  /** The worker's client, for questions whose answers only the asker needs: `lens`, `setWeights`. */
  readonly lab: Digits;
  readonly #shipped: Pick<ShippedModels, 'list' | 'read'>;
  #begun?: Promise<boolean>;
  #check?: AbortController;

  constructor(lab: Digits, shipped: Pick<ShippedModels, 'list' | 'read'>) {
    super(INITIAL_DIGITS);
    this.lab = lab;
    this.#shipped = shipped;
  }

  protected get controls(): Digits {
    return this.lab;
  }

  hear(event: DigitEvent): void {
    this.replace(reduceDigits(this.value, event));
  }

  /** Once the engine has started: the trained network that came with the page. Does nothing where there is one already. */
  begin(): Promise<boolean> {
    this.#begun ??= this.attempt(async () => {
      const [presets, limits] = await Promise.all([this.lab.presets(), this.lab.limits()]);
      this.set({ presets, limits });
      await this.#openShipped();
      await this.lab.evaluate();
    });
    return this.#begun;
  }

  /** A kept run in place of the current network; `open` brings it. False where it cannot be had. */
  async openKept(open: () => Promise<void>): Promise<boolean> {
    await this.begin();
    return this.attempt(() => this.#replace(false, open));
  }

  /** The trained network again, as it came; fresh weights and a sentence where it cannot be had. */
  async bringShipped(): Promise<boolean> {
    return this.attempt(() => this.#openShipped());
  }

  /** Tells what is wrong with the settings, if anything; changes nothing else. */
  async check(request: DigitRequest): Promise<void> {
    this.#check?.abort();
    this.#check = new AbortController();
    const { signal } = this.#check;
    try {
      const problems = await this.lab.problems(request, signal);
      if (!signal.aborted) this.set({ problems });
    } catch (error) {
      if (!signal.aborted) this.set({ error: sentenceOf(error) });
    }
  }

  /** Makes a fresh network in place of the current one. False where the settings are impossible or it failed. */
  async create(request: DigitRequest): Promise<boolean> {
    this.#check?.abort();
    return this.attempt(async () => {
      const problems = await this.lab.problems(request);
      this.set({ problems });
      if (problems.length > 0) return false;
      await this.#replace(false, () => this.lab.create(request));
      return true;
    });
  }

  /** Another network, of which stock is taken at once: fresh weights of the same, the trained one, or a fresh one of a preset. */
  async take(wanted: 'fresh' | 'trained' | DigitRequest): Promise<void> {
    const taken =
      wanted === 'fresh'
        ? await this.reset()
        : wanted === 'trained'
          ? await this.bringShipped()
          : await this.create(wanted);
    if (taken) await this.evaluate();
  }

  async reset(): Promise<boolean> {
    return this.attempt(() => this.#replace(false, () => this.lab.reset()));
  }

  async #openShipped(): Promise<void> {
    try {
      const model = (await this.#shipped.list()).find(({ preset }) => preset === FIRST.preset);
      if (!model) throw new Error('No trained digit network came with this page.');
      const bytes = await this.#shipped.read(model);
      await this.#replace(true, () => this.lab.open(bytes));
    } catch (error) {
      await this.#replace(false, () => this.lab.create(FIRST));
      throw new Error(`${sentenceOf(error)} Here are fresh weights instead: train them yourself.`);
    }
  }

  async #replace(shipped: boolean, action: () => Promise<unknown>): Promise<void> {
    this.set({ waiting: true });
    try {
      await action();
      this.set({ shipped });
    } finally {
      this.set({ waiting: false });
    }
  }
}
