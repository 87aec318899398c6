// Events about downloads of models.

import type { DownloadedModel } from '../../downloads/downloaded-model.ts';
import type { ModelSource } from '../../downloads/model-source.ts';
import { ElementEvent } from './element-event.ts';

/** Opens the dialog for a model's URL; sends no request. */
export class DownloadDialogEvent extends ElementEvent<'lab-download-dialog-open'> {
  constructor() {
    super('lab-download-dialog-open');
  }
}

/** Starts a download, after the dialog has shown its host and files. */
export class ModelDownloadEvent extends ElementEvent<'lab-model-download'> {
  readonly source: ModelSource;

  constructor(source: ModelSource) {
    super('lab-model-download');
    this.source = source;
  }
}

/** Aborts the download. */
export class DownloadAbortEvent extends ElementEvent<'lab-model-download-abort'> {
  constructor() {
    super('lab-model-download-abort');
  }
}

/** Opens or deletes a downloaded model. */
export class DownloadedModelEvent extends ElementEvent<'lab-downloaded-model'> {
  readonly action: 'open' | 'delete';
  readonly model: DownloadedModel;

  constructor(action: 'open' | 'delete', model: DownloadedModel) {
    super('lab-downloaded-model');
    this.action = action;
    this.model = model;
  }
}

/** Deletes damaged downloads. */
export class DamagedDownloadsEvent extends ElementEvent<'lab-damaged-downloads'> {
  constructor() {
    super('lab-damaged-downloads');
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-download-dialog-open': DownloadDialogEvent;
    'lab-model-download': ModelDownloadEvent;
    'lab-model-download-abort': DownloadAbortEvent;
    'lab-downloaded-model': DownloadedModelEvent;
    'lab-damaged-downloads': DamagedDownloadsEvent;
  }
}
