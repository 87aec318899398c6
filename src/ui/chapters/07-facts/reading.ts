// What the stage has to be told about the prompt, and the looks that tell it.

import type {
  ActivationName,
  AnalogyReading,
  AppliedEdit,
  AttributionReading,
  HoldingReading,
  Inspection,
  LogitLensReading,
  ParameterInfo,
  RunInfo,
  TokenProbability,
} from '../../../workers/lab-api.ts';
import type { Lab } from '../../controllers/lab-store.ts';
import type { Held } from './events.ts';
import type { Panel } from './panels.ts';
import type { Words } from './words.ts';

/** What a look depends on; layer counts from 0. */
export interface Question {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  /** Facts rewritten in its weights. */
  readonly edits: readonly AppliedEdit[];
  readonly panel: Panel;
  readonly prompt: string;
  readonly layer: number;
  readonly held?: Held;
  /** `a − b + c`, words of the vocabulary. */
  readonly words?: Words;
  /** Position in the prompt; the last one without it. */
  readonly token?: number;
  /** The word that the answer is compared with. */
  readonly rival?: string;
}

/** One MLP at every token of the prompt, row-major. */
export interface MlpReading {
  readonly tokens: Inspection['tokens'];
  readonly layer: number;
  readonly C: number;
  readonly M: number;
  readonly curve: 'relu' | 'gelu';
  /** (T, C): the stream before the MLP, what the MLP writes, and the stream after. */
  readonly mid: Float32Array;
  readonly out: Float32Array;
  readonly after: Float32Array;
  /** (T, M): sums, and neurons. */
  readonly pre: Float32Array;
  readonly post: Float32Array;
  /** The largest of all neurons. */
  readonly extent: number;
}

export interface Reading {
  readonly question: Question;
  readonly inspection: Inspection;
  /** Absent where the prompt cannot be read, or the model has no MLP. */
  readonly mlp?: MlpReading;
  readonly layers?: LogitLensReading;
  readonly attribution?: AttributionReading;
  readonly parameters?: readonly ParameterInfo[];
  readonly holding?: HoldingReading;
  readonly analogy?: AnalogyReading;
  /** What it says while a neuron is held. */
  readonly changed?: readonly TokenProbability[];
}

export async function read(lab: Pick<Lab, 'inspect' | 'lens'>, question: Question): Promise<Reading> {
  const { run, prompt: text, layer, panel, held, words, token, rival } = question;
  const block = `blocks.${layer}` as const;
  const names: ActivationName[] =
    run.model.mlpWidth > 0
      ? [
          `${block}.hook_resid_mid`,
          `${block}.mlp.hook_pre`,
          `${block}.mlp.hook_post`,
          `${block}.hook_mlp_out`,
          `${block}.hook_resid_post`,
        ]
      : [];
  const inspection = await lab.inspect({ text, names });
  if (inspection.next.length === 0) return { question, inspection };
  const hasMlp = run.model.mlpWidth > 0;
  const position = Math.min(token ?? inspection.tokens.length - 1, inspection.tokens.length - 1);
  const [layers, attribution, parameters, changed, holding, analogy] = await Promise.all([
    panel === 'layers' ? lab.lens('logitLens', { text }) : undefined,
    panel === 'columns' || panel === 'parts'
      ? lab.lens('attribution', panel === 'parts' ? { text, position, rival: idOf(run, rival) } : { text })
      : undefined,
    panel === 'counts' ? lab.lens('parameters', {}) : undefined,
    panel === 'neuron' && held
      ? lab.inspect({
          text,
          names: [],
          interventions: [{ name: `${block}.mlp.hook_post`, kind: 'replace', ...held }],
        })
      : undefined,
    panel === 'toy' && hasMlp
      ? lab.lens('holding', { text, layer, position, ids: directionsIn(inspection) })
      : undefined,
    panel === 'directions' && words ? lab.lens('analogy', { ...words, count: 6 }) : undefined,
  ]);
  return {
    question,
    inspection,
    mlp: mlpOf(question, inspection, names),
    layers,
    attribution,
    parameters,
    holding,
    analogy,
    changed: changed?.next,
  };
}

/** Undefined where the model has no such word. */
function idOf({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  const id = word === undefined ? -1 : vocabulary.indexOf(word);
  return id < 0 ? undefined : id;
}

/** The prompt's own tokens, each once, and the answer. */
const directionsIn = ({ tokens, next }: Inspection): number[] => [
  ...new Set([...tokens.map(({ id }) => id), next[0].id]),
];

function mlpOf(
  { run, layer }: Question,
  { tokens, activations }: Inspection,
  names: readonly ActivationName[],
): MlpReading | undefined {
  if (names.length === 0) return undefined;
  const [mid, pre, post, out, after] = names.map((name) => activations[name]?.data ?? new Float32Array());
  const { C, mlpWidth: M, activation: curve } = run.model;
  const extent = post.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { tokens, layer, C, M, curve, mid, pre, post, out, after, extent };
}
