// The lenses of chapter 7, what is asked and what is answered: where a fact is, what makes it, and rewriting it.

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { FactKey } from '../../model/data/dataset.ts';
import type { EditRecord, EditSite } from '../../model/editing/edit-record.ts';
import type { TokenRole } from '../causal-trace/causal-trace.ts';

export type { FactKey, FactRow } from '../../model/data/dataset.ts';
export type { EditRecord, EditSite } from '../../model/editing/edit-record.ts';
export type { TokenRole } from '../causal-trace/causal-trace.ts';

import type { TokenProbability } from '../lens-api.ts';

/** A question and what the model says to it. */
export interface PromptResult {
  prompt: string;
  /** Which sentence pattern asks, an index into the relation's wordings. */
  wording: number;
  /** Of the answer hoped for. */
  probability: number;
  /** Of the answer hoped for among the whole vocabulary, from 1. */
  rank: number;
  /** Its logit less that of the best other token: above 0 where the answer is right. */
  margin: number;
  /** The most probable next token. */
  said: TokenProbability;
}

export interface FactResult extends FactKey {
  answer: { id: number; text: string };
  /** Whether the visitor has taught it, by adding it or by changing its answer. */
  own: boolean;
  replies: (PromptResult & {
    /** This subject in this wording was never trained on. */
    heldOut: boolean;
  })[];
}

export interface FactsResult {
  step: number;
  /** Sentence patterns with `{subject}` and `{answer}` in them; those that do not end with the answer are not asked. */
  relations: { name: string; wordings: string[] }[];
  facts: FactResult[];
}

export interface LogitLensRequest {
  text: string;
  /** A token to follow through the layers, by id; without one, the model's own answer after the last token. */
  follow?: number;
}

/** What the model would say, at every position, if it stopped at one place of the stream. */
export interface LogitLensRow {
  name: ActivationName;
  /** `after attention 1`; layers are counted from 1 in words, from 0 in `layer`. */
  meaning: string;
  kind: 'embedding' | 'attention' | 'mlp';
  /** Absent for the embedding. */
  layer?: number;
  /** By position. */
  cells: {
    /** Most probable first. */
    next: TokenProbability[];
    followed: { probability: number; rank: number };
  }[];
}

export interface LogitLensResult {
  step: number;
  tokens: { id: number; text: string }[];
  followed: { id: number; text: string };
  /** In the order the stream flows; the last one is the model's output. */
  rows: LogitLensRow[];
}

export interface AttributionRequest {
  text: string;
  /** Of the prediction; the last token's without one. */
  position?: number;
  /** The token whose logit is taken apart, by id; the most probable one without it. */
  answer?: number;
  /** By id: then it is the answer's logit less the rival's that is taken apart. */
  rival?: number;
}

/** What each part adds to a logit, or to the difference of two. All parts together are `total`. */
export interface AttributionResult {
  step: number;
  tokens: { id: number; text: string }[];
  position: number;
  answer: TokenProbability;
  rival?: TokenProbability;
  /** As the model computed it: the answer's logit, less the rival's. */
  total: number;
  embed: number;
  positionEmbed: number;
  /** [layer][head]. */
  heads: number[][];
  /** [layer][neuron]. */
  neurons: number[][];
  /** [layer]: all neurons of the MLP together, without its bias. */
  mlps: number[];
  /** [layer]: the output biases. */
  attentionBias: number[];
  mlpBias: number[];
  /** The last layer norm's bias. */
  finalBias: number;
}

export interface TraceSettings {
  /** Runs with different noise; 10 by default. */
  samples?: number;
  /** Standard deviations of the embedding matrix that the noise has; 3 by default. */
  noise?: number;
  seed?: number;
}

export interface TraceRequest extends TraceSettings {
  text: string;
  /** The words of the text that are made unrecognisable. */
  subject: string;
  /** The token whose probability is followed, by id; the most probable one without it. */
  answer?: number;
}

/** One state of the network: what is put back as it was while the subject stays unrecognisable. */
export interface TraceRow {
  name: ActivationName;
  kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  /** From 0; the embedding's is 0 as well. */
  layer: number;
  /**
   * By position, or by place (`TraceFactsReading`): share of what the noise has taken from the answer that comes back
   * when this state alone is restored. 0 nothing, 1 all; NaN where nothing was to be had.
   */
  recovered: number[];
}

