/** A note at a time of a chapter's video, with its screenshot inline. */
export interface NoteContent {
  /** Whole seconds. */
  readonly at: number;
  readonly text: string;
  /** Screenshot of the stage as a `data:` URL. */
  readonly image?: string;
}
