// What the stage has to be told about the prompt and the head in focus, and the looks that tell it.

import type {
  AblationReading,
  ActivationName,
  HeadChainReading,
  Inspection,
  Lenses,
  RunInfo,
  Tensor,
} from '../../../workers/lab-api.ts';
import type { Lab } from '../../controllers/lab-store.ts';
import type { Panel } from './steps.ts';

/** What a look depends on; layer, head and token count from 0. */
export interface Question {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  readonly panel: Panel;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
  /** The query; the last token where it is left out or beyond. */
  readonly token: number | undefined;
  readonly ablate: 'zero' | 'mean' | undefined;
}

export interface Reading {
  readonly question: Question;
  readonly inspection: Inspection;
  /** A `hook_pattern` [H, T, T] for each layer. */
  readonly patterns: readonly Tensor[];
  /** Absent where the prompt cannot be read. */
  readonly chain?: HeadChainReading;
  readonly scores?: Lenses['headScores']['answers'];
  readonly ablation?: AblationReading;
}

export async function read(lab: Pick<Lab, 'inspect' | 'lens'>, question: Question): Promise<Reading> {
  const { run, prompt: text, layer, head, token, panel, ablate } = question;
  const names = Array.from(
    { length: run.model.L },
    (_, l): ActivationName => `blocks.${l}.attn.hook_pattern`,
  );
  const inspection = await lab.inspect({ text, names });
  const patterns = names.map((name) => inspection.activations[name]).filter((each) => each !== undefined);
  const last = inspection.tokens.length - 1;
  if (patterns.length === 0) return { question, inspection, patterns };
  const [chain, scores, ablation] = await Promise.all([
    lab.lens('head', { text, layer, head, query: Math.min(token ?? last, last) }),
    panel === 'heads' ? lab.lens('headScores', {}) : undefined,
    panel === 'heads' && ablate
      ? lab.lens('ablation', { text, layer, head, kind: ablate, seed: 1 })
      : undefined,
  ]);
  return { question, inspection, patterns, chain, scores, ablation };
}
