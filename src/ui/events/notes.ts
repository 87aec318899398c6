// Events about the notes on a chapter.

import type { NoteContent } from '../types/notes.ts';
import { ElementEvent } from './element-event.ts';

/** Adds a note. */
export class NoteAddEvent extends ElementEvent<'lab-note-add'> {
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super('lab-note-add');
    this.note = note;
  }
}

/** Deletes a note. */
export class NoteRemoveEvent extends ElementEvent<'lab-note-remove'> {
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super('lab-note-remove');
    this.note = note;
  }
}

/** Exports the notes of the chapter. */
export class NotesExportEvent extends ElementEvent<'lab-notes-export'> {
  constructor() {
    super('lab-notes-export');
  }
}

/** Imports a file of notes. */
export class NotesImportEvent extends ElementEvent<'lab-notes-import'> {
  readonly file: File;

  constructor(file: File) {
    super('lab-notes-import');
    this.file = file;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-note-add': NoteAddEvent;
    'lab-note-remove': NoteRemoveEvent;
    'lab-notes-export': NotesExportEvent;
    'lab-notes-import': NotesImportEvent;
  }
}
