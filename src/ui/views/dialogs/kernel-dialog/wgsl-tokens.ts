// A lexer of WGSL for syntax highlighting, without a grammar.

export type WgslTokenKind =
  | 'comment'
  | 'attribute'
  | 'keyword'
  | 'type'
  | 'number'
  | 'function'
  | 'name'
  | 'other';

export interface WgslToken {
  kind: WgslTokenKind;
  text: string;
}

/** Matched in this order at each position; the last pattern matches any character, so none is lost. */
const PATTERNS: readonly [WgslTokenKind, RegExp][] = [
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['attribute', /@[a-z_]+/y],
  [
    'keyword',
    /(?:alias|break|case|const|const_assert|continue|continuing|default|diagnostic|discard|else|enable|false|fn|for|if|let|loop|override|requires|return|struct|switch|true|var|while)\b/y,
  ],
  [
    'type',
    /(?:bool|[fiu]32|f16|vec[234][fiuh]?|mat[234]x[234][fh]?|array|atomic|ptr|sampler|texture_\w+|storage|uniform|workgroup|private|function|read_write|read|write)\b/y,
  ],
  ['number', /(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[iufh]?/y],
  ['function', /[A-Za-z_]\w*(?=\s*\()/y],
  ['name', /[A-Za-z_]\w*/y],
  ['other', /\s+|[\s\S]/y],
];

/** The tokens of a WGSL source; their concatenation is the source. */
export function wgslTokens(source: string): WgslToken[] {
  const tokens: WgslToken[] = [];
  for (let position = 0; position < source.length; ) {
    const token = tokenAt(source, position);
    const last = tokens.at(-1);
    if (token.kind === 'other' && last?.kind === 'other') last.text += token.text;
    else tokens.push(token);
    position += token.text.length;
  }
  return tokens;
}

function tokenAt(source: string, position: number): WgslToken {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text) return { kind, text };
  }
  return { kind: 'other', text: source[position] };
}
