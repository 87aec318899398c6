// Buttons that undo and redo what was done with notes.

import { html, nothing } from 'lit';
import type { NotesStore, StepKind } from '../../state/notes/notes-store.ts';
import { redoIcon, undoIcon } from '../../styles/icons.ts';

const LABELS: Readonly<Record<StepKind, readonly [undo: string, redo: string]>> = {
  new: ['Undo the new note', 'Redo the new note'],
  change: ['Undo the change of a note', 'Redo the change of a note'],
  deletion: ['Undo the deletion', 'Redo the deletion'],
  restoration: ['Undo the restoration', 'Redo the restoration'],
  import: ['Undo the import', 'Redo the import'],
  clearing: ['Undo the clearing', 'Redo the clearing'],
};

export function undoButtons(store: NotesStore) {
  const { undo, redo } = store.value;
  if (!undo && !redo) return nothing;
  const [undoLabel, redoLabel] = [undo ? LABELS[undo][0] : 'Undo', redo ? LABELS[redo][1] : 'Redo'];
  return html`<button class="plain" aria-label=${undoLabel} title=${undoLabel} ?disabled=${!undo} @click=${() => store.undo()}>
      ${undoIcon}
    </button>
    <button class="plain" aria-label=${redoLabel} title=${redoLabel} ?disabled=${!redo} @click=${() => store.redo()}>
      ${redoIcon}
    </button>`;
}
