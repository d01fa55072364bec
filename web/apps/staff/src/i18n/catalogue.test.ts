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

// web.md section 11: what officials read as wrong or rude. The right-hand words are the only ones on screen.
it.each(['拒绝服务率', '迟报', '签发后变化', '待问', '不可判', '说法不一', '容缺待补', '应享未申请', '行动包', '督导', '三张清单', '帮扶路径', '对列', '退回件', '疑似新人', '1-1-3', '入户包', '不愿说', '看不准', '存好了', '窗口经办', '帮我投', '戒毒', '我能领'])(
  'never says %s', (word) => {
    for (const [key, text] of chinese) expect(`${key}: ${text}`).not.toContain(word);
  });
