// Events about the page: view, theme, dialogs and exports.

import type { ActivationName } from '../../workers/rpc/api/lab-api.ts';
import type { Language } from '../languages/languages.ts';
import type { Theme, View } from '../types/page.ts';
import type { TableData } from '../types/table.ts';
import { defineEvent } from './element-event.ts';

/** Changes the view. */
export class ViewChangeEvent extends defineEvent('lab-view', 'view')<[View]> {}
/** Changes the theme. */
export class ThemeChangeEvent extends defineEvent('lab-theme', 'theme')<[Theme]> {}
/** Opens the page in another language. */
export class LanguageChangeEvent extends defineEvent('lab-language', 'language')<[Language]> {}

/** A file to export. */
export type ExportRequest =
  | { readonly kind: 'image'; readonly type: 'png' | 'svg' }
  | { readonly kind: 'table'; readonly table: TableData }
  | { readonly kind: 'model'; readonly optimizer: boolean }
  /** The folder of the model for Python's `transformers`, as an archive. */
  | { readonly kind: 'transformers' };

/** Exports a file. */
export class ExportEvent extends defineEvent('lab-export', 'request')<[ExportRequest]> {}
/** Opens the menu, or its list of chapters. */
export class MenuRequestEvent extends defineEvent('lab-menu', 'list')<['all' | 'chapters']> {}
/** Opens the list of all keys. */
export class KeysRequestEvent extends defineEvent('lab-keys') {}
/** Opens the dialog with the kernel that computes an activation. */
export class KernelRequestEvent extends defineEvent('lab-kernel', 'activation')<[ActivationName]> {}
/** Opens the dialog with the licences of packages. */
export class LicencesRequestEvent extends defineEvent('lab-licences') {}
/** Opens the dialog with the diagnostics of this machine. */
export class DiagnosticsRequestEvent extends defineEvent('lab-diagnostics') {}
