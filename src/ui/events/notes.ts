// Events about notes.

import { ElementEvent } from './element-event.ts';

/** `write` has the text so far. */
export type NoteAction = 'edit' | 'write' | 'finish' | 'delete' | 'restore' | 'open';

/** Something is done with a note. */
export class NoteEvent extends ElementEvent<'lab-note'> {
  readonly action: NoteAction;
  readonly id: string;
  readonly text: string;

  constructor(action: NoteAction, id: string, text = '') {
    super('lab-note');
    this.action = action;
    this.id = id;
    this.text = text;
  }
}

/** A picture of the stage is to be put into the note that is being written, or into a new one. */
export class NotePictureEvent extends ElementEvent<'lab-note-picture'> {
  /** Of the note that is being written. */
  readonly id: string;

  constructor(id: string) {
    super('lab-note-picture');
    this.id = id;
  }
}

/** The visitor begins to write a note, or has ended it. */
export class NoteWritingEvent extends ElementEvent<'lab-note-writing'> {
  readonly isWriting: boolean;

  constructor(isWriting: boolean) {
    super('lab-note-writing');
    this.isWriting = isWriting;
  }
}

/** Searches the notes on all chapters. */
export class NotesSearchEvent extends ElementEvent<'lab-notes-search'> {
  readonly search: string;

  constructor(search: string) {
    super('lab-notes-search');
    this.search = search;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-note': NoteEvent;
    'lab-note-picture': NotePictureEvent;
    'lab-note-writing': NoteWritingEvent;
    'lab-notes-search': NotesSearchEvent;
  }
}
