// Events about notes.

import { defineEvent } from './element-event.ts';

/** `write` has the text so far. */
export type NoteAction = 'edit' | 'write' | 'finish' | 'delete' | 'restore' | 'open';

/** Something is done with a note. */
export class NoteEvent extends defineEvent('lab-note', 'action', 'id', 'text')<
  [action: NoteAction, id: string, text?: string]
> {}
/** A picture of the stage is to be put into the note with this id, which is being written, or into a new one. */
export class NotePictureEvent extends defineEvent('lab-note-picture', 'id')<[string]> {}
/** The visitor begins to write a note, or has ended it. */
export class NoteWritingEvent extends defineEvent('lab-note-writing', 'isWriting')<[boolean]> {}
/** Searches the notes on all chapters. */
export class NotesSearchEvent extends defineEvent('lab-notes-search', 'search')<[string]> {}
