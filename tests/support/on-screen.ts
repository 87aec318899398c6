// What a browser test reads off the page.
import { plainNumber } from '../../src/ui/views/numbers.ts';

const NUMBER = /[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s×\s10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/;

/** The first number in a text, as the page writes it: `↑ +0.12`, `< 0.1 %`, `1,480`, `−1.2 × 10⁻⁶`. */
export const numberIn = (text: string): number => Number(plainNumber(NUMBER.exec(text)?.[0] ?? '') ?? 'none');
