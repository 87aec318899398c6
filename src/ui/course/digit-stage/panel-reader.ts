// Fetches what the open panel of a digit stage shows: data of the network that the map shows, in the same state of its weights.

import type { ReactiveControllerHost } from 'lit';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { readerOf } from '../../state/digits/digit-reader.ts';
import type { DigitStore } from '../../state/digits/digit-store.ts';
import { LatestOnlyTask, nextFrame, waitForPaint } from '../../state/latest-only-task.ts';
import type { DigitOptions, DigitPanel } from './digit-panel.ts';

/** The network of a moment, which has taken so many steps. */
export interface StagedStep {
  readonly comparisonRun: number;
  readonly step: number;
}

interface PanelRequest extends Partial<StagedStep> {
  readonly run: DigitRunInfo;
  /** Version of the visitor's weights; a new network or an edit increases it. */
  readonly weightsVersion: number | undefined;
  readonly panel: string;
  /** The options that its data differ by. */
  readonly options: Partial<DigitOptions>;
}

interface PanelReading {
  readonly request: PanelRequest;
  readonly data: unknown;
}

export class PanelReader<TContext> {
  readonly #digits: { readonly store: DigitStore };
  readonly #panels: Readonly<Record<string, DigitPanel<TContext>>>;
  readonly #task: LatestOnlyTask<PanelRequest, PanelReading>;
  /** Moments so far. */
  #moments = 0;

  constructor(
    host: ReactiveControllerHost,
    digits: { readonly store: DigitStore },
    panels: Readonly<Record<string, DigitPanel<TContext>>>,
  ) {
    this.#digits = digits;
    this.#panels = panels;
    const options = { deepEqualKeys: ['options'], throttle: (ms: number) => this.#pause(ms) } as const;
    this.#task = new LatestOnlyTask<PanelRequest, PanelReading>(
      host,
      (request) => this.#fetchAtMoment(request),
      options,
    );
  }

  /** Requests what a panel needs, unless it was requested last. @param staged the network to read, in place of the visitor's */
  read(panel: string, options: DigitOptions, staged: StagedStep | undefined): void {
    const { run, weightsVersion } = this.#digits.store.value;
    const { fetch, needs = [] } = this.#panels[panel];
    const needed = Object.fromEntries(needs.map((name) => [name, options[name]]));
    if (!run || !fetch) return;
    const state = { weightsVersion: staged ? undefined : weightsVersion, ...staged };
    this.#task.run({ run, panel, options: needed, comparisonRun: undefined, step: undefined, ...state });
  }

  /** Another moment: its network may be another. */
  begin(): void {
    this.#moments += 1;
  }

  /** What a panel fetched of a network; undefined until it has. */
  dataOf(panel: string, comparisonRun: number | undefined): unknown {
    const { value } = this.#task;
    const { request } = value ?? {};
    if (!request || request.run !== this.#digits.store.value.run) return undefined;
    const isOfPanel = this.#panels[request.panel].fetch === this.#panels[panel].fetch;
    return isOfPanel && request.comparisonRun === comparisonRun ? value?.data : undefined;
  }

  /** Whether what a panel fetched is what was requested last. */
  isCurrent(panel: string): boolean {
    const { value, lastRequest } = this.#task;
    return !this.#panels[panel].fetch || (value !== undefined && value.request === lastRequest);
  }

  get error(): string | undefined {
    return this.#task.error;
  }

  /** A network that learns waits for its panel. */
  #pause(duration: number): Promise<void> {
    return this.#task.lastRequest?.comparisonRun === undefined ? waitForPaint(duration) : nextFrame();
  }

  /** A network ends with its moment: a request that is under way then has no data. */
  async #fetchAtMoment(request: PanelRequest): Promise<PanelReading> {
    const moment = this.#moments;
    const { fetch } = this.#panels[request.panel];
    const digits = readerOf(this.#digits.store.client, request.comparisonRun);
    try {
      return { request, data: await fetch?.(digits, request.options as DigitOptions) };
    } catch (error) {
      if (moment === this.#moments) throw error;
      return { request, data: undefined };
    }
  }
}
