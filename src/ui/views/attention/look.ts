// One look at a head: what is asked of the engine for the attention view, and what of the answer it shows.
import type {
  ActivationName,
  Inspection,
  InspectRequest,
  RunInfo,
  Tensor,
} from '../../../workers/lab-api.ts';
import { tokenLabel } from '../token-label.ts';
import { type HeadReading, headOf } from './head-values.ts';

export type Inspect = (request: InspectRequest) => Promise<Inspection>;

/** What a look depends on; layer and head count from 0. */
export interface Question {
  readonly run: RunInfo;
  /** The run's step when it was asked; the answer tells the step it is of. */
  readonly step: number;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
}

export interface Look {
  readonly question: Question;
  readonly inspection: Inspection;
  /** The same prompt through the same network with the head in question switched off. */
  readonly without: Inspection;
  /** As shown on screen. */
  readonly tokens: readonly string[];
  /** A `hook_pattern` for each layer, [H, T, T]; none where the prompt could not be read. */
  readonly patterns: readonly Tensor[];
  readonly reading?: HeadReading;
}

export const patternName = (layer: number): ActivationName => `blocks.${layer}.attn.hook_pattern`;
export const scoresName = (layer: number): ActivationName => `blocks.${layer}.attn.hook_attn_scores`;

/** Both questions go out together, so that a training run answers them between the same two steps. */
export async function look(inspect: Inspect, question: Question): Promise<Look> {
  const { run, prompt, layer, head } = question;
  const patternNames = [...Array(run.model.L).keys()].map(patternName);
  const [inspection, without] = await Promise.all([
    inspect({ text: prompt, names: [...patternNames, scoresName(layer)] }),
    inspect({
      text: prompt,
      names: [],
      interventions: [{ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }],
    }),
  ]);
  const { activations } = inspection;
  const tokens = inspection.tokens.map(({ text }) => tokenLabel(text));
  const patterns = patternNames.map((name) => activations[name]).filter((pattern) => pattern !== undefined);
  const [pattern, scores] = [activations[patternName(layer)], activations[scoresName(layer)]];
  const reading = pattern &&
    scores && { tokens, pattern: headOf(pattern, head), scores: headOf(scores, head) };
  return { question, inspection, without, tokens, patterns, reading };
}
