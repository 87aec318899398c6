// The panels of chapters 1 to 3 as data: what each fetches from the engine for which choices, and how it renders that.

import type { nothing, TemplateResult } from 'lit';
import type { DigitInput, DigitRunInfo, DigitTraining } from '../../../workers/rpc/api/lab-api.ts';
import type { Scene } from '../../stage/scene.ts';
import type { DigitReader } from '../../state/digits/digit-reader.ts';
import type { DigitSettingsDraft } from '../../state/digits/digit-settings-draft.ts';
import type { KeptController } from '../../state/kept.ts';
import { integerBetween, oneOf } from '../../state/page/url-params.ts';
import type { DigitState, NeuronIndex } from '../../types/digits.ts';
import { DIGIT_LABELS } from '../../views/digits/digit-labels.ts';
import type { LiveMode } from '../../views/status/live-region.ts';
import type { ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { StagePanel } from '../chapter-stage/panel-groups.ts';

/** The visitor's image, of so many, the digit that galleries show, and the selected neuron. */
export const digitParams = (images: number) => ({
  image: integerBetween(0, images - 1),
  digit: oneOf(DIGIT_LABELS),
  layer: integerBetween(1, 8),
  neuron: integerBetween(0, 999),
});

export type DigitChoices = ChoicesOf<{
  readonly perMoment: Readonly<Record<never, never>>;
  readonly perChapter: ReturnType<typeof digitParams>;
}>;

/** What a panel can be fetched for. */
export interface DigitOptions {
  /** Index in the chapter's split. */
  readonly image: number;
  /** The drawing, or that image. */
  readonly input: DigitInput;
  /** Of the gallery; all digits if there is none. */
  readonly digit: number | undefined;
  readonly neuron: NeuronIndex | undefined;
  /** Seed of noise. */
  readonly noise: number;
  /** How the shown network trains, where it is not the visitor's. */
  readonly training: Partial<DigitTraining>;
}

export interface DigitContext extends DigitOptions {
  readonly run: DigitRunInfo;
  readonly digits: DigitState;
  readonly choices: DigitChoices;
  readonly choose: (choices: DigitChoices) => void;
  /** Whether the network is the moment's, and not the visitor's. */
  readonly isStaged: boolean;
  /** Settings of the network that trains next. */
  readonly draft: DigitSettingsDraft;
  readonly live: LiveMode;
}

export interface DigitPanel<TContext, TData = never, TName extends keyof DigitOptions = keyof DigitOptions>
  extends StagePanel {
  /** It is about the visitor's network, which the map then shows too. */
  readonly isOfVisitor?: true;
  /** It is about no network of the page: none is named above it. */
  readonly isOfNone?: true;
  /** Options by which its data differ. */
  readonly needs?: readonly TName[];
  /** Data of the network that the map shows, in one state of its weights; panels with the same function share them. */
  readonly fetch?: (digits: DigitReader, options: Pick<DigitOptions, TName>) => Promise<TData>;
  readonly render?: (context: TContext, data: TData) => TemplateResult | typeof nothing;
  /** A scene in place of the map, kept by the page. */
  readonly scene?: (kept: KeptController, context: TContext, data: TData) => Scene;
}

/** Panels of a chapter, each typed by what it needs and fetches. */
export const digitPanel =
  <TContext>() =>
  <TData = undefined, TName extends keyof DigitOptions = never>(panel: DigitPanel<TContext, TData, TName>) =>
    panel as unknown as DigitPanel<TContext>;
