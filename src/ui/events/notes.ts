// What the visitor does with a chapter’s notes.

import type { NoteContent } from '../types/notes.ts';
import { bubbling } from './bubbling.ts';

/** The visitor wrote a note. */
export class NoteAddEvent extends Event {
  static readonly type = 'lab-note-add';
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super(NoteAddEvent.type, bubbling);
    this.note = note;
  }
}

/** The visitor deletes a note. */
export class NoteRemoveEvent extends Event {
  static readonly type = 'lab-note-remove';
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super(NoteRemoveEvent.type, bubbling);
    this.note = note;
  }
}

/** The visitor wants a chapter's notes as a file. */
export class NotesExportEvent extends Event {
  static readonly type = 'lab-notes-export';

  constructor() {
    super(NotesExportEvent.type, bubbling);
  }
}

/** The visitor picked a file of notes. */
export class NotesImportEvent extends Event {
  static readonly type = 'lab-notes-import';
  readonly file: File;

  constructor(file: File) {
    super(NotesImportEvent.type, bubbling);
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
