// Events about downloads of models.

import type { DownloadedModel } from '../../downloads/downloaded-model.ts';
import type { ModelSource } from '../../downloads/model-source.ts';
import { defineEvent } from './element-event.ts';

/** Opens the dialog for a model's URL; sends no request. */
export class DownloadDialogEvent extends defineEvent('lab-download-dialog-open') {}
/** Starts a download, after the dialog has shown its host and files. */
export class ModelDownloadEvent extends defineEvent('lab-model-download', 'source')<[ModelSource]> {}
/** Aborts the download. */
export class DownloadAbortEvent extends defineEvent('lab-model-download-abort') {}
/** Opens or deletes a downloaded model. */
export class DownloadedModelEvent extends defineEvent('lab-downloaded-model', 'action', 'model')<
  [action: 'open' | 'delete', model: DownloadedModel]
> {}
/** Deletes damaged downloads. */
export class DamagedDownloadsEvent extends defineEvent('lab-damaged-downloads') {}
