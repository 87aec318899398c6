// What a stage shows by the visitor's own choice, kept in the page's address.

import {
  type AddressValue,
  type Entries,
  firstFew,
  meaningless,
  type Parsed,
  parseEntries,
  written,
} from './address-values.ts';
import type { StageRecord } from './page-state.ts';
import type { PageStore } from './page-store.ts';
import type { StoreReader } from './store-reader.ts';

type Changes<E extends Entries> = { readonly [K in keyof E]?: Parsed<E>[K] };

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
export class StageChoices<Show extends Entries, With extends Entries> {
  readonly #page: Pick<StoreReader<PageStore>, 'store'>;
  readonly #entries: { readonly show: Show; readonly with: With };
  /** The chapter whose stage this is. */
  #chapter?: number;
  #read?: { readonly of: StageRecord; readonly show: Parsed<Show>; readonly with: Parsed<With> };

  constructor(
    page: Pick<StoreReader<PageStore>, 'store'>,
    entries: { readonly show: Show; readonly with: With },
  ) {
    this.#page = page;
    this.#entries = entries;
  }

  get show(): Parsed<Show> {
    return this.#current().show;
  }

  get with(): Parsed<With> {
    return this.#current().with;
  }

  /** Adds to the choices made before; `undefined` takes one back. */
  put(changes: { readonly show?: Changes<Show>; readonly with?: Changes<With> }): void {
    const { stage } = this.#page.store.value;
    this.#page.store.update({
      stage: { show: merged(stage.show, changes.show), with: merged(stage.with, changes.with) },
    });
  }

  #current(): { readonly show: Parsed<Show>; readonly with: Parsed<With> } {
    const { stage, chapter } = this.#page.store.value;
    this.#chapter ??= chapter;
    // What an address says of another chapter is for that one's stage: this one is about to go.
    if (chapter !== this.#chapter) return { show: {}, with: {} };
    if (this.#read?.of === stage) return this.#read;
    const problems: string[] = [];
    const read = {
      of: stage,
      show: readEntries('show', stage.show, this.#entries.show, problems),
      with: readEntries('with', stage.with, this.#entries.with, problems),
    };
    this.#read = read;
    // Not at once: this is asked while the page draws.
    if (problems.length > 0) queueMicrotask(() => this.#refuse(read, firstFew(problems)));
    return read;
  }

  #refuse(read: { of: StageRecord; show: Parsed<Show>; with: Parsed<With> }, problems: string[]): void {
    if (this.#page.store.value.stage !== read.of) return;
    this.#page.store.refuse(
      { stage: { show: merged({}, read.show), with: merged({}, read.with) } },
      problems,
    );
  }
}

function readEntries<E extends Entries>(
  kind: keyof StageRecord,
  record: Readonly<Record<string, string>>,
  entries: E,
  problems: string[],
): Parsed<E> {
  for (const name of Object.keys(record)) {
    if (!Object.hasOwn(entries, name)) problems.push(meaningless(`${kind}.${name}`));
  }
  return parseEntries((name) => record[name], entries, problems, `${kind}.`);
}

function merged(
  record: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const result = { ...record };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete result[name];
    else result[name] = written(value as AddressValue);
  }
  return result;
}
