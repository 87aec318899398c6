// Reads what the roles of a shot need from the engine, once per model, step and prompt.

import type {
  ActivationName,
  Evaluation,
  HeadPatternResult,
  RunInfo,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { RoleEvidence, Roles } from './roles.ts';

interface Model {
  readonly run: RunInfo;
  readonly step: number;
  readonly isTraining: boolean;
  readonly evaluations: readonly Evaluation[];
}

export class RoleEvidenceReader {
  readonly #lab: () => Pick<Transformer, 'query' | 'lens'>;
  /** Patterns of all heads take a second; while a model trains those of its last evaluation stand. */
  #headPatterns?: { readonly run: RunInfo; readonly step: number; readonly habits: HeadPatternResult[] };

  constructor(lab: () => Pick<Transformer, 'query' | 'lens'>) {
    this.#lab = lab;
  }

  async read(model: Model, prompt: string, { role, answer }: Roles): Promise<RoleEvidence> {
    if (!prompt.trim()) return { tokens: [] };
    const { L, mlpWidth } = model.run.model;
    const activations =
      role === undefined
        ? []
        : Array.from({ length: L }, (_, l): ActivationName => `blocks.${l}.attn.hook_pattern`);
    const preview = await this.#lab().query({
      prompt,
      activations,
      ...(answer && mlpWidth > 0 && { lenses: { attribution: { text: prompt } } }),
    });
    const { tokens, next, lenses } = preview;
    if (next.length === 0) return { tokens: [] };
    return {
      tokens,
      next,
      patterns: activations.flatMap((name) => preview.activations[name] ?? []),
      ...(typeof role === 'string' && { headPatterns: await this.#patternsOf(model) }),
      ...(lenses.attribution && { attribution: lenses.attribution }),
    };
  }

  async #patternsOf({ run, step, isTraining, evaluations }: Model): Promise<HeadPatternResult[]> {
    const latest = evaluations.at(-1);
    if (latest && (isTraining || latest.step === step) && latest.habits.some(({ positional }) => positional))
      return latest.habits;
    const known = this.#headPatterns;
    if (known?.run === run && (isTraining || known.step === step)) return known.habits;
    const { habits } = await this.#lab().lens('head-patterns', {});
    this.#headPatterns = { run, step, habits };
    return habits;
  }
}
