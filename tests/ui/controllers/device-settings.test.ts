// What was chosen for this device is there again, whatever else lies in its storage.
import { expect, test } from 'vitest';
import { DeviceSettings } from '../../../src/ui/controllers/device-settings.ts';

const USUAL = { engine: 'auto', hidden: 'go-on', awake: false };

function deviceWith(entry: string | null = null) {
  let kept = entry;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

test('chosen, and there again', () => {
  const device = deviceWith();
  expect(new DeviceSettings(() => device).value).toEqual(USUAL);
  new DeviceSettings(() => device).choose({ hidden: 'pause' });
  new DeviceSettings(() => device).choose({ awake: true });
  expect(new DeviceSettings(() => device).value).toEqual({ ...USUAL, hidden: 'pause', awake: true });
});

test.each(['no json', '7', '[]', '{"hidden":"explode","awake":"yes"}', '{"__proto__":{"awake":true}}'])(
  '%s is not believed',
  (entry) => expect(new DeviceSettings(() => deviceWith(entry)).value).toEqual(USUAL),
);

test('a device that refuses is told of, and the choice holds for this visit', () => {
  const settings = new DeviceSettings(() => {
    throw new Error('denied');
  });
  settings.choose({ hidden: 'slow' });
  expect(settings.value.hidden).toBe('slow');
  expect(settings.kept).toBe(false);
});
