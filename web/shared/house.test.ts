import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '..');
const sources = ['apps', 'shared', 'tools'].flatMap((folder) =>
  readdirSync(join(WEB, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs|css)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(WEB, folder, name), 'utf8') })),
);
const app = sources.filter(({ name }) => name.startsWith('apps/') && /\.tsx?$/.test(name) && !name.includes('.test.'));
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

describe('house rules of the pages', () => {
  it.each(sources)('$name has at most 300 lines', ({ text }) => expect(text.split('\n').length).toBeLessThanOrEqual(300));
  it.each(app)('$name leaves numbers to format.ts', ({ text }) => expect(code(text)).not.toMatch(/toFixed|toLocaleString|Intl\./));
  it.each(app)('$name leaves words to the catalogue', ({ name, text }) => {
    const allowed = name.endsWith('MePage.tsx') ? code(text).replaceAll('中文', '') : code(text);
    expect(allowed.replace(/[，：（）、；†]/g, '')).not.toMatch(/[\u4e00-\u9fff]/);
  });
});
