// Reads what the focus of a query needs of the network, and finds its place.

import type { Run } from '../../../../model/training/run.ts';
import type { FocusRequest, Place } from '../../../../shared/focus.ts';
import type {
  ActivationName,
  Evaluation,
  HeadPatternResult,
  Lenses,
  PromptRequest,
} from '../../../rpc/api/lab-api.ts';
import { inspect, readTokens } from '../inspect.ts';
import { type FocusEvidence, resolveFocus } from './resolve-focus.ts';

/** What a run is doing, and its last evaluation. */
interface RunProgress {
  readonly isTraining: boolean;
  readonly evaluation?: Evaluation;
}

interface FocusReaderOptions {
  readonly lens: <Name extends 'attribution' | 'head-patterns'>(
    name: Name,
    request: Lenses[Name]['request'],
  ) => Promise<Lenses[Name]['result']>;
  readonly progressOf: (run: Run) => RunProgress;
}

export class FocusReader {
  private readonly options: FocusReaderOptions;
  /** Patterns of all heads take a second. */
  private headPatterns?: { readonly run: Run; readonly step: number; readonly habits: HeadPatternResult[] };

  constructor(options: FocusReaderOptions) {
    this.options = options;
  }

  /** What plays a role is found by the prompt alone, without the tokens that were generated after it. In a task of the queue. */
  async read(run: Run, query: PromptRequest<string>, focus: FocusRequest): Promise<Place> {
    const { tokens } = readTokens(run, query);
    const isFound = focus.selected?.layer !== undefined;
    const evidence = await this.evidence(run, query.prompt ?? '', isFound ? {} : focus);
    return resolveFocus(focus, evidence, run.plan.config, tokens.length);
  }

  /** The weights have changed without a step. */
  forget(): void {
    this.headPatterns = undefined;
  }

  private async evidence(run: Run, prompt: string, { role, answer }: FocusRequest): Promise<FocusEvidence> {
    const { L, mlpWidth } = run.plan.config;
    const { tokens, unknown } = readTokens(run, { prompt });
    if (unknown.length > 0 || tokens.length === 0) return { tokens: [] };
    const names = Array.from({ length: L }, (_, l): ActivationName => `blocks.${l}.attn.hook_pattern`);
    const { activations } = role === undefined ? {} : await inspect(run, { prompt, activations: names });
    return {
      tokens,
      ...(activations && { patterns: names.flatMap((name) => activations[name] ?? []) }),
      ...(typeof role === 'string' && { headPatterns: await this.patternsOf(run) }),
      ...(answer &&
        mlpWidth > 0 && { attribution: await this.options.lens('attribution', { text: prompt }) }),
    };
  }

  /** While a model trains, those of its last evaluation stand. */
  private async patternsOf(run: Run): Promise<HeadPatternResult[]> {
    const { isTraining, evaluation } = this.options.progressOf(run);
    const isOfNow = isTraining || evaluation?.step === run.step;
    // Evaluations in old files lack what tells content from distance.
    if (evaluation && isOfNow && evaluation.habits.some(({ positional }) => positional))
      return evaluation.habits;
    const known = this.headPatterns;
    if (known?.run === run && (isTraining || known.step === run.step)) return known.habits;
    const { habits } = await this.options.lens('head-patterns', {});
    this.headPatterns = { run, step: run.step, habits };
    return habits;
  }
}
