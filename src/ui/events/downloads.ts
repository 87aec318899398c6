// Models by their address: asked for, stopped, opened again, forgotten.

import type { DownloadedModel } from '../../downloads/downloaded-model.ts';
import type { ModelSource } from '../../downloads/model-source.ts';
import { bubbling } from './bubbling.ts';

/** The visitor wants to open a model by its address; nothing is asked of any host yet. */
export class DownloadDialogEvent extends Event {
  static readonly type = 'lab-download-dialog-open';

  constructor() {
    super(DownloadDialogEvent.type, bubbling);
  }
}

/** The visitor has read which host is asked for what, and wants it. */
export class ModelDownloadEvent extends Event {
  static readonly type = 'lab-model-download';
  readonly source: ModelSource;

  constructor(source: ModelSource) {
    super(ModelDownloadEvent.type, bubbling);
    this.source = source;
  }
}

/** Fetching is to stop. */
export class DownloadAbortEvent extends Event {
  static readonly type = 'lab-model-download-abort';

  constructor() {
    super(DownloadAbortEvent.type, bubbling);
  }
}

/** A fetched model is to be opened from this device, or forgotten. */
export class DownloadedModelEvent extends Event {
  static readonly type = 'lab-downloaded-model';
  readonly action: 'open' | 'delete';
  readonly model: DownloadedModel;

  constructor(action: 'open' | 'delete', model: DownloadedModel) {
    super(DownloadedModelEvent.type, bubbling);
    this.action = action;
    this.model = model;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-download-dialog-open': DownloadDialogEvent;
    'lab-model-download': ModelDownloadEvent;
    'lab-model-download-abort': DownloadAbortEvent;
    'lab-downloaded-model': DownloadedModelEvent;
  }
}
