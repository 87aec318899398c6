// The page of notes hears of changes while it is shown, and not after the visitor has left it.
import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { NotesController } from '../../../../src/ui/course/notes/notes-controller.ts';
import { CourseStore } from '../../../../src/ui/state/progress/course-store.ts';

test('an update after the host has left the page does not subscribe again', async () => {
  const host = Object.assign(new EventTarget(), {
    isConnected: true,
    addController: () => {},
    requestUpdate: vi.fn(),
  });
  const course = new CourseStore(() => ({ getItem: () => null, setItem: () => {} }));
  const controller = new NotesController(host as never, () => course);
  const updates = (): number => {
    host.requestUpdate.mockClear();
    controller.store.begin(6, 1);
    return host.requestUpdate.mock.calls.length;
  };
  controller.hostConnected();
  controller.hostUpdate();
  await controller.store.load();
  expect(updates()).toBe(1);

  host.isConnected = false;
  controller.hostDisconnected();
  controller.hostUpdate();
  expect(updates()).toBe(0);

  host.isConnected = true;
  host.requestUpdate.mockClear();
  controller.hostConnected();
  expect(host.requestUpdate).toHaveBeenCalledOnce();
  controller.hostUpdate();
  expect(updates()).toBe(1);
});
