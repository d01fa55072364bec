import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import en from './en.json';
import zh from './zh-CN.json';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, at = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = at ? `${at}.${key}` : key;
    if (typeof value === 'string') found.set(name, value);
    else for (const [inner, text] of flat(value, name)) found.set(inner, text);
  }
  return found;
}

const chinese = flat(zh);
const english = flat(en);

it('says everything in both languages', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()));

it('fills the same gaps in both languages', () => {
  const gaps = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
  for (const [key, text] of chinese) expect([key, gaps(english.get(key) ?? '')]).toEqual([key, gaps(text)]);
});

// web.md section 11: what officials read as wrong or rude. The right-hand words are the only ones on screen, also where
// the server's catalogue or the pack's lists put them there.
const elsewhere = ['../../../../../src/server/messages.json', '../../../../../packs/tianjin-2020q4/lists/contact.yaml']
  .map((path) => [path, readFileSync(join(import.meta.dirname, path), 'utf8').replace(/^ *#.*$/gm, '')] as const);

it.each(['拒绝', '退回', '迟报', '签发后变化', '待问', '不可判', '说法不一', '容缺待补', '应享未申请', '行动包', '督导', '三张清单', '人群', '帮扶路径', '对列', '疑似新人', '1-1-3', '入户包',
  '说不清', '不愿说', '看不准', '存好了', '没有到期的事', '窗口经办', '帮我投', '释放', '戒毒', '我能领', '我能享受'])('never says %s', (word) => {
  for (const [key, text] of chinese) expect(`${key}: ${text}`).not.toContain(word);
  for (const [path, text] of elsewhere) expect(text.split('\n').filter((line) => line.includes(word)), path).toEqual([]);
});
