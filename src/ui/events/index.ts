// Events of the elements, one class per event. All bubble out of shadow roots.

export * from './along.ts';
export * from './comparison.ts';
export * from './course.ts';
export * from './device.ts';
export * from './digits.ts';
export * from './downloads.ts';
export * from './features.ts';
export * from './focus.ts';
export * from './lessons.ts';
export * from './map.ts';
export * from './model.ts';
export * from './notes.ts';
export * from './page.ts';
export * from './patching.ts';
export * from './runs.ts';
export * from './steering.ts';
