// Lit contexts of the stores, provided by `lab-app`.

import { createContext } from '@lit/context';
import type { DeviceSettingsStore } from './device/device-settings-store.ts';
import type { DigitStore } from './digits/digit-store.ts';
import type { PageStore } from './page/page-store.ts';
import type { CourseStore } from './progress/course-store.ts';
import type { ComparisonStore } from './runs/comparison-store.ts';
import type { LabStore } from './runs/lab-store.ts';
import type { RunLibraryStore } from './runs/run-library-store.ts';

export const labContext = createContext<LabStore>(Symbol('lab'));
/** Variants of one run, trained side by side. */
export const comparisonContext = createContext<ComparisonStore>(Symbol('comparison'));
/** The digit network of chapters 1 to 4. */
export const digitsContext = createContext<DigitStore>(Symbol('digits'));
/** The saved runs. */
export const runLibraryContext = createContext<RunLibraryStore>(Symbol('runs'));
export const pageContext = createContext<PageStore>(Symbol('page'));
export const courseContext = createContext<CourseStore>(Symbol('course'));
export const deviceSettingsContext = createContext<DeviceSettingsStore>(Symbol('deviceSettings'));
