// Every moment of chapters 5 to 7 has a shot that each preset's network has.
import { expect, test } from 'vitest';
import { PRESETS } from '../../../../src/model/training/presets.ts';
import type { Moment } from '../../../../src/ui/course/chapter.ts';
import { answeredFocus, resolveShot, splitShot } from '../../../../src/ui/course/chapter-stage/shots.ts';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { INTERLUDE } from '../../../../src/ui/course/moments.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { networkQuery } from '../../../../src/ui/scenes/network/values/network-query.ts';
import type { Focus } from '../../../../src/ui/types/page.ts';
import type { ModelConfig } from '../../../../src/workers/rpc/api/lab-api.ts';

const MOMENTS = COURSE.filter(({ network }) => network !== 'digits').flatMap(({ number, moments }) =>
  moments
    .filter(({ view }) => view !== INTERLUDE)
    .map((moment) => [`${number}: ${moment.title}`, moment] as const),
);
const MODELS: readonly ModelConfig[] = PRESETS.map(({ model }) => ({ ...model, V: 200 }));
const TOKENS = 5;
const PLACE = { layer: 1, head: 2, token: 4, neuron: 7 };

test.each(MOMENTS)('%s', (_, { shot }) => {
  expect(shot).toBeDefined();
  if (!shot) return;
  for (const model of MODELS) {
    const resolved = resolveShot(shot, { layer: 0, head: 0 }, model, TOKENS);
    const at = shot.at === 'mlp' && model.mlpWidth === 0 ? 'block' : shot.at;
    expect(resolved.target.at).toBe(at);
    expect(resolved.token).toBe(TOKENS - 1);
    const { activations = [] } = networkQuery(model, 'a b c d e', resolved, 4);
    expect(activations).toContain(networkShape(model).stages[0].name);
  }
});

test.each([5, 6, 7])('no two moments of chapter %i share a picture', (number) => {
  const pictures = COURSE[number - 1].moments
    .filter(({ view }) => view !== INTERLUDE)
    .map(({ title, ...moment }) => ({ title, picture: JSON.stringify(picture(moment)) }));
  const titles = (each: string) =>
    pictures.filter(({ picture }) => picture === each).map(({ title }) => title);
  for (const { title, picture } of pictures) expect(titles(picture)).toEqual([title]);
});

/** What stands on the stage once everything has moved: a pass that plays leaves no trace. */
function picture({ shot, prompt, contexts, isPanelOpen, view, settings, action }: Omit<Moment, 'title'>) {
  const { front: _, headStep = 'output', mlpStep = 'output', overlay = 'values', ...rest } = shot ?? {};
  const panel = isPanelOpen && { view, settings };
  return { ...rest, headStep, mlpStep, overlay, prompt, contexts, panel, isWriting: action === 'write' };
}

test('layer, head and token of another model are limited to those that exist', () => {
  const far: Focus = { layer: 40, head: 40, token: 40 };
  for (const model of MODELS) {
    const last = { layer: model.L - 1, head: model.H - 1 };
    expect(resolveShot({ at: 'head' }, far, model, TOKENS)).toMatchObject({
      target: { at: 'head', ...last },
      token: TOKENS - 1,
    });
    if (model.mlpWidth > 0)
      expect(resolveShot({ at: 'mlp' }, far, model, TOKENS).target).toEqual({
        ...{ at: 'mlp', layer: last.layer, token: TOKENS - 1 },
      });
    expect(resolveShot({ at: 'vector', stage: 99 }, far, model, TOKENS).target).toEqual({ at: 'network' });
  }
});

test('a shot of the visitor becomes a shot without place and the focus, and again the same shot', () => {
  const [model] = MODELS;
  const shots = [
    { target: { at: 'network' }, overlay: 'logit-lens', token: 2, head: 0 },
    { target: { at: 'head', layer: 1, head: 2 }, headStep: 'mask', token: 3, head: 2 },
    { target: { at: 'mlp', layer: 1, token: 1 }, neuron: 7, token: 1, head: 0 },
    { target: { at: 'vector', stage: 2, token: 4 }, token: 4, head: 0 },
  ] as const;
  for (const shown of shots) {
    const { shot, focus } = splitShot(shown);
    expect(resolveShot(shot, { layer: 0, head: 0, ...focus }, model, TOKENS)).toEqual(shown);
  }
});

test('the focus of a shot is what is selected, and what the latest answer says of its roles', () => {
  const roles = { role: ['blue'], answer: true };
  const answer = (selected: Partial<Focus>, unknown: string[] = []) => ({
    request: { prompt: 'a b', shown: { shot: { at: 'mlp' as const, roles }, focus: selected }, ...PLACE },
    inspection: { unknown },
  });
  const focus = (selected: Partial<Focus>, known?: ReturnType<typeof answer>, prompt = 'a b', of = roles) =>
    answeredFocus({ shot: { at: 'mlp', roles: of }, focus: selected }, prompt, known);
  expect(focus({}, answer({}))).toEqual(PLACE);
  expect(focus({})).toBeUndefined();
  expect(focus({}, answer({}), 'another')).toBeUndefined();
  expect(focus({}, answer({}, ['another']), 'another')).toEqual(PLACE);
  expect(focus({}, answer({}), 'a b', { role: ['red'], answer: true })).toBeUndefined();
  // What was selected meanwhile shows at once; the answer's neuron is that of its own token.
  expect(focus({ token: 0 }, answer({}))).toEqual({ layer: 1, head: 2, token: 0 });
  expect(focus({ layer: 3 }, undefined)).toEqual({ layer: 3, head: 0 });
  expect(focus({}, answer({ layer: 0 }))).toBeUndefined();
  const plain = { shot: { at: 'network' as const }, focus: { head: 1 } };
  expect(answeredFocus(plain, 'a b', undefined)).toEqual({ layer: 0, head: 1 });
});
