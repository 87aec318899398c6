// The names of the themes.

import { msg } from '@lit/localize';
import type { Theme } from '../../../types/page.ts';

export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: msg('System'),
  dark: msg('Dark'),
  light: msg('Light'),
};
