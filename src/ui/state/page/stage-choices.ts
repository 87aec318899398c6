// Choices of the user on a chapter's stage, stored in the URL.

import type { StageParams } from '../../types/page.ts';
import type { StoreController } from '../store-controller.ts';
import type { PageStore } from './page-store.ts';
import {
  limitMessages,
  type ParamSchemas,
  type ParamValue,
  type ParsedParams,
  parseParams,
  serializeParam,
  unknownParamMessage,
} from './url-params.ts';

type Changes<E extends ParamSchemas> = { readonly [K in keyof E]?: ParsedParams<E>[K] };

/**
 * Typed access to the choices on a stage, of two kinds:
 *
 * - `perMoment` overrides what the current moment of the video sets (panel, step, …), until the video reaches another
 *   moment or is followed again: `choices.perMoment.panel ?? panelOf(moment)`. The URL has it under `show.`.
 * - `perChapter` lasts as long as the chapter (words, seed, …). The URL has it under `with.`.
 *
 * Each value has a schema of `url-params.ts`; names are letters and digits. Invalid values are removed from the URL, with a
 * message. Both kinds are empty in another chapter. The host re-renders with each change of `page`. The stage still
 * dispatches `StageInteractionEvent`.
 *
 * ```ts
 * readonly #page = new StoreController(this, pageContext);
 * readonly #choices = new StageChoices(this.#page, {
 *   perMoment: { panel: oneOf(PANELS) }, // …#show.panel=heads
 *   perChapter: { seed: integerBetween(0, 999), word: text(40) }, // …&with.seed=7&with.word=king
 * });
 * // in render
 * const seed = this.#choices.perChapter.seed ?? 1;
 * // on a choice of the user; undefined removes a choice
 * this.#choices.set({ perMoment: { panel: 'heads' }, perChapter: { word: undefined } });
 * ```
 *
 * Tokens are stored by their text: their ids differ between models.
 */
export class StageChoices<TPerMoment extends ParamSchemas, TPerChapter extends ParamSchemas> {
  readonly #page: Pick<StoreController<PageStore>, 'store'>;
  readonly #schemas: { readonly perMoment: TPerMoment; readonly perChapter: TPerChapter };
  /** The chapter of this stage. */
  #chapter?: number;
  #parsed?: {
    readonly source: StageParams;
    readonly perMoment: ParsedParams<TPerMoment>;
    readonly perChapter: ParsedParams<TPerChapter>;
  };

  constructor(
    page: Pick<StoreController<PageStore>, 'store'>,
    schemas: { readonly perMoment: TPerMoment; readonly perChapter: TPerChapter },
  ) {
    this.#page = page;
    this.#schemas = schemas;
  }

  get perMoment(): ParsedParams<TPerMoment> {
    return this.#parseCurrent().perMoment;
  }

  get perChapter(): ParsedParams<TPerChapter> {
    return this.#parseCurrent().perChapter;
  }

  /** Merges into the current choices; `undefined` removes one. */
  set(changes: {
    readonly perMoment?: Changes<TPerMoment>;
    readonly perChapter?: Changes<TPerChapter>;
  }): void {
    const { stage } = this.#page.store.value;
    this.#page.store.update({
      stage: {
        show: mergeParams(stage.show, changes.perMoment),
        with: mergeParams(stage.with, changes.perChapter),
      },
    });
  }

  #parseCurrent(): {
    readonly perMoment: ParsedParams<TPerMoment>;
    readonly perChapter: ParsedParams<TPerChapter>;
  } {
    const { stage, chapter } = this.#page.store.value;
    this.#chapter ??= chapter;
    // The URL already names another chapter, whose stage replaces this one.
    if (chapter !== this.#chapter) return { perMoment: {}, perChapter: {} };
    if (this.#parsed?.source === stage) return this.#parsed;
    const problems: string[] = [];
    const parsed = {
      source: stage,
      perMoment: parseStageParams('show', stage.show, this.#schemas.perMoment, problems),
      perChapter: parseStageParams('with', stage.with, this.#schemas.perChapter, problems),
    };
    this.#parsed = parsed;
    // Deferred: this getter runs during a render.
    if (problems.length > 0) queueMicrotask(() => this.#rejectInvalid(parsed, limitMessages(problems)));
    return parsed;
  }

  #rejectInvalid(
    parsed: {
      source: StageParams;
      perMoment: ParsedParams<TPerMoment>;
      perChapter: ParsedParams<TPerChapter>;
    },
    problems: string[],
  ): void {
    if (this.#page.store.value.stage !== parsed.source) return;
    this.#page.store.replaceInvalid(
      { stage: { show: mergeParams({}, parsed.perMoment), with: mergeParams({}, parsed.perChapter) } },
      problems,
    );
  }
}

function parseStageParams<E extends ParamSchemas>(
  kind: keyof StageParams,
  record: Readonly<Record<string, string>>,
  schemas: E,
  problems: string[],
): ParsedParams<E> {
  for (const name of Object.keys(record)) {
    if (!Object.hasOwn(schemas, name)) problems.push(unknownParamMessage(`${kind}.${name}`));
  }
  return parseParams((name) => record[name], schemas, problems, `${kind}.`);
}

function mergeParams(
  record: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const result = { ...record };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete result[name];
    else result[name] = serializeParam(value as ParamValue);
  }
  return result;
}
