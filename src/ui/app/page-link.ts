// Links to pages and chapters: a click goes there by an event, a new tab by the address.

import { html, nothing, type TemplateResult } from 'lit';
import { opensNewTab } from '../events/element-event.ts';
import { formatPage } from '../state/page/page-url.ts';
import type { PageState } from '../types/page.ts';

interface PageLink {
  readonly page: PageState;
  readonly isCurrent?: boolean;
  /** Read in place of the content. */
  readonly label?: string;
  readonly content: unknown;
  /** After a click that opens no new tab. */
  readonly go: () => void;
}

export function pageLink({ page, isCurrent = false, label, content, go }: PageLink): TemplateResult {
  const follow = (event: MouseEvent) => {
    if (opensNewTab(event)) return;
    event.preventDefault();
    go();
  };
  return html`<a href=${formatPage(page) || '#'} aria-current=${isCurrent ? 'page' : 'false'} aria-label=${label ?? nothing} @click=${follow}>${content}</a>`;
}
