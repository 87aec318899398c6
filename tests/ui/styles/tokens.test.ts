// Contrast of text colours on every background in both themes (WCAG 2 AA: 4.5 to 1).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('src/ui/styles/tokens.css', 'utf8');
const themes = {
  dark: colours(/:root \{(.*?)\}/s),
  light: colours(/:root\[data-theme="light"\] \{(.*?)\}/s),
};

const TEXT_COLOURS =
  'text muted faint query key value bias positive negative data accent good warning error'.split(' ');
const BACKGROUNDS = ['bg', 'surface', 'raised'];

test.each(Object.entries(themes))('%s', (_, theme) => {
  const tooFaint = TEXT_COLOURS.flatMap((word) =>
    BACKGROUNDS.filter((ground) => contrast(theme[word], theme[ground]) < 4.5).map(
      (ground) => `${word} on ${ground}`,
    ),
  );
  if (contrast(theme['on-accent'], theme.accent) < 4.5) tooFaint.push('on-accent on accent');
  if (BACKGROUNDS.some((ground) => contrast(theme['line-strong'], theme[ground]) < 3))
    tooFaint.push('line-strong');
  expect(tooFaint).toEqual([]);
});

test('the light theme replaces every colour of the dark one', () => {
  expect(Object.keys(themes.light)).toEqual(Object.keys(themes.dark));
});

function colours(rule: RegExp): Record<string, string> {
  const body = rule.exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const share = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
