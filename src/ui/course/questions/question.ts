// A question as data: its second of the video, its text, and how the engine computes the answer from the model of that moment.

import type {
  DigitLenses,
  DigitLensName,
  Lenses,
  LensName,
  Query,
  QueryResult,
  RunInfo,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Focus } from '../../types/page.ts';
import type { Moment } from '../chapter.ts';
import type { ModelKey } from './model-key.ts';

/** The networks of this tab, as far as questions ask them: the worker's client, or a session. */
export interface QuestionLab {
  readonly transformer: {
    query(request: Query): Promise<QueryResult>;
    lens<Name extends LensName>(
      name: Name,
      request: Pick<Lenses, LensName>[Name]['request'],
    ): Promise<Pick<Lenses, LensName>[Name]['result']>;
  };
  readonly digits: {
    lens<Name extends DigitLensName>(
      name: Name,
      request: Pick<DigitLenses, DigitLensName>[Name]['request'],
    ): Promise<Pick<DigitLenses, DigitLensName>[Name]['result']>;
  };
  /** The language model; undefined until there is one. */
  readonly run: RunInfo | undefined;
  /** Of which weights of the language model an answer is. */
  readonly model: ModelKey;
  /** Values of the small networks that the visitor has changed, by key. */
  readonly values: Readonly<Record<string, number>>;
}

/** What the stage shows in place of the moment's own view: it hides an answer, or shows it. */
export type Scene = Partial<
  Pick<Moment, 'prompt' | 'view' | 'settings' | 'picture' | 'chain' | 'shot' | 'isPanelOpen'>
> & { readonly focus?: Partial<Focus> };

/** A place on a map; what is left out may be any. All count from 0. */
export interface Place {
  readonly layer?: number;
  readonly head?: number;
  readonly neuron?: number;
  readonly token?: number;
}

/** What the engine says. */
interface Found {
  /** The answer in words, with the numbers of this model. */
  readonly found: string;
  /** What the stage shows then. */
  readonly scene?: Scene;
}

interface Common<TSolution> {
  /** Unique in the course; progress is stored under it. */
  readonly id: string;
  /** Seconds: the video has shown what the answer needs, and not yet the answer. */
  readonly at: number;
  /** Seconds: where the video explains it. */
  readonly see: number;
  /** A few words that give nothing away. */
  readonly title: string;
  readonly text: string;
  /** Why it is so, of any model. */
  readonly why: string;
  readonly scene?: Scene;
  /** Another model, or another training of this one, may have another answer. */
  readonly isOfModel?: true;
  readonly solve: (lab: QuestionLab) => Promise<TSolution>;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly format: (value: number) => string;
}

/** One of several answers, by index. */
export interface Choose extends Common<Found & { readonly right: number }> {
  readonly kind: 'choose';
  readonly options: readonly string[];
}

/** A number on a slider. */
export interface Estimate extends Common<Found & { readonly right: number }> {
  readonly kind: 'estimate';
  readonly scale: Scale;
  /** How far off is still right. */
  readonly within: number;
}

/** Items from the largest value to the smallest. */
export interface Rank extends Common<Found & { /** Of each item. */ readonly right: readonly number[] }> {
  readonly kind: 'rank';
  readonly items: readonly string[];
  readonly format: (value: number) => string;
}

/** A place that the visitor selects on the map. */
export interface PickPlace extends Common<Found & { readonly right: readonly Place[] }> {
  readonly kind: 'pick';
  readonly what: 'head' | 'neuron' | 'token';
  /** As the map of the chapter names it; by its numbers by default. */
  readonly nameOf?: (place: Place) => string;
}

/** A curve over given places. */
export interface Draw extends Common<Found & { readonly right: readonly number[] }> {
  readonly kind: 'draw';
  readonly x: {
    readonly label: string;
    readonly ticks: readonly string[];
    /** Where they lie, ascending; evenly by default. */
    readonly at?: readonly number[];
  };
  readonly y: Scale & { readonly label: string };
  /** Mean distance that is still right, as a share of the height; 0.15 by default. */
  readonly within?: number;
}

/** Numbers to set so that something holds. */
export interface Adjust
  extends Common<
    Found & {
      /** Values for which it holds. */
      readonly right: readonly number[];
      readonly attempt: (values: readonly number[]) => {
        readonly isRight: boolean;
        readonly outcome: string;
      };
    }
  > {
  readonly kind: 'adjust';
  readonly sliders: readonly (Scale & { readonly label: string; readonly initial: number })[];
}

export type Question = Choose | Estimate | Rank | PickPlace | Draw | Adjust;
export type Kind = Question['kind'];
export type QuestionOf<K extends Kind> = Extract<Question, { readonly kind: K }>;
export type SolutionOf<Q extends Question> = Awaited<ReturnType<Q['solve']>>;
export type Solution = SolutionOf<Question>;

/** What the visitor answers, by kind. */
export interface Responses {
  readonly choose: number;
  readonly estimate: number;
  readonly rank: readonly number[];
  readonly pick: Place;
  readonly draw: readonly number[];
  readonly adjust: readonly number[];
}
export type Response = Responses[Kind];
