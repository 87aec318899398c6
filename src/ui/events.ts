// Events of the elements, one class per event. All bubble out of shadow roots.

export * from './events/course.ts';
export * from './events/device.ts';
export * from './events/digits.ts';
export * from './events/downloads.ts';
export * from './events/focus.ts';
export * from './events/model.ts';
export * from './events/notes.ts';
export * from './events/page.ts';
export * from './events/runs.ts';
