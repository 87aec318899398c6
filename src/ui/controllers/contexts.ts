// The two things every stage may read: the lab (what the worker tells) and the page (what the visitor looks at).

import { createContext } from '@lit/context';
import type { LabStore } from './lab-store.ts';
import type { PageStore } from './page-store.ts';

export const labContext = createContext<LabStore>(Symbol('lab'));
export const pageContext = createContext<PageStore>(Symbol('page'));
