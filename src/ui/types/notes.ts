/** A note at a time of a chapter's video. */
export interface Note {
  /** Unique over all tabs. */
  readonly id: string;
  /** From 1. */
  readonly chapter: number;
  /** Whole seconds. */
  readonly at: number;
  /** Markdown; a picture of the stage is `![…](pictures/NAME)`. */
  readonly text: string;
  /** The text while it is being written. */
  readonly draft?: string;
  /** When it was deleted, in milliseconds since 1970. It can be restored. */
  readonly deleted?: number;
}
