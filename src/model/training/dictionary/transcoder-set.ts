// Transcoders of every MLP of a model, and what they lose; kept by run for the lenses on their features.

import type { Job, JobProgress } from '../../../shared/job.ts';
import type { SplicedLoss } from '../../../shared/loss-recovered.ts';
import type { ActivationName } from '../../architecture/activations.ts';
import { modelParts } from '../../architecture/config.ts';
import { type Corpus, heldOutRows } from '../../data/corpus.ts';
import { corpusActivations, type TokenPosition } from '../../inspection/corpus-activations.ts';
import type { Vectors } from '../../inspection/nd-array.ts';
import type { FrozenModel, Run } from '../run.ts';
import type { Dictionary, FeatureActivation } from './dictionary.ts';
import { encode } from './dictionary-program.ts';
import { fingerprintOf } from './fingerprint.ts';
import { corpusWithinMemory } from './sites.ts';
import type { SparseCode } from './sparse-code.ts';
import { splicedLoss } from './spliced-loss.ts';
import { type Stability, stabilityOf } from './stability.ts';
import { trainTranscoder } from './train-dictionary.ts';

export interface TranscoderSettings {
  /** Features of each layer. */
  readonly features: number;
  /** Features of an activation, at most or on average. */
  readonly k: number;
  readonly activation: FeatureActivation;
  readonly steps: number;
  readonly seed: number;
  /** How many seeds are trained, to compare their features; the first one is used. */
  readonly seeds: number;
}

export interface TranscoderQuality {
  layer: number;
  /** Shares of the variance of the MLP's output: of training activations, and of held-out rows. */
  explained: number;
  explainedBeside: number;
  /** Mean number of features above 0 at a token (L0); and features above 0 at no token. */
  used: number;
  dead: number;
  /** With the reconstruction in place of this MLP's output. */
  loss: SplicedLoss;
  /** Absent where one seed was trained. */
  stability?: Stability;
}

export interface Transcoder {
  readonly dictionary: Dictionary;
  readonly code: SparseCode;
  readonly quality: TranscoderQuality;
}

export interface TranscoderSet {
  readonly step: number;
  /** Fingerprint of the weights that they were trained on. */
  readonly fingerprint: number;
  readonly settings: TranscoderSettings;
  readonly corpus: Corpus;
  readonly positions: readonly TokenPosition[];
  readonly layers: readonly Transcoder[];
  /** With all MLPs replaced, each reading what the others write. */
  readonly loss: SplicedLoss;
}

const sets = new WeakMap<Run, TranscoderSet>();

/** Throws if no transcoders were trained on this run. */
export function requireTranscoders(run: Run): TranscoderSet {
  const set = sets.get(run);
  if (!set) throw new Error('This model has no transcoders yet; train them first.');
  return set;
}

/** For the lenses on other weights of the same training. */
export function carryTranscoders(from: Run, to: Run): void {
  const set = sets.get(from);
  if (set) sets.set(to, set);
}

/** Input and output of an MLP, which its transcoder reads and writes. */
export const transcoderSites = (layer: number) =>
  ({
    input: `blocks.${layer}.ln2.hook_normalized`,
    output: `blocks.${layer}.hook_mlp_out`,
  }) as const satisfies Record<string, ActivationName>;

/** Transcoders of the same weights and settings are kept; others are trained anew. */
export async function* trainTranscoders(
  run: Run,
  frozen: FrozenModel,
  settings: TranscoderSettings,
): Job<TranscoderSet> {
  const { config } = frozen.plan;
  if (!modelParts(config).hasMlp)
    throw new Error('This model has no MLP, so there is nothing to transcode; train one with an MLP.');
  const fingerprint = await fingerprintOf(frozen.weights);
  const known = sets.get(run);
  if (known?.fingerprint === fingerprint && isSame(known.settings, settings)) return known;
  const corpus = corpusWithinMemory(frozen.plan, Object.values(transcoderSites(0)));
  const layers: Transcoder[] = [];
  let positions: readonly TokenPosition[] = [];
  for (let layer = 0; layer < config.L; layer++) {
    const title = `layer ${layer + 1} of ${config.L}`;
    const trained = yield* withTitle(title, trainLayer(frozen, corpus, layer, settings));
    layers.push(trained.transcoder);
    positions = trained.positions;
  }
  const replacements = layers.map(({ dictionary }, layer) => ({ ...transcoderSites(layer), dictionary }));
  const loss = yield* splicedLoss(frozen, replacements);
  const set = { step: frozen.step, fingerprint, settings, corpus, positions, layers, loss };
  sets.set(run, set);
  return set;
}

async function* trainLayer(
  frozen: FrozenModel,
  corpus: Corpus,
  layer: number,
  settings: TranscoderSettings,
): Job<{ transcoder: Transcoder; positions: readonly TokenPosition[] }> {
  const { executor, plan } = frozen;
  const { input, output } = transcoderSites(layer);
  const { pairs, positions } = yield* pairsOf(frozen, layer, corpus.rows);
  const trained: { dictionary: Dictionary; code: SparseCode; explained: number }[] = [];
  for (let i = 0; i < settings.seeds; i++) {
    const seed = settings.seed + i;
    const dictionary = yield* trainTranscoder(executor, pairs, { ...settings, seed });
    trained.push({ dictionary, ...(yield* encode(executor, dictionary, pairs.inputs, pairs.targets)) });
  }
  const [{ dictionary, code, explained }, ...others] = trained;
  const beside = yield* pairsOf(frozen, layer, heldOutRows(plan.dataset, plan.config.T));
  const other = yield* encode(executor, dictionary, beside.pairs.inputs, beside.pairs.targets);
  const quality = {
    ...{ layer, explained, explainedBeside: other.explained, used: code.used, dead: code.dead },
    loss: yield* splicedLoss(frozen, [{ input, output, dictionary }]),
    ...(others.length > 0 && { stability: yield* stabilityOf(trained[0], others) }),
  };
  return { transcoder: { dictionary, code, quality }, positions };
}

async function* pairsOf(
  { inspector, plan: { config } }: FrozenModel,
  layer: number,
  rows: readonly (readonly number[])[],
): Job<{ pairs: { inputs: Vectors; targets: Vectors }; positions: readonly TokenPosition[] }> {
  const { input, output } = transcoderSites(layer);
  const { vectors, positions } = yield* corpusActivations(inspector, config, [input, output], rows);
  return { pairs: { inputs: vectors[0], targets: vectors[1] }, positions };
}

async function* withTitle<Result>(title: string, job: Job<Result>): Job<Result, JobProgress> {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
    yield { ...iteration.value, label: `${title}: ${iteration.value.label}` };
  }
}

const isSame = (one: TranscoderSettings, other: TranscoderSettings): boolean =>
  (Object.keys(one) as (keyof TranscoderSettings)[]).every((key) => one[key] === other[key]);
