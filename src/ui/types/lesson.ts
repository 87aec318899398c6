// What the link to a lesson sets besides the page: what is hidden, what is asked, and whether it is shown as slides.

/** Parts of a chapter's page that a lesson can hide. */
export const LESSON_PARTS = [
  'header',
  'video',
  'moments',
  'notes',
  'prompt',
  'controls',
  'panels',
  'dock',
] as const;
export type LessonPart = (typeof LESSON_PARTS)[number];

export interface Lesson {
  readonly hide: readonly LessonPart[];
  /** Ids without the chapter's name; undefined for all. */
  readonly questions: 'none' | readonly string[] | undefined;
  /** Keys of the panels that are offered; undefined for all. */
  readonly panels: readonly string[] | undefined;
  readonly isSlides: boolean;
}

export const NO_LESSON: Lesson = { hide: [], questions: undefined, panels: undefined, isSlides: false };

/** Slides are a picture and a sentence. */
export const hiddenParts = ({ hide, isSlides }: Lesson): readonly LessonPart[] =>
  isSlides ? LESSON_PARTS : hide;
