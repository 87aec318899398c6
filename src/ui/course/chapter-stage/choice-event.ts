// The visitor's choices on a stage: from its views to the address.

import { defineEvent, type EventsOf } from '../../events/element-event.ts';
import type { ParamSchemas, ParamValue, ParsedParams } from '../../state/page/url-params.ts';

/** Choices by name, as the address has them. */
export interface ChoiceParams {
  /** Until the video reaches another moment. */
  readonly perMoment: ParamSchemas;
  /** As long as the chapter. */
  readonly perChapter: ParamSchemas;
}

/** Undefined removes a choice. */
export type ChoicesOf<TParams extends ChoiceParams> = ParsedParams<TParams['perMoment']> &
  ParsedParams<TParams['perChapter']>;

/** The visitor chooses something that the address keeps. */
export class ChoiceEvent<
  TChoices extends object = Readonly<Record<string, ParamValue | undefined>>,
> extends defineEvent('lab-choice', 'choices')<[Partial<TChoices>]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./choice-event.ts')> {}
}
