// What a stage shows by the visitor's own choice, kept in the page's address.

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
 * A stage's choices as typed values, read from the address and written to it. Two kinds:
 *
 * - `show`: what the video's moment sets as well (panel, step, …). Holds until the video comes to another moment or is
 *   followed again, so `choices.show.panel ?? panelOf(moment)` is what to draw.
 * - `with`: what lasts from moment to moment (words, temperature, …), as long as the chapter.
 *
 * Each value has a schema of `address-values.ts`; names are letters and digits. What the address holds and the schema
 * refuses is taken out of it, with a sentence. Both kinds are empty in another chapter. The host redraws with each change,
 * because `page` does that. A choice is what a visitor touches: the stage still sends `StageTouchEvent`.
 *
 * ```ts
 * readonly #page = new StoreReader(this, pageContext);
 * readonly #choices = new StageChoices(this.#page, {
 *   show: { panel: oneOf(PANELS) },                         // …#show.panel=heads
 *   with: { temperature: between(0, 10), word: text(40) },  // …&with.temperature=0.7&with.word=king
 * });
 * // in render
 * const temperature = this.#choices.with.temperature ?? 1;
 * // when the visitor chooses; undefined takes a choice back
 * this.#choices.put({ show: { panel: 'heads' }, with: { word: undefined } });
 * ```
 *
 * Words are kept by their text, not by their ids: another model may know them by other numbers, or not at all.
 */
export class StageChoices<TPerMoment extends ParamSchemas, TPerChapter extends ParamSchemas> {
  readonly #page: Pick<StoreController<PageStore>, 'store'>;
  readonly #schemas: { readonly perMoment: TPerMoment; readonly perChapter: TPerChapter };
  /** The chapter whose stage this is. */
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

  /** Adds to the choices made before; `undefined` takes one back. */
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
    // What an address says of another chapter is for that one's stage: this one is about to go.
    if (chapter !== this.#chapter) return { perMoment: {}, perChapter: {} };
    if (this.#parsed?.source === stage) return this.#parsed;
    const problems: string[] = [];
    const parsed = {
      source: stage,
      perMoment: parseStageParams('show', stage.show, this.#schemas.perMoment, problems),
      perChapter: parseStageParams('with', stage.with, this.#schemas.perChapter, problems),
    };
    this.#parsed = parsed;
    // Not at once: this is asked while the page draws.
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
