// Events about the page: view, theme, dialogs and exports.

import type { ActivationName } from '../../workers/rpc/api/lab-api.ts';
import type { Language } from '../languages/languages.ts';
import type { Theme, View } from '../types/page.ts';
import type { TableData } from '../types/table.ts';
import { ElementEvent } from './element-event.ts';

/** Changes the view. */
export class ViewChangeEvent extends ElementEvent<'lab-view'> {
  readonly view: View;

  constructor(view: View) {
    super('lab-view');
    this.view = view;
  }
}

/** Changes the theme. */
export class ThemeChangeEvent extends ElementEvent<'lab-theme'> {
  readonly theme: Theme;

  constructor(theme: Theme) {
    super('lab-theme');
    this.theme = theme;
  }
}

/** Opens the page in another language. */
export class LanguageChangeEvent extends ElementEvent<'lab-language'> {
  readonly language: Language;

  constructor(language: Language) {
    super('lab-language');
    this.language = language;
  }
}

/** A file to export. */
export type ExportRequest =
  | { readonly kind: 'image'; readonly type: 'png' | 'svg' }
  | { readonly kind: 'table'; readonly table: TableData }
  | { readonly kind: 'model'; readonly optimizer: boolean }
  /** The folder of the model for Python's `transformers`, as an archive. */
  | { readonly kind: 'transformers' };

/** Exports a file. */
export class ExportEvent extends ElementEvent<'lab-export'> {
  readonly request: ExportRequest;

  constructor(request: ExportRequest) {
    super('lab-export');
    this.request = request;
  }
}

/** Opens the list of all keys. */
export class KeysRequestEvent extends ElementEvent<'lab-keys'> {
  constructor() {
    super('lab-keys');
  }
}

/** Opens the dialog with the kernel that computes an activation. */
export class KernelRequestEvent extends ElementEvent<'lab-kernel'> {
  readonly activation: ActivationName;

  constructor(activation: ActivationName) {
    super('lab-kernel');
    this.activation = activation;
  }
}

/** Opens the dialog with the licences of packages. */
export class LicencesRequestEvent extends ElementEvent<'lab-licences'> {
  constructor() {
    super('lab-licences');
  }
}

/** Opens the dialog with the diagnostics of this machine. */
export class DiagnosticsRequestEvent extends ElementEvent<'lab-diagnostics'> {
  constructor() {
    super('lab-diagnostics');
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-view': ViewChangeEvent;
    'lab-language': LanguageChangeEvent;
    'lab-theme': ThemeChangeEvent;
    'lab-export': ExportEvent;
    'lab-kernel': KernelRequestEvent;
    'lab-keys': KeysRequestEvent;
    'lab-licences': LicencesRequestEvent;
    'lab-diagnostics': DiagnosticsRequestEvent;
  }
}