export interface TraceResult {
  step: number;
  tokens: { id: number; text: string }[];
  /** Positions of the subject's first and last token. */
  subject: { first: number; last: number };
  answer: { id: number; text: string };
  /** Probability of the answer with the subject as it is, and with noise on it (mean of the samples). */
  clean: number;
  corrupted: number;
  samples: number;
  /** Of each number of the noise. */
  standardDeviation: number;
  rows: TraceRow[];
}

export interface TraceFactsRequest extends TraceSettings {
  /** How many facts, chosen by the seed, in each of their wordings; 20 by default. */
  count?: number;
  /** Of this relation only. */
  relation?: string;
}

export interface TraceFactsResult {
  step: number;
  /** Questions that were traced, and those left out because the model answers them wrongly. */
  traced: number;
  unknown: number;
  /** Means over the questions; NaN where none was traced. */
  clean: number;
  corrupted: number;
  places: TokenRole[];
  rows: TraceRow[];
  /** The MLP and place that brought most back. */
  strongestMlp?: { layer: number; place: TokenRole; recovered: number };
}

export interface EditRequest extends FactKey {
  /** One word of the model's vocabulary. */
  newAnswer: string;
  /** The one that works best at this size without it: last MLP, at the answer, if embeddings are tied; else the first. */
  site?: EditSite;
  /** Spend some of the edit's reach on leaving the other facts alone. */
  protect?: boolean;
  seed?: number;
}

/** A question before and after an edit, both times measured by the new answer. */
export interface EditedPromptResult {
  before: PromptResult;
  after: PromptResult;
}

/** Questions whose most probable answer is what it was, of all that were asked. */
export interface PreservedCount {
  kept: number;
  of: number;
}

export interface EditResult extends FactKey {
  step: number;
  oldAnswer: string;
  newAnswer: string;
  site: EditSite;
  protect: boolean;
  /** The wordings the edit was fitted to. */
  fitted: EditedPromptResult[];
  /** The other wordings of the same question. */
  paraphrases: EditedPromptResult[];
  /** All wordings behind another sentence. */
  withText: EditedPromptResult[];
  /** All questions about other facts; those whose subject shares the first or the last name apart. */
  others: PreservedCount;
  sameFirstName: PreservedCount;
  sameLastName: PreservedCount;
  /** Questions about other facts that are answered differently now. */
  changed: (FactKey & { wording: number; prompt: string; before: string; after: string })[];
  /** Every fitted wording gives the new answer a probability of at least 0.9. */
  success: boolean;
  /** Every other wording says the new answer. */
  generalises: boolean;
  /** At least 95 % of the other questions are answered as before. */
  specific: boolean;
  /** Length of what the MLP now adds for this fact beyond what it did, and of what it added before. */
  added: number;
  addedBefore: number;
  /** Frobenius norm of the change of the matrix, and of the matrix. */
  change: number;
  matrix: number;
}

/** An edit that is part of the current weights. */
export interface AppliedEdit extends EditRecord {
  id: number;
  /** It is part of the weights for good: training has gone on since, or it came with a file of weights alone. */
  settled: boolean;
  /** What it did when it was made; absent once it is settled. */
  reading?: EditResult;
}

export interface EditBenchmarkRequest {
  /** Facts rewritten, each in the unedited model; 20 by default. */
  count?: number;
  site?: EditSite;
  protect?: boolean;
  seed?: number;
}

export interface EditBenchmarkResult {
  step: number;
  edits: EditResult[];
  /** Means over the edits, between 0 and 1: of fitted questions at 0.9 or more, of other wordings, of others kept. */
  success: number;
  paraphrase: number;
  kept: number;
  withText: number;
  /** Undefined where nobody shares a name. */
  sameFirstNameKept?: number;
  sameLastNameKept?: number;
  /** Share of edits that pass all three tests. */
  allThree: number;
}

/** The table of these lenses, part of `Lenses`. */
export interface FactLenses {
  facts: { request: Record<string, never>; result: FactsResult };
  logitLens: { request: LogitLensRequest; result: LogitLensResult };
  attribution: { request: AttributionRequest; result: AttributionResult };
  trace: { request: TraceRequest; result: TraceResult };
  traceFacts: { request: TraceFactsRequest; result: TraceFactsResult };
  /** What an edit would do; changes nothing. */
  edit: { request: EditRequest; result: EditResult };
  editBenchmark: { request: EditBenchmarkRequest; result: EditBenchmarkResult };
}
