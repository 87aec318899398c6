// The lab's pages. The course is on the first screen; the code of the others is loaded when they are shown first.

import { html } from 'lit';
import type { LazyPart } from '../../state/lazy-part.ts';
import '../../course/course-view/course-view.ts';
import type { View } from '../../types/page.ts';

export const PAGES: Readonly<Record<View, LazyPart>> = {
  course: { render: () => html`<lab-course-view></lab-course-view>` },
  chapter: {
    load: () => import('../../course/chapter-view/chapter-view.ts'),
    render: () => html`<lab-chapter-view></lab-chapter-view>`,
  },
  network: {
    load: () => import('./network-view/network-view.ts'),
    render: () => html`<lab-network-view></lab-network-view>`,
  },
  train: {
    load: () => import('./train-view/train-view.ts'),
    render: () => html`<lab-train-view></lab-train-view>`,
  },
  compare: {
    load: () => import('./compare-view/compare-view.ts'),
    render: () => html`<lab-compare-view></lab-compare-view>`,
  },
  attention: {
    load: () => import('./attention-view/attention-view.ts'),
    render: () => html`<lab-attention-view></lab-attention-view>`,
  },
  runs: {
    load: () => import('./runs-view/runs-view.ts'),
    render: () => html`<lab-runs-view></lab-runs-view>`,
  },
  speed: {
    load: () => import('./speed-view/speed-view.ts'),
    render: () => html`<lab-speed-view></lab-speed-view>`,
  },
  notes: {
    load: () => import('./notes-view/notes-view.ts'),
    render: () => html`<lab-notes-view></lab-notes-view>`,
  },
  lab: {
    load: () => import('./lab-view/lab-view.ts'),
    render: () => html`<lab-lab-view></lab-lab-view>`,
  },
};
