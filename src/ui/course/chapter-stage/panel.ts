// The panels of a stage as data: what each reads from the engine beside the network map, and how it renders that.

import type { nothing, TemplateResult } from 'lit';
import type {
  GenerateRequest,
  Generation,
  Query,
  QueryResult,
  RunInfo,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
import type { NetworkValues } from '../../network-map/values/network-values.ts';
import type { Scene } from '../../stage/scene.ts';
import type { KeptController } from '../../state/kept.ts';
import type { Focus } from '../../types/page.ts';
import type { Moment } from '../chapter.ts';
import type { MapRequest } from './map-query.ts';
import type { PanelGroups, StagePanel } from './panel-groups.ts';
import type { ResolvedFocus } from './roles.ts';

/** What a stage asks for. */
export interface StageRequest<TOptions> {
  readonly run: RunInfo;
  /** The run's step at the time of the request. */
  readonly step: number;
  readonly prompt: string;
  /** With the visitor's focus, which roles complete. */
  readonly shown: Omit<MapRequest, 'focus'> & { readonly focus: Partial<Focus> };
  /** Key of the open panel; undefined while none is. */
  readonly panel: string | undefined;
  /** Of the moment that has the panel. */
  readonly settings: NonNullable<Moment['settings']>;
  /** The visitor's choices, as far as the chapter's panels read something else for them. */
  readonly options: TOptions;
}

/** A request whose layer, head and token are known. */
export interface ResolvedRequest<TOptions> extends StageRequest<TOptions>, ResolvedFocus {
  readonly map: MapRequest;
  /** Of the prompt, without generated ones; none if the model cannot read it. */
  readonly tokens: QueryResult['tokens'];
  /** The prediction. */
  readonly next: readonly TokenProbability[];
}

/** The answer: all numbers are those of one step. */
export interface Reading<TOptions> {
  /** Words of the requested prompt that the model does not have: the answer is then about another prompt. */
  readonly unknown: readonly string[];
  readonly request: ResolvedRequest<TOptions>;
  readonly inspection: QueryResult;
  readonly lenses: QueryResult['lenses'];
  readonly generations: readonly Generation[];
  readonly mapValues: NetworkValues | undefined;
}

/** Parts of a query; a part that is left out is empty. */
export interface Reads<TOptions> {
  readonly activations?: (request: ResolvedRequest<TOptions>) => NonNullable<Query['activations']>;
  readonly lenses?: (request: ResolvedRequest<TOptions>) => NonNullable<Query['lenses']>;
  readonly variants?: (request: ResolvedRequest<TOptions>) => NonNullable<Query['variants']>;
  /** Ids of tokens after the prompt. */
  readonly generated?: (request: ResolvedRequest<TOptions>) => number[];
}

export interface Panel<TOptions, TContext> extends StagePanel, Reads<TOptions> {
  /** Texts that the network writes. */
  readonly writes?: (request: ResolvedRequest<TOptions>) => readonly GenerateRequest[];
  /** Whether the answer belongs to another prediction than the request's: the model trains meanwhile. */
  readonly isOutdated?: (result: QueryResult) => boolean;
  readonly render?: (context: TContext) => TemplateResult | typeof nothing;
  /** A scene in place of the map, kept by the page, which shows what was read; where there is none, the panel renders. */
  readonly scene?: (kept: KeptController, context: TContext) => Scene | undefined;
}

/** The panels of chapters 5 to 7. */
export type PanelTable<TOptions, TContext> = PanelGroups<Panel<TOptions, TContext>>;
