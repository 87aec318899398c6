// What is asked of the page itself: another view or theme, a dialog, a file of what it shows.

import type { ActivationName } from '../../workers/rpc/api/lab-api.ts';
import type { Theme, View } from '../types/page.ts';
import type { TableData } from '../types/table.ts';
import { bubbling } from './bubbling.ts';

/** The visitor goes to another view. */
export class ViewChangeEvent extends Event {
  static readonly type = 'lab-view';
  readonly view: View;

  constructor(view: View) {
    super(ViewChangeEvent.type, bubbling);
    this.view = view;
  }
}

/** The visitor picks a theme. */
export class ThemeChangeEvent extends Event {
  static readonly type = 'lab-theme';
  readonly theme: Theme;

  constructor(theme: Theme) {
    super(ThemeChangeEvent.type, bubbling);
    this.theme = theme;
  }
}

/** What can be taken away as a file. */
export type ExportRequest =
  | { readonly what: 'image'; readonly type: 'png' | 'svg' }
  | { readonly what: 'table'; readonly table: TableData }
  | { readonly what: 'model'; readonly optimizer: boolean }
  /** The model's sizes under the names of the Python world. */
  | { readonly what: 'config' };

/** The visitor wants a file of it. */
export class ExportEvent extends Event {
  static readonly type = 'lab-export';
  readonly request: ExportRequest;

  constructor(request: ExportRequest) {
    super(ExportEvent.type, bubbling);
    this.request = request;
  }
}

/** The visitor asks for the kernel behind a picture. */
export class KernelRequestEvent extends Event {
  static readonly type = 'lab-kernel';
  readonly activation: ActivationName;

  constructor(activation: ActivationName) {
    super(KernelRequestEvent.type, bubbling);
    this.activation = activation;
  }
}

/** The visitor wants to know what the page is made of, and under which licences. */
export class LicencesRequestEvent extends Event {
  static readonly type = 'lab-licences';

  constructor() {
    super(LicencesRequestEvent.type, bubbling);
  }
}

/** The visitor wants to know, or to tell somebody, what this machine is and how fast the lab is on it. */
export class DiagnosticsRequestEvent extends Event {
  static readonly type = 'lab-diagnostics';

  constructor() {
    super(DiagnosticsRequestEvent.type, bubbling);
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-view': ViewChangeEvent;
    'lab-theme': ThemeChangeEvent;
    'lab-export': ExportEvent;
    'lab-kernel': KernelRequestEvent;
    'lab-licences': LicencesRequestEvent;
    'lab-diagnostics': DiagnosticsRequestEvent;
  }
}
