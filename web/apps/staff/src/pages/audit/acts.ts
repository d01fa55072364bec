import zh from '../../i18n/zh-CN.json';

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, at: string): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [at + key] : flat(value, `${at}${key}.`)));

/** The codes of acts that have a name, `other` left out: what can be looked for. */
export const ACTS = flat(zh.act, '').filter((code) => code !== 'other');
