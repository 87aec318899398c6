// The icons of notes, which the first screen does not load.

import { svg } from 'lit';
import { icon } from '../../styles/icons.ts';

export const editIcon = icon(svg`<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4" />`);
export const trashIcon = icon(svg`<path d="M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5" />`);
export const undoIcon = icon(svg`<path d="M8 5 4 9l4 4" /><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-3" />`);
export const redoIcon = icon(svg`<path d="m16 5 4 4-4 4" /><path d="M20 9H10a5.5 5.5 0 0 0 0 11h3" />`);
export const cameraIcon = icon(
  svg`<path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z" /><circle cx="12" cy="13" r="3.2" />`,
);
