// What each view of the chapter has to be told, and the one look that tells it.

import type { Inspection, Lenses, LensName, RunInfo } from '../../../workers/lab-api.ts';
import type { Lab } from '../../controllers/lab-store.ts';
import type { Words } from './words.ts';

/** A token the model wrote, and how probable it was when it was drawn. */
export interface Written {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** What a look depends on. */
export interface Question {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  readonly view: string;
  /** The prompt. */
  readonly text: string;
  /** What the model wrote after it. */
  readonly written: readonly Written[];
  readonly words: Words;
}

/** The lenses this chapter looks through. */
type Looked = Extract<
  LensName,
  'embedding' | 'relations' | 'parameters' | 'neighbours' | 'analogy' | 'direction' | 'stream' | 'cuts'
>;

type Answers = { readonly [Name in Looked]?: Lenses[Name]['answers'] };

export interface Reading extends Answers {
  readonly question: Question;
  readonly inspection: Inspection;
  /** Of the token after the last (V); empty where the prompt could not be read. */
  readonly logits: Float32Array;
  /** What the unembedding reads (C): the last token's vector, normalised. */
  readonly lastVector: Float32Array;
}

/** Lenses by view; every view has prompt, logits and last vector besides. */
const LENSES_OF: Readonly<Record<string, readonly Looked[]>> = {
  'embedding-lookup': ['embedding'],
  'matrix-notation': ['embedding'],
  'embedding-space-3d': ['embedding', 'neighbours'],
  analogy: ['embedding', 'analogy', 'relations'],
  'dot-product': ['embedding', 'relations', 'direction'],
  'param-ledger': ['parameters'],
  'residual-stack': ['stream'],
  'token-splitter': ['cuts'],
};

const COUNT = 8;

export async function read(lab: Pick<Lab, 'inspect' | 'lens'>, question: Question): Promise<Reading> {
  const { view, text, run } = question;
  const written = question.written.map(({ id }) => id);
  const wanted = LENSES_OF[view] ?? [];
  const [inspection, ...answers] = await Promise.all([
    lab.inspect({ text, written, names: ['logits', 'ln_final.hook_normalized'] }),
    ...wanted.map(async (name) => [name, await look(lab, name, question)] as const),
  ]);
  const { logits, 'ln_final.hook_normalized': normalized } = inspection.activations;
  return {
    question,
    inspection,
    logits: logits?.data.subarray(-run.model.V) ?? new Float32Array(),
    lastVector: normalized?.data.subarray(-run.model.C) ?? new Float32Array(),
    ...Object.fromEntries(answers),
  };
}

function look(lab: Pick<Lab, 'lens'>, name: Looked, { run, text, words }: Question): Promise<unknown> {
  const { word, likeness, a, b, c, expected, from, to } = words;
  const asks: { [Name in Looked]: () => Promise<unknown> } = {
    embedding: () => lab.lens('embedding', {}),
    relations: () => lab.lens('relations', {}),
    parameters: () => lab.lens('parameters', {}),
    neighbours: () => lab.lens('neighbours', { id: word, by: likeness, count: COUNT }),
    analogy: () => lab.lens('analogy', { a, b, c, expected, count: COUNT }),
    direction: () => lab.lens('direction', { from, to, ids: [...run.vocabulary.keys()] }),
    stream: () => lab.lens('stream', { text }),
    cuts: () => lab.lens('cuts', { text }),
  };
  return asks[name]();
}
