import { describe, expect, it } from 'vitest';
import { distribution } from '../../../../src/ui/course/05-transformers/distribution.ts';
import {
  type SceneContext,
  temperatureInput,
} from '../../../../src/ui/course/05-transformers/scene-inputs.ts';
import {
  type TemperatureInput,
  TemperatureScene,
} from '../../../../src/ui/scenes/temperature/temperature-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const LOGITS = Float32Array.from({ length: 400 }, (_, i) => 8 - 1.5 * Math.log(1 + i) - (i % 7) / 10);
const VOCABULARY = Array.from({ length: 400 }, (_, i) => ['creature', 'bird', 'grandmother', 'sea'][i % 4]);
const LATE = Number.POSITIVE_INFINITY;

const contextAt = (temperature: number, logits: Float32Array = LOGITS) =>
  ({
    ...{ logits, sampling: { temperature, seed: 1 } },
    request: { run: { vocabulary: VOCABULARY }, prompt: 'A fluffy blue' },
  }) as unknown as SceneContext;
const marksOf = (
  temperature: number,
  { about = 'steps', viewport = WIDE, t = LATE, logits = LOGITS }: Partial<Settings> = {},
) =>
  new TemperatureScene().layout(temperatureInput(contextAt(temperature, logits), about), viewport, t) ?? [];
interface Settings {
  readonly about: TemperatureInput['about'];
  readonly viewport: typeof WIDE;
  readonly t: number;
  readonly logits: Float32Array;
}
const valuesOf = (marks: ReturnType<typeof marksOf>, kind: string) =>
  marks.flatMap(({ key, value }) => (key.startsWith(`${kind}-`) && value !== undefined ? [value] : []));

describe('softmax with a temperature', () => {
  it('has the probabilities of the sampler', () => {
    for (const T of [0, 0.5, 1, 5]) {
      const p = distribution(LOGITS, T);
      for (const about of ['steps', 'temperature'] as const) {
        const { tokens } = temperatureInput(contextAt(T), about);
        expect(valuesOf(marksOf(T, { about }), 'bar')).toEqual(tokens.map(({ id }) => p[id]));
      }
    }
  });

  it('shows the largest logits; for the steps also the least', () => {
    const ranked = LOGITS.toSorted((a, b) => b - a);
    const logits = (about: TemperatureInput['about']) =>
      temperatureInput(contextAt(1), about).tokens.map(({ logit }) => logit);
    expect(logits('temperature')).toEqual(Array.from(ranked.subarray(0, 12)));
    expect(logits('steps').slice(0, 6)).toEqual(Array.from(ranked.subarray(0, 6)));
    expect(logits('steps').at(-1)).toBe(ranked.at(-1));
  });

  it('has negative logits on the other side', () => {
    const boxes = marksOf(1).flatMap(({ key, shape, value = 0 }) =>
      key.startsWith('logit-') && shape.kind === 'box' ? [{ ...shape, value }] : [],
    );
    const zero = Math.max(...boxes.filter(({ value }) => value > 0).map(({ y, height }) => y + height));
    const hanging = boxes.filter(({ value }) => value < 0);
    expect(hanging.length).toBeGreaterThan(0);
    for (const { y, fill } of hanging) expect([Math.round(y - zero), fill]).toEqual([0, 'negative']);
  });

  it('divides e^(x / T) by a sum that it names', () => {
    const { tokens, softmax } = temperatureInput(contextAt(2), 'steps');
    const { logSum, shares } = softmax(2);
    expect(Math.exp(tokens[0].logit / 2 - logSum)).toBeCloseTo(shares[0], 6);
  });

  it('keeps its input while nothing changes', () => {
    const [one, other] = [1, 2].map((T) => temperatureInput(contextAt(T), 'steps'));
    expect([one.tokens, one.softmax]).toEqual([other.tokens, other.softmax]);
    expect(one.softmax).toBe(other.softmax);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const T of [0, 0.2, 1, 5])
      for (const about of ['steps', 'temperature', 'names'] as const)
        for (const logits of [LOGITS, LOGITS.map((x) => x - 20)])
          expect(complaints(marksOf(T, { about, viewport, logits }), viewport), `T = ${T}`).toEqual([]);
  });

  it('outlines T = 1 beside another T', () => {
    const heights = (T: number, kind: string) =>
      marksOf(T, { about: 'temperature' }).flatMap(({ key, shape }) =>
        key.startsWith(kind) && shape.kind === 'box' ? [shape.height] : [],
      );
    const [cold, plain] = [heights(0.3, 'bar-').slice(0, 24), heights(0.3, 'bar-at-1-')];
    expect(plain).toHaveLength(12);
    expect(cold[0]).toBeGreaterThan(2 * plain[0]);
    expect(cold[0]).toBeGreaterThan(0.4 * WIDE.height);
  });

  it('raises before it divides', () => {
    const height = (kind: string, t: number) =>
      Math.max(
        ...marksOf(1, { t }).flatMap(({ key, shape }) =>
          key.startsWith(`${kind}-`) && shape.kind === 'box' ? [shape.height * (shape.alpha ?? 1)] : [],
        ),
      );
    expect([height('power', 0), height('bar', 0)]).toEqual([0, 0]);
    expect(height('power', 2.8)).toBeGreaterThan(30);
    expect(height('bar', 2.8)).toBe(0);
  });

  it('goes through hot and comes to the temperature of the moment', () => {
    const T = (t: number) =>
      marksOf(0.3, { about: 'temperature', t }).find(({ key }) => key === 'knob')?.value;
    expect([T(0), T(2.4), T(LATE)].map((each) => each?.toFixed(3))).toEqual(['1.000', '2.000', '0.300']);
  });

  it('sets T by where the knob is dragged', () => {
    const scene = new TemperatureScene();
    const chosen: number[] = [];
    const input = {
      ...temperatureInput(contextAt(1), 'temperature'),
      temperatureEvent: (T: number) => new CustomEvent('T', { detail: T }),
    };
    onDispatch(scene, (event) => chosen.push((event as CustomEvent<number>).detail));
    const knob = scene.layout(input, WIDE, LATE)?.find(({ key }) => key === 'knob');
    knob?.drag?.({ x: 5000, y: 0 });
    knob?.drag?.({ x: -5000, y: 0 });
    knob?.step?.(1);
    expect(chosen).toEqual([5, 0, 1.1]);
  });
});
