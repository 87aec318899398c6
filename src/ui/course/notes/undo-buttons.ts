// Buttons that undo and redo what was done with notes.

import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { NotesStore, StepKind } from '../../state/notes/notes-store.ts';
import { redoIcon, undoIcon } from './note-icons.ts';

const LABELS: Readonly<Record<StepKind, readonly [undo: string, redo: string]>> = {
  new: [msg('Undo the new note'), msg('Redo the new note')],
  change: [msg('Undo the change of a note'), msg('Redo the change of a note')],
  deletion: [msg('Undo the deletion'), msg('Redo the deletion')],
  restoration: [msg('Undo the restoration'), msg('Redo the restoration')],
  import: [msg('Undo the import'), msg('Redo the import')],
  clearing: [msg('Undo the clearing'), msg('Redo the clearing')],
};

export function undoButtons(store: NotesStore) {
  const { undo, redo } = store.value;
  if (!undo && !redo) return nothing;
  const [undoLabel, redoLabel] = [undo ? LABELS[undo][0] : msg('Undo'), redo ? LABELS[redo][1] : msg('Redo')];
  return html`<button class="plain" aria-label=${undoLabel} title=${undoLabel} ?disabled=${!undo} @click=${() => store.undo()}>
      ${undoIcon}
    </button>
    <button class="plain" aria-label=${redoLabel} title=${redoLabel} ?disabled=${!redo} @click=${() => store.redo()}>
      ${redoIcon}
    </button>`;
}
