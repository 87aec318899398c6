// What the views say to whoever shows them: one class an event, all bubbling out of shadow roots. One file a topic.

export * from './events/course.ts';
export * from './events/device.ts';
export * from './events/digits.ts';
export * from './events/downloads.ts';
export * from './events/focus.ts';
export * from './events/model.ts';
export * from './events/notes.ts';
export * from './events/page.ts';
export * from './events/runs.ts';
