// One fact's story in chapter 7, by mouse. Its numbers are the engine's in `chapter-7-keyboard.test.ts`.
import { describe } from 'vitest';
import { activateByMouse, testFactStory } from '../../support/course/chapter-7.ts';

describe('one fact’s story, by mouse', () => testFactStory(activateByMouse, { isCompared: false }));
