// Persistence of device settings beside foreign storage entries.
import { expect, test } from 'vitest';
import { DeviceSettingsStore } from '../../../../src/ui/state/device/device-settings-store.ts';

const DEFAULTS = { engine: 'auto', hidden: 'go-on', awake: false, characterKeys: true, videoShare: 44 };

function fakeStorage(entry: string | null = null) {
  let stored = entry;
  return {
    getItem: () => stored,
    setItem: (_: string, value: string) => {
      stored = value;
    },
  };
}

test('settings survive a reload', () => {
  const device = fakeStorage();
  expect(new DeviceSettingsStore(() => device).value).toEqual(DEFAULTS);
  new DeviceSettingsStore(() => device).change({ hidden: 'pause' });
  new DeviceSettingsStore(() => device).change({ awake: true });
  expect(new DeviceSettingsStore(() => device).value).toEqual({ ...DEFAULTS, hidden: 'pause', awake: true });
});

test.each([
  'no json',
  '7',
  '[]',
  '{"hidden":"explode","awake":"yes","characterKeys":1,"videoShare":400}',
  '{"__proto__":{"awake":true}}',
])('%s is not believed', (entry) =>
  expect(new DeviceSettingsStore(() => fakeStorage(entry)).value).toEqual(DEFAULTS),
);

test('without storage, settings last until the page closes, and the problem is reported', () => {
  const settings = new DeviceSettingsStore(() => {
    throw new DOMException('no', 'SecurityError');
  });
  settings.change({ hidden: 'slow' });
  expect(settings.value.hidden).toBe('slow');
  expect(settings.storageProblem).toBe('denied');
});
