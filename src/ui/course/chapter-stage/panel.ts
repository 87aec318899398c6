// The panels of a stage as data: what each reads from the engine beside the network map, and how it renders that.

import type { nothing, TemplateResult } from 'lit';
import type { GenerateRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { Scene } from '../../stage/scene.ts';
import type { KeptController } from '../../state/kept.ts';
import type { Moment } from '../chapter.ts';
import type { NetworkReading } from '../network-reader.ts';
import type { NetworkRequest, PanelQuery } from '../network-request.ts';
import type { PanelGroups, StagePanel } from './panel-groups.ts';

/** What a stage asks for. */
export interface StageRequest<TOptions> extends NetworkRequest {
  /** Key of the open panel; undefined while none is. */
  readonly panel: string | undefined;
  /** Of the moment that has the panel. */
  readonly settings: NonNullable<Moment['settings']>;
  /** The visitor's choices, as far as the chapter's panels read something else for them. */
  readonly options: TOptions;
}

/** The answer. */
export type Reading<TOptions> = NetworkReading<StageRequest<TOptions>>;

/** Parts of a query, which refer to layer, head and token by their `FOCUS`; a part that is left out is empty. */
export type Reads<TOptions> = {
  readonly [Part in keyof PanelQuery]?: (request: StageRequest<TOptions>) => NonNullable<PanelQuery[Part]>;
};

export interface Panel<TOptions, TContext> extends StagePanel, Reads<TOptions> {
  /** Texts that the network writes. */
  readonly writes?: (request: StageRequest<TOptions>) => readonly GenerateRequest[];
  readonly render?: (context: TContext) => TemplateResult | typeof nothing;
  /** A scene in place of the map, kept by the page, which shows what was read; where there is none, the panel renders. */
  readonly scene?: (kept: KeptController, context: TContext) => Scene | undefined;
}

/** The panels of chapters 5 to 7. */
export type PanelTable<TOptions, TContext> = PanelGroups<Panel<TOptions, TContext>>;

/** What chapter and panel read together. */
export function panelQuery<TOptions>(
  request: StageRequest<TOptions>,
  ...parts: readonly Reads<TOptions>[]
): PanelQuery {
  return {
    generated: parts.flatMap(({ generated }) => generated?.(request) ?? []),
    activations: parts.flatMap(({ activations }) => activations?.(request) ?? []),
    lenses: Object.assign({}, ...parts.map(({ lenses }) => lenses?.(request))),
    variants: Object.assign({}, ...parts.map(({ variants }) => variants?.(request))),
  };
}
